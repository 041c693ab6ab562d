internal import Capture
internal import Foundation
internal import Messaging
internal import ServiceLifecycle

/// Publishes how the appliance is, and tells the service manager, every ten seconds.
struct HealthService: Service {
    let messenger: Messenger
    let stages: StageTimes
    let counters: LookCounters
    let loops: [CameraLoop]
    let health: HealthBoard
    private let start = ContinuousClock.now

    init(
        messenger: Messenger, stages: StageTimes, counters: LookCounters, loops: [CameraLoop],
        health: HealthBoard
    ) {
        self.health = health
        self.messenger = messenger
        self.stages = stages
        self.counters = counters
        self.loops = loops
    }

    func run() async throws {
        // Cancellation is the sign to stop, not a failure.
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(10))
                publish()
            }
        }
        publish()
    }

    private func publish() {
        ServiceManager.status(health.summary)
        let capture = loops.map(\.counters)
        let looks = counters.current
        messenger.publish(
            health: HealthReport(
                time: Date().timeIntervalSince1970, uptime: ContinuousClock.now - start,
                memoryBytes: ProcessMemory.residentBytes(),
                stages: stages.take().mapValues { HealthReport.Stage(mean: $0.mean, longest: $0.longest) },
                drops: [
                    "frames_slow": capture.map(\.droppedBecauseSlow).reduce(0, +),
                    "frames_corrupt": capture.map(\.corrupt).reduce(0, +),
                    "frames_lost_by_driver": capture.map(\.lostByDriver).reduce(0, +),
                    "frames_at_rest": looks.rests, "frames_broken": looks.brokenFrames,
                    "looks_failed": looks.failedLooks,
                ],
                products: ["known": looks.productsKnown, "looked_at": looks.productsLookedAt]))
    }
}
