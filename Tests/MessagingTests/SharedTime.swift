import Synchronization

/// An uptime that goes on only when a test says so, for use by several threads.
final class SharedTime: Sendable {
    private let time = Mutex(0.0)

    var seconds: Double { time.withLock { $0 } }

    func advance(by step: Double) { time.withLock { $0 += step } }
}
