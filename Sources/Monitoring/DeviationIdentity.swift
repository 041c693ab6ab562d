import Retail

/// Makes the ids of deviations.
enum DeviationIdentity {
    /// The position and the kind for people, a hash of the whole place, and the opening time in milliseconds.
    ///
    /// The time keeps it unique over restarts; the hash keeps positions of the same name in other zones
    /// apart. Letters, digits, `-`, `_` and `.` only: all that an MQTT topic level takes without question.
    static func make(_ kind: DeviationKind, at place: PositionReference, openedAt seconds: Double) -> String {
        let whole = [place.zone, place.bay, place.shelf, place.position, kind.rawValue].joined(
            separator: "\u{1F}")
        let milliseconds = UInt64(min(max(0, seconds * 1000), 1e15))
        // A fault of the view is at no position.
        let name = place.position.isEmpty ? place.zone : place.position
        return [
            readable(name), kind.rawValue, String(whole.utf8.stableHash, radix: 36),
            String(milliseconds, radix: 36),
        ]
        .joined(separator: ".")
    }

    /// Up to 32 characters of a name, each of which that is not plain replaced by `-`.
    private static func readable(_ name: String) -> String {
        String(name.unicodeScalars.prefix(32).map { isPlain($0) ? Character($0) : "-" })
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }
}
