import Appliance
import Console
import Foundation
import Synchronization
import TestSupport
import Testing

struct ProgressBoardTests {
    private let start = SuspendingClock.now

    @Test("a stage at work within its time, and one that waits, stand well")
    func progress() {
        let board = ProgressBoard()
        board.enter("look a", limit: .seconds(10), at: start)
        board.enter("look b", limit: .seconds(10), at: start)
        board.leave("look b")
        #expect(board.standstills(at: start + .seconds(10)).isEmpty)
    }

    @Test("a stage beyond its time is named, until it goes on")
    func standstill() {
        let board = ProgressBoard()
        board.enter("look a", limit: .seconds(10), at: start)
        board.enter("delivery", limit: .seconds(60), at: start)
        let standing = board.standstills(at: start + .seconds(12))
        #expect(standing.map(\.stage) == ["look a"])
        #expect(standing.map(\.seconds) == [12])
        board.enter("look a", limit: .seconds(10), at: start + .seconds(13))
        #expect(board.standstills(at: start + .seconds(14)).isEmpty)
    }
}

struct HealthBoardTests {
    @Test("a part is bad from its first report until it is cleared, whatever its reasons are")
    func life() {
        let time = Mutex(0.0)
        let board = HealthBoard(clock: { time.withLock { $0 } })
        #expect(board.verdict.isFine)
        board.report(.camera, name: "a", "no device")
        time.withLock { $0 = 60 }
        board.report(.camera, name: "a", "busy")
        board.report(.broker, "refused")
        let problems = board.verdict.problems
        #expect(problems.map(\.part) == ["broker", "camera"])
        #expect(problems.map(\.reason) == ["refused", "busy"])
        #expect(problems.map(\.since) == ["1970-01-01T00:01:00Z", "1970-01-01T00:00:00Z"])
        board.clear(.camera, name: "a")
        board.clear(.broker)
        #expect(board.verdict.isFine)
    }

    @Test("one camera's recovery does not hide another's trouble")
    func names() {
        let board = HealthBoard()
        board.report(.camera, name: "a", "no device")
        board.report(.camera, name: "b", "no device")
        board.clear(.camera, name: "a")
        #expect(board.verdict.problems.map(\.name) == ["b"])
    }
}

struct RepeatFilterTests {
    @Test("a lasting trouble is told once, and again every ten minutes with how often it came")
    func repeats() {
        var filter = RepeatFilter()
        let answers = [0.0, 1, 599, 600, 601, 1300].map { filter.admit("no broker", at: $0) }
        #expect(answers == [0, nil, nil, 2, nil, 1])
    }

    @Test("different troubles are all told, however many there are")
    func different() {
        var filter = RepeatFilter()
        let answers = (0..<1000).map { filter.admit("trouble \($0)", at: 1) }
        #expect(answers.allSatisfy { $0 == 0 })
    }
}

struct LogLineTests {
    @Test("values with spaces, quotes or nothing in them are quoted")
    func quoting() {
        #expect(
            LogLine.text("camera state", ["camera": "a", "cause": "no \"device\" \\", "hint": ""])
                == "camera state camera=a cause=\"no \\\"device\\\" \\\\\" hint=\"\"")
    }

    @Test("nothing from outside can begin a line of its own, or speak to a terminal")
    func control() {
        let line = LogLine.text("a\nb", ["cause": "x\n<0>forged\u{1b}[2J", "key": "a=b"])
        #expect(line == "a b cause=\"x <0>forged [2J\" key=\"a=b\"")
    }
}

struct ClockWatchTests {
    private let now = 1_800_000_000.0

    @Test("a clock that runs, and small corrections, are no trouble")
    func steady() {
        var watch = ClockWatch()
        let jumps = [0.0, 2, 4, 6].map { watch.jump(wall: now + $0 * 1.001, steady: $0) }
        #expect(jumps.allSatisfy { $0 == nil })
        #expect(watch.problem == nil)
    }

    @Test("a jump by hours, either way, is told for two minutes and then forgotten", arguments: [-3.0, 5.0])
    func jump(hours: Double) throws {
        var watch = ClockWatch()
        _ = watch.jump(wall: now, steady: 0)
        let jump = watch.jump(wall: now + hours * 3600 + 2, steady: 2)
        #expect(jump == hours * 3600)
        let problem = try #require(watch.problem)
        #expect(problem.contains(hours < 0 ? "back by 3.0 h" : "forward by 5.0 h"))
        _ = watch.jump(wall: now + hours * 3600 + 123, steady: 123)
        #expect(watch.problem == nil)
    }

    @Test("a clock that was never set is told, and the jump to the right time ends that")
    func neverSet() throws {
        var watch = ClockWatch()
        _ = watch.jump(wall: 3600, steady: 0)
        #expect(watch.problem?.contains("not set") == true)
        _ = watch.jump(wall: now, steady: 2)
        #expect(watch.problem?.contains("forward") == true)
    }
}

struct TemperaturesTests {
    @Test("sensors that answer are read, others are left out")
    func sensors() throws {
        let folder = try TemporaryFolder()
        let files = [
            "thermal_zone0/type": "cpu-thermal\n", "thermal_zone0/temp": "48312\n",
            "thermal_zone1/type": "broken\n", "thermal_zone1/temp": "no number\n",
            "cooling_device0/type": "x\n",
        ]
        for (name, text) in files {
            let file = folder.url(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let readings = Temperatures.read(folder: folder.root.path)
        #expect(readings.map(\.zone) == ["thermal_zone0"])
        #expect(readings.map(\.kind) == ["cpu-thermal"])
        #expect(readings.map(\.celsius) == [48.312])
        #expect(Temperatures.read(folder: folder.path("absent")).isEmpty)
    }
}
