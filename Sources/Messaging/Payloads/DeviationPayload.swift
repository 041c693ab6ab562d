import Retail

/// One deviation as messages tell it.
struct DeviationPayload: Payload {
    struct Expected: Encodable, Sendable {
        let gtin: String
        /// Names from the department to the SKU, if the catalogue knows the SKU.
        let path: [String]?
        let facings: Int
    }

    struct Seen: Encodable, Sendable {
        /// Names from the department down to what recognition is sure of; empty for an unknown product.
        let path: [String]
        /// By the name of the level.
        let probabilities: [String: Double]
        let gtin: String?
    }

    let schemaVersion = 1
    /// The number of the last event when this was made.
    let sequence: Int
    let id: String
    let store: String
    let device: String
    let camera: String?
    let zone: String
    let bay: String
    /// Empty when the bay as a whole is meant; so is the position.
    let shelf: String
    let position: String
    let kind: DeviationKind
    /// Absent for `view_changed` and `planogram_outdated`.
    let expected: Expected?
    let seen: Seen?
    let belongsTo: String?
    /// For `wrong_orientation`.
    let turned: Turned?
    let facingsFound: Int
    let since: String
    /// When somebody took note of it.
    let acknowledged: String?
    let confirmations: Int
    let severity: Severity
    let confidence: Double?
    /// The file that shows the slot.
    let picture: String?

    init(
        _ deviation: Deviation, store: String, device: String, sequence: Int, camera: String?,
        names: (GTIN) -> SKUPath?
    ) {
        let finding = deviation.finding
        id = deviation.id
        self.store = store
        self.device = device
        self.sequence = sequence
        self.camera = camera
        zone = finding.place.zone
        bay = finding.place.bay
        shelf = finding.place.shelf
        position = finding.place.position
        kind = finding.kind
        expected = finding.expected.map { gtin in
            Expected(
                gtin: gtin.description, path: names(gtin)?.names, facings: finding.expectedFacings)
        }
        seen = finding.seen.map(Seen.init)
        belongsTo = finding.belongsTo
        turned = finding.turned
        facingsFound = finding.facingsFound
        since = Timestamp.text(deviation.since)
        acknowledged = deviation.acknowledged.map(Timestamp.text)
        confirmations = deviation.confirmations
        severity = deviation.severity
        confidence = Figure.rounded(finding.confidence)
        picture = deviation.picture
    }
}

extension DeviationPayload.Seen {
    init(_ identification: Identification) {
        path = identification.path.names
        gtin = identification.gtin?.description
        var probabilities: [String: Double] = [:]
        for (level, probability) in zip(TreeLevel.allCases, identification.probabilities) {
            probabilities[level.name] = Figure.rounded(probability)
        }
        self.probabilities = probabilities
    }
}

/// One step in the life of a deviation, as the `event` topic tells it.
struct EventPayload: Payload {
    let schemaVersion = 1
    /// Which numbering `sequence` belongs to.
    let series: String
    /// 1 for the first event of a series, then without a gap, over restarts too.
    let sequence: Int
    let change: String
    let time: String
    /// From when it was first seen until it closed; only when it closes.
    let durationSeconds: Double?
    let deviation: DeviationPayload

    /// The text of an event with the mark whether it is sent noticeably later than it was decided.
    ///
    /// `body` was written when the event was decided; that it would be late nobody knew then.
    static func marked(_ body: [UInt8], historical: Bool) -> [UInt8] {
        Array("{\"historical\":\(historical),".utf8) + body.dropFirst()
    }
}
