internal import Dispatch
internal import Logging
internal import Messaging
internal import Recognition
internal import Retail
internal import ServiceLifecycle

/// Takes a new version of the catalogue over while the cameras go on, or says why it does not.
struct CatalogueService: Service {
    let source: CatalogueSource
    /// The version that the appliance has started with.
    let startVersion: FileVersion?
    let looks: [CameraLook]
    let current: CurrentPerception
    let messenger: Messenger
    let health: HealthBoard
    let info: ApplianceInfo
    let logger: Logger

    /// Asking after the file is one system call, and works on every file system.
    private static let period = Duration.seconds(1)

    func run() async throws {
        // Cancellation is the sign to stop, not a failure.
        try? await cancelWhenGracefulShutdown {
            var watch = FileWatch(read: startVersion)
            while true {
                try await Task.sleep(for: Self.period)
                if watch.isDue(FileVersion(path: source.path)) { await renew() }
            }
        }
    }

    private func renew() async {
        let classifier: TreeClassifier
        do {
            classifier = try await load()
        } catch {
            health.report(.catalogue, "the new version is refused, the old one stays: \(error)")
            logger.error("catalogue refused, the old one stays", metadata: ["cause": "\(error)"])
            return
        }
        health.clear(.catalogue)
        let perception = current.perception.naming(by: classifier)
        // Each camera takes it over between two looks.
        for look in looks { await look.adopt(perception) }
        current.replace(by: perception)
        var info = info
        info.catalogue?.entries = perception.catalogue.count
        messenger.publish(info: info)
        logger.info("catalogue taken over", metadata: ["skus": "\(perception.catalogue.count)"])
    }

    /// Reads and checks the file away from the shared thread pool.
    private func load() async throws -> TreeClassifier {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(with: Result { try source.load() })
            }
        }
    }
}
