/// A clock that goes on in step and that nobody sets, unlike the time of day.
enum Uptime {
    private static let origin = ContinuousClock.now

    /// Seconds since some moment in this run.
    static var seconds: Double { (ContinuousClock.now - origin) / .seconds(1) }
}
