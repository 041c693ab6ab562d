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
    let state: StateKeeper
    let figures: FigureKeeper
    let counters: LookCounters
    let standing: CameraStanding
    let logger: Logger

    func run() async throws {
        loop.start()
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await reportStates() }
                group.addTask { await lookAtFrames() }
            }
        } onGracefulShutdown: {
            loop.stop()
        }
    }

    private func reportStates() async {
        for await status in loop.states { standing.update(status) }
    }

    private func lookAtFrames() async {
        var last: ContinuousClock.Instant?
        for await frame in loop.frames {
            if let last, frame.monotonic - last < .seconds(camera.intervalSeconds) { continue }
            last = frame.monotonic
            do {
                let result = try await look.look(at: frame)
                publish(result, of: frame)
                await figures.add(result.zones, at: frame.wallSeconds)
                await state.keep(look.snapshot, of: camera.id, at: frame.wallSeconds)
            } catch let error as ImagingError {
                counters.count(.brokenFrame)
                logger.warning("frame skipped", metadata: ["camera": "\(camera.id)", "cause": "\(error)"])
            } catch {
                counters.count(.failedLook)
                logger.error("look failed", metadata: ["camera": "\(camera.id)", "cause": "\(error)"])
            }
        }
    }

    private func publish(_ result: LookResult, of frame: Frame) {
        counters.count(result.hasLooked ? .look : .rest)
        standing.update(result.view)
        counters.count(products: result.products)
        for event in result.events {
            messenger.publish(event: event)
            guard event.change != .updated else { continue }
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
        for zone in result.zones {
            messenger.publish(
                zoneState: ZoneReport(zone: zone.zone, figures: zone.figures, lastSeen: frame.wallSeconds))
        }
    }
}
