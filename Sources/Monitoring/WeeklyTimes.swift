internal import Foundation

/// Times of the week, in the time of one place: when a store is open, when its shelves are filled.
package struct WeeklyTimes: Hashable, Sendable {
    package enum Weekday: Int, CaseIterable, Sendable {
        case monday, tuesday, wednesday, thursday, friday, saturday, sunday
    }

    /// A part of a day, in minutes from midnight; one that ends before it begins ends on the day after.
    package struct Span: Hashable, Sendable {
        package let from: Int
        package let to: Int

        /// `from` is below 1440, `to` at most 1440.
        package init(from: Int, to: Int) {
            precondition((0..<1440).contains(from) && (0...1440).contains(to))
            self.from = from
            self.to = to
        }

        /// Reads `08:00-20:30`, or `nil` if it is anything else; `24:00` is the end of the day.
        package init?(_ text: String) {
            let minutes = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
            guard minutes.count == 2, let from = minutes[0], let to = minutes[1], from < 1440, from != to
            else { return nil }
            self.init(from: from, to: to)
        }

        private static func minutes(_ text: Substring) -> Int? {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.map(\.utf8.count) == [2, 2],
                text.utf8.allSatisfy({ $0 == 0x3A || (0x30...0x39).contains($0) }),
                let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
            else { return nil }
            let total = hour * 60 + minute
            return total <= 1440 ? total : nil
        }
    }

    package static let always = WeeklyTimes(
        Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [Span(from: 0, to: 1440)]) }), in: .gmt)
    package static let never = WeeklyTimes([:], in: .gmt)

    private let spans: [Weekday: [Span]]
    private let timeZone: TimeZone

    /// `nil` if nobody knows a time zone of that name, such as `Europe/Berlin`.
    package init?(_ spans: [Weekday: [Span]], timeZone name: String) {
        guard let timeZone = TimeZone(identifier: name) else { return nil }
        self.init(spans, in: timeZone)
    }

    private init(_ spans: [Weekday: [Span]], in timeZone: TimeZone) {
        self.spans = spans
        self.timeZone = timeZone
    }

    /// Whether `time`, in seconds since 1970 (UTC), is among these times.
    package func contains(_ time: Double) -> Bool {
        guard time.isFinite, abs(time) < 1e11 else { return false }
        let local = time + Double(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: time)))
        let day = (local / 86_400).rounded(.down)
        let minute = Int((local - day * 86_400) / 60)
        // The first of January 1970 was a Thursday.
        let weekday = (Int(day) % 7 + 10) % 7
        let today = spans(of: weekday).contains { span in
            span.from <= minute && (minute < span.to || span.to < span.from)
        }
        return today || spans(of: (weekday + 6) % 7).contains { $0.to < $0.from && minute < $0.to }
    }

    private func spans(of weekday: Int) -> [Span] {
        Weekday(rawValue: weekday).flatMap { spans[$0] } ?? []
    }
}
