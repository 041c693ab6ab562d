internal import Capture
internal import Imaging
internal import Logging
internal import Messaging
internal import Retail
internal import ServiceLifecycle

/// Watches one camera until the appliance shuts down: takes its newest frame, looks, publishes.
struct CameraService: Service {
    let camera: CameraSettings
    let loop: CameraLoop
    let look: CameraLook
    let messenger: Messenger
    let figures: FigureKeeper
    let counters: LookCounters
    let recording: RecordingKeeper
    let showcase: Showcase
    let standing: CameraStanding
    let health: HealthBoard
    let board: ProgressBoard
    let readiness: Readiness
    let logger: Logger

    /// A driver that hangs so long may be helped by a new start; it is told in messages long before.
    private static let captureLimit = Duration.seconds(180)
    /// The largest picture, full of products that nobody has seen yet, on the slowest machine.
    private static let lookLimit = Duration.seconds(300)

    func run() async throws {
        loop.start()
        readiness.started("camera \(camera.id)")
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await reportStates() }
                group.addTask { await lookAtFrames() }
                group.addTask { await watchCapture() }
            }
        } onGracefulShutdown: {
            loop.stop()
        }
    }

    private func reportStates() async {
        for await status in loop.states {
            standing.update(status)
            await recording.note(status)
        }
    }

    /// Until the streams end: marks the progress of the camera's own thread.
    private func watchCapture() async {
        let stage = "capture \(camera.id)"
        defer { board.leave(stage) }
        // Cancellation is the sign to stop, not a failure.
        try? await cancelWhenGracefulShutdown {
            while true {
                if loop.silence < .seconds(3) { board.enter(stage, limit: Self.captureLimit) }
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func lookAtFrames() async {
        let stage = "look \(camera.id)"
        var last: ContinuousClock.Instant?
        for await frame in loop.frames {
            showcase.show(frame)
            if let last, frame.monotonic - last < .seconds(camera.intervalSeconds) { continue }
            last = frame.monotonic
            await recording.add(frame)
            board.enter(stage, limit: Self.lookLimit)
            defer { board.leave(stage) }
            do {
                let result = try await look.look(at: frame)
                health.clear(.model, name: camera.id)
                report(result, of: frame)
                await figures.add(result.zones, at: frame.wallSeconds)
            } catch let error as ImagingError {
                counters.count(.brokenFrame)
                standing.update(broken: "\(error)")
                logger.warning("frame skipped", metadata: ["camera": "\(camera.id)", "cause": "\(error)"])
            } catch {
                counters.count(.failedLook)
                logger.error("look failed", metadata: ["camera": "\(camera.id)", "cause": "\(error)"])
                health.report(.model, name: camera.id, "looking failed: \(error)")
            }
        }
    }

    /// Logs what was decided, which is on its way already, and publishes the zones' figures.
    private func report(_ result: LookResult, of frame: Frame) {
        counters.count(result.hasLooked ? .look : .rest)
        standing.update(result.view)
        counters.count(products: result.products)
        for event in result.events where event.change != .updated {
            let finding = event.deviation.finding
            logger.info(
                "deviation",
                metadata: [
                    "change": "\(event.change.rawValue)", "kind": "\(finding.kind.rawValue)",
                    "zone": "\(finding.place.zone)", "position": "\(finding.place.position)",
                ])
        }
        for (zone, share) in result.followed {
            let percent = (share * 1000).rounded() / 10
            logger.notice(
                "camera was nudged, zone follows it",
                metadata: [
                    "zone": "\(zone)", "moved": "\(percent) % of the picture's width",
                    "hint": "gondola zone propose writes the new points into the settings",
                ])
        }
        showcase.show(result.zones, of: camera.id, at: frame.wallSeconds)
        for zone in result.zones {
            messenger.publish(
                zoneState: ZoneReport(
                    zone: zone.zone, figures: zone.figures, lastSeen: frame.wallSeconds,
                    followedShare: zone.followedShare))
        }
    }
}
