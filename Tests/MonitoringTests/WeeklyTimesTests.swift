import Monitoring
import Retail
import Testing

struct WeeklyTimesTests {
    private func seconds(_ text: String) throws -> Double { try #require(UTCTime(text)).seconds }

    private func hours(_ spans: [WeeklyTimes.Weekday: [String]], in zone: String) throws -> WeeklyTimes {
        let read = try spans.mapValues { try $0.map { try #require(WeeklyTimes.Span($0)) } }
        return try #require(WeeklyTimes(read, timeZone: zone))
    }

    @Test func `opening hours follow the clock of the place, summer and winter`() throws {
        let hours = try hours([.monday: ["08:00-20:00"]], in: "Europe/Berlin")
        // Mondays; Berlin is two hours ahead of UTC in July and one in January.
        #expect(try !hours.contains(seconds("2026-07-06T05:59:59Z")))
        #expect(try hours.contains(seconds("2026-07-06T06:00:00Z")))
        #expect(try !hours.contains(seconds("2026-01-05T06:30:00Z")))
        #expect(try hours.contains(seconds("2026-01-05T18:59:59Z")))
        #expect(try !hours.contains(seconds("2026-01-05T19:00:00Z")))
        #expect(try !hours.contains(seconds("2026-01-06T12:00:00Z")))
    }

    @Test func `a span past midnight ends on the next day`() throws {
        let night = try hours([.sunday: ["22:00-02:00"]], in: "UTC")
        #expect(try night.contains(seconds("2026-03-01T23:00:00Z")))
        #expect(try night.contains(seconds("2026-03-02T01:59:00Z")))
        #expect(try !night.contains(seconds("2026-03-02T02:00:00Z")))
        #expect(try !night.contains(seconds("2026-03-02T23:00:00Z")))
    }

    @Test func `always is always, before 1970 too, and never is never`() throws {
        for time in [-1e9, -1, 0, 1.79e9] {
            #expect(WeeklyTimes.always.contains(time))
            #expect(!WeeklyTimes.never.contains(time))
        }
        #expect(!WeeklyTimes.always.contains(.nan))
    }

    @Test(arguments: [
        "", "8-20", "08:00", "08:00-25:00", "08:00-20:60", "24:00-08:00", "08:00-08:00", "08:00–20:00",
    ])
    func `what is no span of a day is refused`(text: String) {
        #expect(WeeklyTimes.Span(text) == nil)
    }

    @Test func `a time zone that nobody knows is refused`() {
        #expect(WeeklyTimes([:], timeZone: "Europe/Gondola") == nil)
    }
}
