package import Retail

/// What a file of the trade says, as native planograms.
package struct ImportedPlan: Hashable, Sendable {
    /// One position whose product has no key that could be planned with: it stands in no planogram.
    package struct Unplaced: Hashable, Sendable {
        package let planogram: String
        package let line: Int
        package let bay: String
        package let shelf: String
        /// Whether only the key's check digit is wrong.
        package let hasWrongDigit: Bool
        package let reason: String
    }

    /// The form that the file was taken for.
    package internal(set) var format: TradeFormat
    /// By planogram, from left to right: the bays of one planogram share its id.
    package internal(set) var planograms: [Planogram] = []
    package internal(set) var unplaced: [Unplaced] = []
    /// What was passed over or taken in a way that the file does not spell out, for people.
    package internal(set) var notes: [String] = []
    /// The line that each position came from.
    package internal(set) var lines: [PositionKey: Int] = [:]

    /// Names a position of the file.
    package struct PositionKey: Hashable, Sendable {
        package let planogram: String
        package let bay: String
        package let position: String

        package init(planogram: String, bay: String, position: String) {
            self.planogram = planogram
            self.bay = bay
            self.position = position
        }
    }

    init(format: TradeFormat) { self.format = format }

    /// The planograms' ids in the file's order.
    package var ids: [String] {
        var ids: [String] = []
        for planogram in planograms where !ids.contains(planogram.id) { ids.append(planogram.id) }
        return ids
    }
}

/// The forms of files that can be read.
package enum TradeFormat: String, CaseIterable, Sendable {
    case native, psa, pts, csv, xlsx, azure
}
