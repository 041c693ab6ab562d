import Capture
import Foundation
import Imaging
import Synchronization
import Testing

/// Plays a list of steps, as a camera might behave.
struct ScriptedSource: FrameSource {
    enum Step: Sendable {
        case frame
        case lost
        case stalled
        /// No frame until a stop is requested.
        case silence
    }

    var steps: [Step]
    let context: CameraContext
    var sequence: UInt64 = 0

    mutating func next() throws(FrameSourceError) -> Frame? {
        guard !steps.isEmpty else { return nil }
        switch steps.removeFirst() {
        case .frame:
            sequence += 1
            return Frame(
                camera: "x", sequence: sequence, monotonic: .now, wallSeconds: 0, payload: .jpeg([]))
        case .lost: throw .lost(name: "x", reason: "gone")
        case .stalled: throw .stalled(name: "x", seconds: 5)
        case .silence:
            _ = context.sleep(until: .now.advanced(by: .seconds(3600)))
            return nil
        }
    }
}

/// What each attempt to open the camera meets.
final class Script: Sendable {
    private let attempts: Mutex<[Result<[ScriptedSource.Step], CaptureError>]>

    init(_ attempts: [Result<[ScriptedSource.Step], CaptureError>]) { self.attempts = Mutex(attempts) }

    func open(_ context: CameraContext) throws -> any FrameSource {
        let attempt = attempts.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        return ScriptedSource(steps: try (attempt ?? .success([.silence])).get(), context: context)
    }
}

struct CameraLoopTests {
    static let pauses = CameraRunner.Pauses(first: .milliseconds(10), longest: .milliseconds(20))

    /// Runs the script to its end on this thread.
    ///
    /// Returns the states and the number of frames.
    func run(
        _ attempts: [Result<[ScriptedSource.Step], CaptureError>], context: CameraContext = CameraContext()
    ) -> (states: [CameraState], frames: Int) {
        let script = Script(attempts)
        let runner = CameraRunner(camera: "x", context: context, pauses: Self.pauses) { try script.open($0) }
        var states: [CameraState] = []
        var frames = 0
        runner.run { _ in
            frames += 1
            return true
        } report: {
            states.append($0.state)
        }
        return (states, frames)
    }

    @Test func `a lost camera is opened again`() {
        let context = CameraContext()
        let (states, frames) = run(
            [.success([.frame, .lost]), .success([.frame, .frame])], context: context)
        #expect(states == [.starting, .streaming, .lost, .streaming, .ended])
        #expect(frames == 3)
        #expect(context.counters.opened == 2)
    }

    @Test func `a camera that is away is waited for, and said so once`() {
        let away = Result<[ScriptedSource.Step], CaptureError>.failure(.noDevice(path: "/dev/video0"))
        let (states, frames) = run([away, away, away, .success([.frame])])
        #expect(states == [.starting, .noDevice, .streaming, .ended])
        #expect(frames == 1)
    }

    @Test func `each cause has its own state`() {
        let causes: [(CaptureError, CameraState)] = [
            (.busy(path: "p"), .busy), (.permission(path: "p"), .permission),
            (.noBandwidth(path: "p"), .noBandwidth),
            (.notACamera(path: "p", reason: "r"), .unusable), (.noFormat(path: "p", offered: []), .unusable),
            (.refused(request: "VIDIOC_STREAMON", path: "p", errno: 5), .lost),
        ]
        let (states, _) = run(causes.map { .failure($0.0) } + [.success([])])
        #expect(states == [.starting] + causes.map(\.1) + [.ended])
    }

    @Test func `a short silence does not cost the stream`() {
        let context = CameraContext()
        let (states, _) = run([.success([.frame, .stalled, .frame])], context: context)
        #expect(states == [.starting, .streaming, .stalled, .streaming, .ended])
        #expect(context.counters.opened == 1)
    }

    @Test func `a long silence opens the camera again`() {
        let context = CameraContext()
        let (states, _) = run([.success([.stalled, .stalled]), .success([.frame])], context: context)
        #expect(states == [.starting, .stalled, .streaming, .ended])
        #expect(context.counters.opened == 2)
    }

    @Test func `the pauses grow up to their bound and no further`() {
        let away = Result<[ScriptedSource.Step], CaptureError>.failure(.noDevice(path: "p"))
        let start = ContinuousClock.now
        _ = run([Result<[ScriptedSource.Step], CaptureError>](repeating: away, count: 14) + [.success([])])
        // 10 ms and 13 times 20 ms; without the bound 163 s.
        #expect(start.duration(to: .now) >= .milliseconds(270))
        #expect(start.duration(to: .now) < .seconds(60))
    }

    @Test func `a slow reader gets the newest frame, and the others are counted`() async throws {
        let script = Script([.success([.frame, .frame, .frame, .frame, .frame])])
        let loop = CameraLoop(camera: "x", pauses: Self.pauses) { try script.open($0) }
        loop.start()
        for await _ in loop.states {}  // the reader comes only when all frames have been there
        var sequences: [UInt64] = []
        for await frame in loop.frames { sequences.append(frame.sequence) }
        #expect(sequences == [5])
        #expect(loop.counters.delivered == 5)
        #expect(loop.counters.droppedBecauseSlow == 4)
    }

    @Test(arguments: [ScriptedSource.Step.silence, .lost])
    func `a stop waits out neither a silent camera nor an hour's pause between two attempts`(
        _ step: ScriptedSource.Step
    )
        async throws
    {
        let script = Script([.success([.frame, step])])
        let pauses = CameraRunner.Pauses(first: .seconds(3600), longest: .seconds(3600))
        let loop = CameraLoop(camera: "x", pauses: pauses) { try script.open($0) }
        loop.start()
        for await _ in loop.frames { break }
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        loop.stop()
        for await _ in loop.states {}
        #expect(start.duration(to: .now) < .seconds(60))
    }

    @Test func `a status says what, why, what to do and since when`() async throws {
        let script = Script([.failure(.busy(path: "/dev/video7"))])
        let loop = CameraLoop(camera: "aisle", pauses: Self.pauses) { try script.open($0) }
        loop.start()
        let before = Date().timeIntervalSince1970
        for await status in loop.states where status.state == .busy {
            #expect(status.camera == "aisle")
            #expect(status.detail.contains("/dev/video7"))
            #expect(!status.hint.isEmpty)
            #expect(abs(status.sinceWallSeconds - before) < 5)
            break
        }
        loop.stop()
    }

    @Test func `a loop that nobody holds ends by itself`() async throws {
        let script = Script([])
        let states: AsyncStream<CameraStatus>
        do {
            let loop = CameraLoop(camera: "x") { try script.open($0) }
            loop.start()
            states = loop.states
        }
        for await _ in states {}
    }

    /// Never asks whether to stop, as a driver that does not come back.
    struct StuckSource: FrameSource {
        let release: DispatchSemaphore
        var isReleased = false

        mutating func next() throws(FrameSourceError) -> Frame? {
            guard !isReleased else { return nil }
            release.wait()
            isReleased = true
            return Frame(camera: "x", sequence: 1, monotonic: .now, wallSeconds: 0, payload: .jpeg([]))
        }
    }

    @Test func `a driver that does not come back is named, and so is its return`() async throws {
        let release = DispatchSemaphore(value: 0)
        let loop = CameraLoop(camera: "x", pauses: Self.pauses, hangingAfter: .milliseconds(300)) { _ in
            StuckSource(release: release)
        }
        loop.start()
        var states: [CameraState] = []
        for await status in loop.states {
            states.append(status.state)
            if status.state == .hanging {
                #expect(!status.detail.isEmpty && !status.hint.isEmpty)
                release.signal()
            }
        }
        #expect(states.filter { $0 != .starting } == [.hanging, .streaming, .ended])
    }
}
