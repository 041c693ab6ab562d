package import Retail

/// One thing that is wrong with a planogram.
package struct PlanogramProblem: Hashable, Sendable, CustomStringConvertible {
    /// Where it stands in the file, as `bay.shelves[1].positions[3].width_mm`.
    package let place: String
    /// What is wrong and what would be right.
    package let message: String

    package init(place: String, message: String) {
        self.place = place
        self.message = message
    }

    package var description: String { "\(place): \(message)" }

    /// The place of a problem that concerns everything.
    static let wholeFile = "the file"

    /// Whether a problem at `other` is at the same place or inside it, and so says nothing new.
    func covers(_ other: String) -> Bool {
        place == Self.wholeFile || other == place || other.hasPrefix(place + ".")
            || other.hasPrefix(place + "[")
    }
}

/// Why a planogram or the registration of a zone cannot be used.
package enum PlanogramError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case malformed(file: String, reason: String)
    case unknownVersion(file: String, found: String)
    /// Everything that was found wrong, in the file's order.
    case invalid(file: String, problems: [PlanogramProblem])
    case unwritable(file: String, reason: String)
    /// Two versions of one bay's plan begin at the same time.
    case ambiguousVersion(file: String, other: String, planogram: Planogram)
    case tooFewPoints(zone: String, count: Int)
    case degeneratePoints(zone: String, reason: String)
    /// A point pair contradicts the others by more than the zone allows; `number` counts from 1.
    case poorFit(zone: String, number: Int, pair: PointPair, offMM: Double, limitMM: Double)
    case unusableLens(zone: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): cannot be read (\(reason)): check the path and its permissions"
        case .malformed(let file, let reason): "\(file): is not JSON: \(reason)"
        case .unknownVersion(let file, let found):
            "\(file): schema_version: \(found) is not known here: write the planogram as version 1"
        case .invalid(let file, let problems):
            problems.map { "\(file): \($0)" }.joined(separator: "\n")
        case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
        case .ambiguousVersion(let file, let other, let planogram):
            "\(file): planogram \"\(planogram.id)\", bay \"\(planogram.bay.id)\": \(other) is valid from the same time "
                + "with the same revision \(planogram.revision): give valid_from, or count one revision up"
        case .tooFewPoints(let zone, let count):
            "zone \(zone): \(count) different point pairs are given: at least 4 are needed"
        case .degeneratePoints(let zone, let reason): "zone \(zone): \(reason)"
        case .poorFit(let zone, let number, let pair, let off, let limit):
            "zone \(zone): point pair \(number) (pixel \(Int(pair.pixel.x)), \(Int(pair.pixel.y))) is "
                + "\(Int(off.rounded())) mm away from where the others put it, more than max_residual_mm \(limit): "
                + "correct its pixel or its mm; if several are off and the picture bends straight lines, give the lens"
        case .unusableLens(let zone, let reason): "zone \(zone): lens: \(reason)"
        }
    }
}
