internal import Synchronization

/// What is wanted of one camera's controls, which may change while it streams.
///
/// Only what a camera has taken is set again at its next open: a value that it refuses can't keep it from opening.
package final class LiveControls: Sendable {
    /// What the camera was set to and reads back, or why it refused; then all is as it was.
    package typealias Answer = @Sendable (Result<[String: Int], CaptureError>) -> Void

    /// A change that the camera has not seen yet.
    struct Change: Sendable {
        let wanted: [String: Int]
        let answer: Answer
    }

    private struct State {
        var taken: [String: Int]?
        var pending: Change?
    }

    private let state = Mutex(State())

    /// Asks the camera to be set to `wanted` within a second, or as soon as it is open.
    ///
    /// Controls that are not named any more go back to their standard. A later change takes the place of one that waits.
    /// `answer` is called on the camera's thread.
    package func change(to wanted: [String: Int], answer: @escaping Answer) {
        state.withLock { $0.pending = Change(wanted: wanted, answer: answer) }
    }

    /// What the camera has taken last; `first` if nothing has been changed.
    func taken(orElse first: [String: Int]) -> [String: Int] { state.withLock { $0.taken ?? first } }

    /// The change that waits, which is then the caller's to carry out.
    func takePending() -> Change? {
        state.withLock { state in
            defer { state.pending = nil }
            return state.pending
        }
    }

    /// Notes that the camera has taken `wanted`.
    func settle(_ wanted: [String: Int]) { state.withLock { $0.taken = wanted } }
}
