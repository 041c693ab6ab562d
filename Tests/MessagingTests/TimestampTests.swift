import Foundation
import Messaging
import Testing

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_400, "2000-02-29T00:00:00.000Z"),
        (1_772_348_709.12, "2026-03-01T07:05:09.120Z"),
        (-0.001, "1969-12-31T23:59:59.999Z"),
        (-2_208_988_800, "1900-01-01T00:00:00.000Z"),
        (.infinity, "9999-12-31T23:59:59.999Z"),
        (-.infinity, "0000-01-01T00:00:00.000Z"),
        (.nan, "1970-01-01T00:00:00.000Z"),
    ])
    func `a time is written in UTC with milliseconds`(seconds: Double, text: String) {
        #expect(Timestamp.text(seconds) == text)
    }

    @Test func `it agrees with Foundation on any day`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let seconds = Double(Int.random(in: -2_000_000_000...8_000_000_000, using: &generator))
            let expected = Date(timeIntervalSince1970: seconds)
                .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            #expect(Timestamp.text(seconds) == expected)
        }
    }
}
