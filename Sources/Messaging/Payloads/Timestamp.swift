/// Writes a time as RFC 3339 in UTC with milliseconds, like `2026-03-01T07:05:09.120Z`.
package enum Timestamp {
    /// `seconds` since 1970 (UTC); times outside the years 0000 to 9999 come out as the nearest time inside.
    package static func text(_ seconds: Double) -> String {
        let earliest = -62_167_219_200_000.0
        let latest = 253_402_300_799_999.0
        let finite = seconds.isNaN ? 0 : seconds
        let milliseconds = Int64(min(max((finite * 1000).rounded(.down), earliest), latest))
        let (days, inDay) = divided(milliseconds, by: 86_400_000)
        let (year, month, day) = date(daysSince1970: days)
        let time = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60].map { padded($0, 2) }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(time.joined(separator: ":"))"
            + ".\(padded(inDay % 1000, 3))Z"
    }

    /// Turns a day count into a date of the Gregorian calendar.
    ///
    /// Years are counted from March, so that the leap day is the last of its year, and in eras of 400 years,
    /// which all have 146,097 days.
    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = divided(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
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
