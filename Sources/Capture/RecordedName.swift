internal import Retail

/// The name of a recorded frame's file, which holds what the frame carried beside its picture.
///
/// As `20261123T200612.123456789Z-1763928372123456789-0000000042.jpg`: when it was taken (UTC), the same on a clock that is
/// never set, in nanoseconds, and its number. Names in order are frames in order, and no list beside them can be torn.
package struct RecordedName: Hashable, Sendable, Comparable {
    /// Seconds since 1970 (UTC), exactly as the frame carried it.
    package let wallSeconds: Double
    /// Nanoseconds since 1970 by a clock that began with the recording and is never set.
    package let steadyNanoseconds: Int
    package let sequence: UInt64

    package init(wallSeconds: Double, steadyNanoseconds: Int, sequence: UInt64) {
        self.wallSeconds = wallSeconds
        self.steadyNanoseconds = steadyNanoseconds
        self.sequence = sequence
    }

    /// `nil` for a file of another name.
    package init?(_ file: String) {
        let parts = file.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].hasSuffix(".jpg"), parts[0].utf8.count == 26,
            parts[0].hasSuffix("Z"),
            let whole = PictureName.seconds(String(parts[0].prefix(15))),
            let fraction = Self.number(parts[0].dropFirst(16).dropLast()),
            let steady = Self.number(parts[1]), let sequence = Self.number(parts[2].dropLast(4))
        else { return nil }
        self.init(
            wallSeconds: whole + Double(fraction) / 1e9, steadyNanoseconds: steady, sequence: UInt64(sequence)
        )
    }

    package var file: String {
        let whole = wallSeconds.rounded(.down)
        let fraction = Int(((wallSeconds - whole) * 1e9).rounded())
        // 2026-11-23T20:06:12Z without what file systems of other makes refuse.
        let clock = UTCTime(seconds: whole).description.filter { $0.isNumber || $0 == "T" }
        return
            "\(clock).\(Self.padded(fraction, 9))Z-\(steadyNanoseconds)-\(Self.padded(Int(sequence), 10)).jpg"
    }

    package static func < (left: RecordedName, right: RecordedName) -> Bool {
        (left.steadyNanoseconds, left.sequence) < (right.steadyNanoseconds, right.sequence)
    }

    private static func number(_ digits: Substring) -> Int? {
        digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }

    private static func padded(_ number: Int, _ length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
}
