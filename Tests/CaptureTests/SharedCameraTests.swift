import Capture
import Foundation
import Imaging
import Retail
import Synchronization
import Testing

/// A USB controller that carries so many streams at once, and says ENOSPC to more.
final class NarrowBus: Sendable {
    private struct State {
        var streams = 0
        var most = 0
        var refusals = 0
    }

    private let room: Int
    private let state = Mutex(State())

    init(room: Int) { self.room = room }

    var streams: Int { state.withLock { $0.streams } }
    var refusals: Int { state.withLock { $0.refusals } }
    /// The most streams that there have been at once.
    var most: Int { state.withLock { $0.most } }

    func open(_ camera: String, _ context: CameraContext) throws -> any FrameSource {
        try state.withLock { state in
            guard state.streams < room else {
                state.refusals += 1
                throw CaptureError.noBandwidth(path: camera)
            }
            state.streams += 1
            state.most = max(state.most, state.streams)
        }
        return Stream(camera: camera, bus: self, context: context)
    }

    /// Gives a grey picture every millisecond.
    final class Stream: FrameSource {
        let camera: String
        let bus: NarrowBus
        let context: CameraContext
        var sequence: UInt64 = 0

        init(camera: String, bus: NarrowBus, context: CameraContext) {
            (self.camera, self.bus, self.context) = (camera, bus, context)
        }

        deinit { bus.state.withLock { $0.streams -= 1 } }

        func next() throws(FrameSourceError) -> Frame? {
            guard context.sleep(until: .now.advanced(by: .milliseconds(1))) else { return nil }
            sequence += 1
            let picture = RawPicture(
                layout: .grey, size: PixelSize(width: 8, height: 8), bytesPerLine: 8,
                bytes: [UInt8](repeating: 90, count: 64))
            return Frame(
                camera: camera, sequence: sequence, monotonic: .now, wallSeconds: 0, payload: .raw(picture))
        }
    }
}

struct SharedCameraTests {
    /// Runs a loop for each camera until all have delivered `frames`, and stops them.
    private func run(
        _ cameras: [String], on bus: NarrowBus, turns: CameraTurns, frames: Int
    ) async -> [String: [CameraState]] {
        await withTaskGroup { group in
            for camera in cameras {
                group.addTask {
                    let loop = CameraLoop(
                        camera: camera,
                        pauses: CameraRunner.Pauses(first: .milliseconds(5), longest: .milliseconds(10))
                    ) { context in
                        try SharedCamera(
                            name: camera, group: "bus", turns: turns, period: .milliseconds(10),
                            context: context
                        ) { try bus.open(camera, context) }
                    }
                    loop.start()
                    var count = 0
                    for await _ in loop.frames {
                        count += 1
                        if count == frames { break }
                    }
                    loop.stop()
                    var states: [CameraState] = []
                    for await status in loop.states { states.append(status.state) }
                    return (camera, states)
                }
            }
            var all: [String: [CameraState]] = [:]
            for await (camera, states) in group { all[camera] = states }
            return all
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `cameras of a group that the settings name are open one at a time, and all deliver`() async {
        let (bus, turns) = (NarrowBus(room: 1), CameraTurns())
        turns.share("bus")
        let states = await run(["a", "b", "c"], on: bus, turns: turns, frames: 4)
        #expect(bus.most == 1 && bus.refusals == 0 && bus.streams == 0)
        for states in states.values { #expect(states == [.starting, .streaming]) }
    }

    @Test(.timeLimit(.minutes(1)))
    func `cameras for which the bus has no room begin to take turns by themselves, and say so once`() async {
        let reports = Mutex([String]())
        let bus = NarrowBus(room: 2)
        let turns = CameraTurns { group in reports.withLock { $0.append(group) } }
        let states = await run(["a", "b", "c", "d"], on: bus, turns: turns, frames: 50)
        #expect(states.count == 4 && bus.streams == 0 && bus.refusals > 0)
        #expect(reports.withLock { $0 } == ["bus"])
        for states in states.values { #expect(!states.contains(.noBandwidth)) }
    }

    @Test(.timeLimit(.minutes(1)))
    func `cameras that all find room stream at once`() async {
        let (bus, turns) = (NarrowBus(room: 3), CameraTurns())
        _ = await run(["a", "b", "c"], on: bus, turns: turns, frames: 50)
        #expect(!turns.isShared("bus") && bus.refusals == 0 && bus.streams == 0)
    }

    @Test func `a camera alone that finds no room says that, for turns would not help it`() {
        let (bus, turns) = (NarrowBus(room: 0), CameraTurns())
        let context = CameraContext()
        #expect(throws: CaptureError.noBandwidth(path: "a")) {
            try SharedCamera(name: "a", group: "bus", turns: turns, period: .zero, context: context) {
                try bus.open("a", context)
            }
        }
        #expect(!turns.isShared("bus"))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a camera that keeps its turn for ever does not keep the others waiting`() throws {
        let turns = CameraTurns(longestTurn: .milliseconds(100))
        turns.share("bus")
        let stuck = DispatchSemaphore(value: 0)
        let isIn = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let context = CameraContext()
            _ = try? SharedCamera(name: "a", group: "bus", turns: turns, period: .zero, context: context) {
                isIn.signal()
                stuck.wait()
                throw CaptureError.noDevice(path: "a")
            }
        }
        isIn.wait()
        let (bus, context) = (NarrowBus(room: 1), CameraContext())
        let camera = try SharedCamera(name: "b", group: "bus", turns: turns, period: .zero, context: context)
        {
            try bus.open("b", context)
        }
        let frame = try camera.next()
        #expect(frame?.camera == "b")
        stuck.signal()
    }

    @Test func `a stop ends the wait for a turn`() {
        let turns = CameraTurns()
        turns.share("bus")
        let (first, second) = (CameraContext(), CameraContext())
        second.requestStop()
        #expect(throws: CaptureError.noDevice(path: "a")) {
            try SharedCamera(name: "a", group: "bus", turns: turns, period: .zero, context: first) {
                // While it is the first one's turn.
                let waiting = try SharedCamera(
                    name: "b", group: "bus", turns: turns, period: .zero, context: second
                ) { throw CaptureError.busy(path: "b") }
                let frame = try waiting.next()
                #expect(frame == nil)
                throw CaptureError.noDevice(path: "a")
            }
        }
    }
}
