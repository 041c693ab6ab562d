import Retail

/// Dates as planning tools write them, in whatever order their user's computer had.
enum TradeDate {
    /// `nil` for what is no date, and for one that reads as two different days.
    static func day(_ text: String) -> CalendarDay? {
        let date = text.split(separator: " ").first.map(String.init) ?? ""
        let parts = date.split { $0 == "-" || $0 == "/" || $0 == "." }.map(String.init)
        guard parts.count == 3, parts.allSatisfy({ (1...4).contains($0.count) }) else { return nil }
        let numbers = parts.compactMap(Int.init)
        guard numbers.count == 3 else { return nil }
        if parts[0].count == 4 { return CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2]) }
        guard parts[2].count == 4 else { return nil }
        let european = CalendarDay(year: numbers[2], month: numbers[1], day: numbers[0])
        let american = CalendarDay(year: numbers[2], month: numbers[0], day: numbers[1])
        guard let european, let american else { return european ?? american }
        return european == american ? european : nil
    }
}
