internal import Foundation

/// The time of day.
enum WallClock {
    /// Seconds since 1970 (UTC).
    static func secondsNow() -> Double { Date().timeIntervalSince1970 }
}
