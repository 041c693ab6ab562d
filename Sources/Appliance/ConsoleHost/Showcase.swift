internal import Imaging
internal import Messaging
internal import Retail
internal import Synchronization

/// What the running appliance has to show, kept for who asks and told to who listens.
///
/// It costs the pipeline a lock and no more: what is shown is made by who asks.
final class Showcase: Sendable {
    /// Something that has changed.
    enum News: Sendable {
        case camera(String)
        /// Seconds since 1970 (UTC).
        case picture(camera: String, time: Double)
        case zone(camera: String, ZoneLook, time: Double)
        case deviation(DeviationEvent, camera: String)
        case settings
        case health
        /// Some were left out, because they were not taken in time.
        case missed
    }

    /// How a camera is.
    struct Standing: Sendable {
        let report: CameraReport
        let isFine: Bool
        let hint: String
    }

    /// A camera's newest frame is told at most once in this time: pages need no film.
    private static let spacing = Duration.seconds(1)
    /// A listener that has not taken so many is told that it missed some.
    private static let longestQueue = 200

    private struct State {
        var frames: [String: Frame] = [:]
        var told: [String: ContinuousClock.Instant] = [:]
        var standings: [String: Standing] = [:]
        var zones: [String: (look: ZoneLook, time: Double)] = [:]
        var listeners: [Int: AsyncStream<News>.Continuation] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// What a run before has shown no longer counts.
    func clear() {
        state.withLock { state in
            (state.frames, state.standings, state.zones) = ([:], [:], [:])
        }
    }

    func frame(of camera: String) -> Frame? { state.withLock { $0.frames[camera] } }

    func standing(of camera: String) -> Standing? { state.withLock { $0.standings[camera] } }

    /// The last look at a zone, and its time in seconds since 1970 (UTC).
    func zone(_ id: String) -> (look: ZoneLook, time: Double)? { state.withLock { $0.zones[id] } }

    func show(_ frame: Frame) {
        let isNews = state.withLock { state in
            state.frames[frame.camera] = frame
            let last = state.told[frame.camera]
            guard last.map({ frame.monotonic - $0 >= Self.spacing }) ?? true else { return false }
            state.told[frame.camera] = frame.monotonic
            return true
        }
        if isNews { tell(.picture(camera: frame.camera, time: frame.wallSeconds)) }
    }

    func show(_ standing: Standing) {
        state.withLock { $0.standings[standing.report.camera] = standing }
        tell(.camera(standing.report.camera))
    }

    func show(_ looks: [ZoneLook], of camera: String, at time: Double) {
        state.withLock { state in
            for look in looks { state.zones[look.zone] = (look, time) }
        }
        for look in looks { tell(.zone(camera: camera, look, time: time)) }
    }

    /// Tells every listener.
    func tell(_ news: News) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners {
            // Of those that are not taken the last one says so.
            if case .dropped = listener.yield(news) { listener.yield(.missed) }
        }
    }

    /// What changes from now on, until the listener lets go of it.
    func listen() -> AsyncStream<News> {
        let (stream, continuation) = AsyncStream<News>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.longestQueue))
        let number = state.withLock { state in
            state.count += 1
            state.listeners[state.count] = continuation
            return state.count
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }
}
