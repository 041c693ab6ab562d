import Capture
import Foundation
import Imaging
import Synchronization
import TestSupport
import Testing

/// Plays a list of steps, as a camera might behave.
struct ScriptedSource: FrameSource {
    enum Step: Sendable {
        case frame
        case lost
        case stalled
        case damaged
        case formatLost
        case noSignal
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
        case .damaged: throw .damaged(name: "x", seconds: 5)
        case .formatLost: throw .formatLost(name: "x", reason: "another size")
        case .noSignal: throw .noSignal(name: "x")
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

    @Test(arguments: [
        (ScriptedSource.Step.formatLost, CameraState.formatLost), (.noSignal, .noSignal), (.lost, .lost),
    ])
    func `what ends a stream has its name, and the camera is opened again`(
        step: ScriptedSource.Step, state: CameraState
    ) {
        let context = CameraContext()
        let (states, _) = run([.success([.frame, step]), .success([.frame])], context: context)
        #expect(states == [.starting, .streaming, state, .streaming, .ended])
        #expect(context.counters.opened == 2)
    }

    @Test func `frames that are all damaged are named, and after a while the camera is opened again`() {
        let context = CameraContext()
        let script: [Result<[ScriptedSource.Step], CaptureError>] = [
            .success([.damaged, .frame, .damaged, .damaged]), .success([.frame]),
        ]
        let (states, _) = run(script, context: context)
        #expect(states == [.starting, .badFrames, .streaming, .badFrames, .streaming, .ended])
        #expect(context.counters.opened == 2)
    }

    /// Makes a file, which stands for a device's node.
    private func plugIn(_ path: String) {
        let isMade = FileManager.default.createFile(atPath: path, contents: nil)
        #expect(isMade)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a device that comes back ends the pause before the next attempt`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("video0")
        let script = Script([.failure(.noDevice(path: path)), .success([.frame])])
        let hour = CameraRunner.Pauses(first: .seconds(3600), longest: .seconds(3600))
        let runner = CameraRunner(
            camera: "x", context: CameraContext(), pauses: hour, presence: { CameraAddress(path).presence }
        ) { try script.open($0) }
        var states: [CameraState] = []
        runner.run { _ in
            true
        } report: { status in
            states.append(status.state)
            if status.state == .noDevice { plugIn(path) }
        }
        #expect(states == [.starting, .noDevice, .streaming, .ended])
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

    @Test(.timeLimit(.minutes(1)))
    func `a thread that is stuck is replaced once the device is back, and its late frame is not delivered`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path("video0")
        plugIn(path)
        let release = DispatchSemaphore(value: 0)
        let attempts = Mutex(0)
        let loop = CameraLoop(
            camera: "x", pauses: Self.pauses, hangingAfter: .milliseconds(300),
            presence: { CameraAddress(path).presence }
        ) { context in
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            if attempt == 1 { return StuckSource(release: release) }
            return ScriptedSource(steps: [.frame, .frame, .silence], context: context, sequence: 100)
        }
        loop.start()
        var states: [CameraState] = []
        for await status in loop.states {
            states.append(status.state)
            if status.state == .hanging { try FileManager.default.removeItem(atPath: path) }
            if states == [.starting, .hanging] {
                try await Task.sleep(for: .milliseconds(600))
                #expect(attempts.withLock { $0 } == 1)
                plugIn(path)
            }
            if status.state == .streaming { break }
        }
        #expect(states == [.starting, .hanging, .starting, .streaming])
        release.signal()
        try await Task.sleep(for: .milliseconds(100))
        loop.stop()
        var sequences: [UInt64] = []
        for await frame in loop.frames { sequences.append(frame.sequence) }
        #expect(sequences == [102])
        #expect(attempts.withLock { $0 } == 2)
    }

    @Test(.timeLimit(.minutes(1)))
    func `no third thread is started while one is stuck and its successor is too`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("video0")
        plugIn(path)
        let release = DispatchSemaphore(value: 0)
        let attempts = Mutex(0)
        let loop = CameraLoop(
            camera: "x", pauses: Self.pauses, hangingAfter: .milliseconds(200),
            presence: { CameraAddress(path).presence }
        ) { _ in
            attempts.withLock { $0 += 1 }
            return StuckSource(release: release)
        }
        loop.start()
        var hangs = 0
        for await status in loop.states where status.state == .hanging {
            hangs += 1
            try FileManager.default.removeItem(atPath: path)
            // Another file in its place holds the number, so that the next one is another device for sure.
            plugIn(folder.path("other\(hangs)"))
            plugIn(path)
            if hangs == 2 { break }
        }
        try await Task.sleep(for: .milliseconds(800))
        #expect(attempts.withLock { $0 } == 2)
        loop.stop()
        for await _ in loop.states {}
        for _ in 0..<2 { release.signal() }
    }

    @Test(.timeLimit(.minutes(1)))
    func `eight cameras in one process keep their own rates`() async throws {
        let folder = try TemporaryFolder()
        try Data(PictureBytes.whole(id: 1)).write(to: folder.url("picture.jpg"))
        let rates = [2.0, 4, 6, 8, 10, 20, 30, 40]
        let counts = await withTaskGroup { group in
            for rate in rates {
                group.addTask {
                    let loop = CameraLoop(camera: "\(rate)") { context in
                        try ReplaySource(
                            path: folder.path("picture.jpg"), name: "\(rate)", framesPerSecond: rate,
                            context: context)
                    }
                    loop.start()
                    let start = ContinuousClock.now
                    var times: [Duration] = []
                    for await frame in loop.frames {
                        times.append(start.duration(to: frame.monotonic))
                        if times.count >= 3, frame.monotonic - start > .seconds(1.5) { break }
                    }
                    return (rate, times)
                }
            }
            var all: [Double: [Duration]] = [:]
            for await (rate, times) in group { all[rate] = times }
            return all
        }
        for rate in rates {
            let times = try #require(counts[rate])
            #expect(times.count >= 3, "\(rate) frames/s")
            // Never faster than asked; how much slower is the machine's affair.
            let most = (times.last ?? .zero).seconds * rate + 2
            #expect(Double(times.count) <= most, "\(rate) frames/s")
        }
    }
}
