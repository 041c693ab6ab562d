/// Which figures are wanted; times in seconds since 1970 (UTC).
package struct FigureQuery: Sendable, Hashable {
    package enum Step: String, Sendable, CaseIterable {
        case fiveMinutes = "5min"
        case hour, day

        package var seconds: Double {
            switch self {
            case .fiveMinutes: 300
            case .hour: 3600
            case .day: 86_400
            }
        }
    }

    package var zone: String?
    package var from: Double
    package var to: Double
    package var step: Step

    package init(zone: String?, from: Double, to: Double, step: Step) {
        self.zone = zone
        self.from = from
        self.to = to
        self.step = step
    }
}

/// The figures of a zone, of one look or of a stretch of time.
package struct FigureCard: Sendable, Hashable, Encodable {
    package struct Components: Sendable, Hashable, Encodable {
        package var presence: Double
        package var shelf: Double
        package var position: Double
        package var facings: Double
        package var order: Double

        package init(presence: Double, shelf: Double, position: Double, facings: Double, order: Double) {
            self.presence = presence
            self.shelf = shelf
            self.position = position
            self.facings = facings
            self.order = order
        }
    }

    package var zone: String
    /// Of the look, or of the beginning of the stretch; RFC 3339.
    package var time: String
    /// Open time that was watched; `nil` for a single look.
    package var seconds: Double?
    package var onShelfAvailability: Double?
    package var facingsPlanned: Double?
    package var facingsFound: Double?
    package var compliance: Double?
    package var components: Components?
    package var observedShare: Double
    /// By brand.
    package var shareOfShelf: [String: Double]

    package init(
        zone: String, time: String, seconds: Double?, onShelfAvailability: Double?, facingsPlanned: Double?,
        facingsFound: Double?, compliance: Double?, components: Components?, observedShare: Double,
        shareOfShelf: [String: Double]
    ) {
        self.zone = zone
        self.time = time
        self.seconds = seconds
        self.onShelfAvailability = onShelfAvailability
        self.facingsPlanned = facingsPlanned
        self.facingsFound = facingsFound
        self.compliance = compliance
        self.components = components
        self.observedShare = observedShare
        self.shareOfShelf = shareOfShelf
    }
}

/// How available one SKU was in one zone over a stretch of time.
package struct SKUFigureCard: Sendable, Hashable, Encodable {
    package var zone: String
    package var gtin: String
    package var name: String
    package var time: String
    /// Open time in which its positions could be seen.
    package var seconds: Double
    package var onShelfAvailability: Double
    package var facingsPlanned: Double
    package var facingsFound: Double

    package init(
        zone: String, gtin: String, name: String, time: String, seconds: Double, onShelfAvailability: Double,
        facingsPlanned: Double, facingsFound: Double
    ) {
        self.zone = zone
        self.gtin = gtin
        self.name = name
        self.time = time
        self.seconds = seconds
        self.onShelfAvailability = onShelfAvailability
        self.facingsPlanned = facingsPlanned
        self.facingsFound = facingsFound
    }
}
