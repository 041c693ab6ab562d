internal import Logging
internal import Records
internal import Retail
internal import ServiceLifecycle

/// Keeps what is over, for who asks later.
///
/// What was told is on its way without it: what goes wrong here is logged, and stops nothing.
struct ArchiveService: Service {
    /// `nil`: nothing is kept.
    let archive: DeviationArchive?
    /// From before anything was decided in this run.
    let news: AsyncStream<Showcase.News>
    let health: HealthBoard
    let logger: Logger

    func run() async throws {
        guard let archive else { return }
        for await news in news.cancelOnGracefulShutdown() {
            guard case .deviation(let event, let camera) = news, event.change == .closed else { continue }
            do {
                try await archive.add([
                    DeviationArchive.Closed(deviation: event.deviation, camera: camera, closed: event.time)
                ])
                health.clear(.disk, name: "archive")
            } catch {
                logger.error("a closed deviation is not kept", metadata: ["cause": "\(error)"])
                health.report(.disk, name: "archive", "closed deviations can't be written: \(error)")
            }
        }
    }
}
