internal import Foundation
internal import Logging
internal import ServiceLifecycle

/// Watches what the appliance needs of its machine: room on the disk, and a clock that is right.
///
/// Its round also shows that the shared threads get their turns.
struct Surroundings: Service {
    /// The folders that are written to.
    let folders: [String]
    let health: HealthBoard
    let board: ProgressBoard
    let logger: Logger

    private static let stage = "tasks"
    private static let limit = Duration.seconds(60)
    private static let pause = Duration.seconds(2)
    /// Below so many bytes a disk counts as full: SQLite needs room to tidy up.
    private static let leastFree = 20_000_000

    func run() async throws {
        defer { board.leave(Self.stage) }
        // Cancellation is the sign to stop, not a failure.
        try? await cancelWhenGracefulShutdown {
            var clock = ClockWatch()
            while true {
                board.enter(Self.stage, limit: Self.limit)
                for folder in folders { checkRoom(in: folder) }
                check(&clock)
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    private func checkRoom(in folder: String) {
        let name = "room in \(folder)"
        guard let free = DiskRoom.freeBytes(at: folder) else {
            return health.report(.disk, name: name, "\(folder) can't be read: check that its disk is there")
        }
        guard free >= Self.leastFree else {
            return health.report(
                .disk, name: name, "only \(free / 1_000_000) MB are free in \(folder): make room on this disk"
            )
        }
        health.clear(.disk, name: name)
    }

    private func check(_ clock: inout ClockWatch) {
        let wall = Date().timeIntervalSince1970
        let steady = ProcessInfo.processInfo.systemUptime
        let jump = clock.jump(wall: wall, steady: steady)
        if let jump {
            logger.warning("the clock was set", metadata: ["by_seconds": "\(Int(jump))"])
        }
        if let reason = clock.problem {
            health.report(.clock, reason)
        } else {
            health.clear(.clock)
        }
    }
}
