internal import Foundation
internal import Logging
internal import Synchronization

/// Feeds the service manager's watchdog as long as every stage makes progress.
///
/// A stage that stands still is named in the log; then nothing is fed any more, and the manager starts the daemon anew.
/// It has a thread of its own, which nothing else can hold up.
final class Watchdog: Sendable {
    private let board: ProgressBoard
    private let logger: Logger
    private let hasEnded = Atomic(false)

    init(board: ProgressBoard, logger: Logger) {
        self.board = board
        self.logger = logger
    }

    /// Starts the thread; to be called once.
    func start() {
        // Two chances within the manager's patience; without a manager stages are named all the same.
        let limit = ServiceManager.watchdogLimit
        let pause = limit.map { min(.seconds(5), $0 / 3) } ?? .seconds(5)
        let thread = Thread { [self] in
            var told: Set<String> = []
            while !hasEnded.load(ordering: .relaxed) {
                let standing = board.standstills()
                for stage in standing where told.insert(stage.stage).inserted {
                    logger.critical(
                        "stage stands still",
                        metadata: ["stage": "\(stage.stage)", "seconds": "\(stage.seconds)"])
                }
                told.formIntersection(standing.map(\.stage))
                if standing.isEmpty, limit != nil { ServiceManager.feedWatchdog() }
                Thread.sleep(forTimeInterval: pause / .seconds(1))
            }
        }
        thread.name = "watchdog"
        thread.start()
    }

    func end() { hasEnded.store(true, ordering: .relaxed) }
}
