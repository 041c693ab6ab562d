/// Asks again and again until `condition` holds.
///
/// Returns `false` if it does not within `patience`.
///
/// The patience is for slow machines: a test that passes does not wait it out.
package func eventually(
    within patience: Duration = .seconds(60), _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let deadline = ContinuousClock.now + patience
    while true {
        if try await condition() { return true }
        guard ContinuousClock.now < deadline else { return false }
        // Cut short only when the test itself is cancelled; then the deadline ends the loop.
        try? await Task.sleep(for: .milliseconds(20))
    }
}
