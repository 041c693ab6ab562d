internal import Dispatch
internal import Messaging
internal import ServiceLifecycle
internal import Synchronization

/// Asks the messenger every two seconds how delivery goes, so that nobody else has to wait for its desk, and so that a
/// desk that does not answer any more is noticed.
final class DeliveryWatch: Service {
    struct Reading: Sendable {
        var counters = DeliveryCounters()
        var messagesWaiting = 0
        var eventsWaiting = 0
    }

    private let messenger: Messenger
    private let board: ProgressBoard
    private let last = Mutex(Reading())
    private let queue = DispatchQueue(label: "gondola.delivery-watch")

    private static let stage = "delivery"
    /// A disk may be slow, but not so slow.
    private static let limit = Duration.seconds(60)

    init(messenger: Messenger, board: ProgressBoard) {
        self.messenger = messenger
        self.board = board
    }

    var reading: Reading { last.withLock { $0 } }

    func run() async throws {
        defer { board.leave(Self.stage) }
        // Cancellation is the sign to stop, not a failure.
        try? await cancelWhenGracefulShutdown {
            while true {
                self.board.enter(Self.stage, limit: Self.limit)
                await self.read()
                try await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// Away from the shared threads, for the desk may be writing.
    private func read() async {
        await withCheckedContinuation { continuation in
            queue.async {
                let reading = Reading(
                    counters: self.messenger.counters, messagesWaiting: self.messenger.outboxDepth,
                    eventsWaiting: self.messenger.undeliveredEvents)
                self.last.withLock { $0 = reading }
                continuation.resume()
            }
        }
    }
}
