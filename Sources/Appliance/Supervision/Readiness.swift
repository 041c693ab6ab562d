internal import Synchronization

/// Tells once when everything that has to start has started.
final class Readiness: Sendable {
    private let awaited: Mutex<Set<String>>
    private let whenReady: @Sendable () -> Void

    /// `whenReady` is called by whoever is the last of `awaited`.
    init(awaiting awaited: Set<String>, whenReady: @escaping @Sendable () -> Void) {
        self.awaited = Mutex(awaited)
        self.whenReady = whenReady
    }

    func started(_ name: String) {
        let isLast = awaited.withLock { $0.remove(name) != nil && $0.isEmpty }
        if isLast { whenReady() }
    }
}
