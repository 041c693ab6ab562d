import Retail

/// Writes a time as RFC 3339 in UTC with milliseconds, like `2026-03-01T07:05:09.120Z`.
package enum Timestamp {
    /// `seconds` since 1970 (UTC); times outside the years 0000 to 9999 come out as the nearest time inside.
    package static func text(_ seconds: Double) -> String {
        let earliest = -62_167_219_200_000.0
        let latest = 253_402_300_799_999.0
        let finite = seconds.isNaN ? 0 : seconds
        let milliseconds = Int64(min(max((finite * 1000).rounded(.down), earliest), latest))
        let (days, inDay) = divided(milliseconds, by: 86_400_000)
        let time = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60].map { padded($0, 2) }
        return "\(CalendarDay(daysSince1970: Int(days)))T\(time.joined(separator: ":"))"
            + ".\(padded(inDay % 1000, 3))Z"
    }

    /// The quotient rounded down, and a remainder that is never negative.
    private static func divided(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = ((value % divisor) + divisor) % divisor
        return ((value - remainder) / divisor, remainder)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
