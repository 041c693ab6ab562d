/// Notices that the wall clock was set, or has never been set.
package struct ClockWatch: Sendable {
    /// Smaller steps are the work of a time service.
    private static let tolerance = 30.0
    /// A jump is told for so many seconds: then everybody lives by the new time.
    private static let told = 120.0
    /// The first moment of 2026: this program is not older.
    private static let earliest = 1_767_225_600.0

    private var offset: Double?
    private var jumped: (by: Double, at: Double)?
    private var wall = earliest
    private var steady = 0.0

    package init() {}

    /// Takes in both clocks, in seconds, and returns by how much the wall clock was set since the last call.
    package mutating func jump(wall: Double, steady: Double) -> Double? {
        defer {
            offset = wall - steady
            (self.wall, self.steady) = (wall, steady)
        }
        guard let offset else { return nil }
        let step = wall - steady - offset
        guard abs(step) > Self.tolerance else { return nil }
        jumped = (by: step, at: steady)
        return step
    }

    /// What is wrong with the clock, if anything is.
    package var problem: String? {
        if wall < Self.earliest {
            return "the clock is not set: connect the computer to a time server, or set it by hand"
        }
        guard let jumped, steady - jumped.at < Self.told else { return nil }
        let hours = (abs(jumped.by) / 360).rounded() / 10
        return "the clock was set \(jumped.by > 0 ? "forward" : "back") by \(hours) h (\(Int(jumped.by)) s): "
            + "times of before do not fit"
    }
}
