package import Console
package import Retail

/// A wish for other settings.
package enum SettingsEdit: Sendable {
    /// A whole text, or values by their paths.
    case change(SettingsChange)
    /// A zone in place of the one with its id, or a new one.
    case zone(Zone)
    case withoutZone(String)

    /// What it does, for people; `nil`: the values that differ tell it.
    var summary: String? {
        switch self {
        case .change: nil
        case .zone(let zone): "zone \(zone.id) drawn"
        case .withoutZone(let id): "zone \(id) removed"
        }
    }

    /// `text` as it is wanted.
    func applied(to text: String) throws(SettingsTextError) -> String {
        switch self {
        case .change(.yaml(let wanted)): return wanted
        case .change(.values(let values)):
            var text = SettingsText(text)
            try text.set(values)
            return text.text
        case .zone(let zone): return try ZoneText.written(zone, into: text)
        case .withoutZone(let id): return try ZoneText.removed(id, from: text)
        }
    }
}
