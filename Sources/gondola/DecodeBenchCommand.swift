internal import ArgumentParser
internal import Capture
internal import Foundation
internal import Gate
internal import Imaging
internal import Retail

/// The subcommand `gondola decode-bench`.
struct DecodeBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode-bench",
        abstract: "Time the way from a camera's JPEGs to pixels and to the gate's judgement, on one thread.",
        discussion: """
            Prints the least and the median milliseconds of processor time a frame, from asking for the frame on: `full` decodes \
            all pixels, `detector` half of each side, `crops` a ninth of the picture at full size, `gate_decode` the gate's \
            small picture, `gate` that and its judgement of 120 slots. scripts/bench-capture compares it with OpenCV.

            With --soak capture and gate run over so many frames instead, the source is opened anew a hundred times, and memory and \
            open files are printed at each tenth.
            """)

    @Argument(help: "A folder of JPEGs or an .mjpeg file.")
    var pictures: String

    @Option(help: "How many frames to time.")
    var frames = 60

    @Option(help: "Run over so many frames without a pause; 17280 are a day with one every five seconds.")
    var soak: Int?

    func validate() throws {
        guard (1...100_000).contains(frames) else {
            throw ValidationError("--frames \(frames): expected a whole number from 1 to 100000")
        }
        if let soak, soak < 100 { throw ValidationError("--soak \(soak): expected at least 100") }
    }

    func run() throws {
        do {
            if let soak { try endure(soak) } else { try time() }
        } catch {
            throw Failure.exit(error)
        }
    }

    /// Each frame is worked on in every way before the next one comes, so that what else the machine does meets all of them.
    private func time() throws {
        var source = try ReplaySource(path: pictures, name: "bench", framesPerSecond: 1e6, isLooping: true)
        var gate = GateRun()
        let ways: [(name: String, work: (FramePixels) throws -> Void)] = [
            ("full", { _ = try $0.whole(shrunk: .full) }), ("detector", { _ = try $0.whole(shrunk: .half) }),
            ("crops", { _ = try $0.parts(under: [Self.middle(of: $0.size)]) }),
            ("gate_decode", { _ = try $0.colours(shrunk: GateScale.scale(for: $0.size)) }),
            ("gate", { try gate.judge($0) }),
        ]
        var times = [[Double]](repeating: [], count: ways.count)
        // The first two warm up.
        for index in 0..<frames + 2 {
            let start = Self.spent()
            guard let frame = try source.next() else { break }
            let pixels = try FramePixels(frame)
            let taken = Self.spent() - start
            for (way, (_, work)) in ways.enumerated() {
                let begin = Self.spent()
                try work(pixels)
                if index >= 2 { times[way].append((Self.spent() - begin + taken) * 1000) }
            }
        }
        for (way, found) in zip(ways, times) {
            let sorted = found.sorted()
            guard let least = sorted.first else { continue }
            print("\(way.name) \(least.threeDecimals) \(sorted[sorted.count / 2].threeDecimals)")
        }
    }

    private func endure(_ frames: Int) throws {
        let context = CameraContext()
        var gate = GateRun()
        var count = 0
        var failure: (any Error)?
        let runner = CameraRunner(
            camera: "soak", context: context,
            pauses: CameraRunner.Pauses(first: .milliseconds(1), longest: .milliseconds(1))
        ) { context in
            BreakingSource(
                source: try ReplaySource(
                    path: pictures, name: "soak", framesPerSecond: 1e6, context: context),
                left: max(1, frames / 100))
        }
        runner.run { frame in
            do {
                try gate.judge(try FramePixels(frame))
            } catch {
                failure = error
                return false
            }
            count += 1
            if count % (frames / 10) == 0 {
                print("\(count) frames: \(Self.residentKiB()) KiB resident, \(Self.openFiles()) open files")
            }
            return count < frames
        } report: { _ in
        }
        if let failure { throw failure }
        print("opened \(context.counters.opened) times, looked \(gate.looks) times")
    }

    /// Seconds of processor time that this thread has had.
    private static func spent() -> Double {
        var time = timespec()
        // Safe: the call fills the local value.
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func residentKiB() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    private static func openFiles() -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).count
    }

    /// A ninth of the picture.
    private static func middle(of size: PixelSize) -> PixelRect {
        let (width, height) = (Double(size.width) / 3, Double(size.height) / 3)
        return PixelRect(x: width, y: height, width: width, height: height)
    }
}

/// The gate before a shelf of 120 slots, a frame a second.
private struct GateRun {
    private(set) var looks = 0
    private var gate = CameraGate(ChangeGate.Settings(looks: 3, lookAgainSeconds: 1e9))
    private var time = 0.0

    mutating func judge(_ pixels: FramePixels) throws {
        let small = GatePicture(try pixels.colours(shrunk: GateScale.scale(for: pixels.size)))
        time += 1
        let judgement = gate.judge(
            small, areas: Self.shelf(in: small.light), digest: pixels.digest, at: time)
        if case .look = judgement.verdict { looks += 1 }
    }

    /// As many slots as a full bay has.
    private static func shelf(in picture: GrayImage) -> [PixelRect] {
        let (width, height) = (Double(picture.width) / 20, Double(picture.height) / 6)
        return (0..<120).map {
            PixelRect(x: Double($0 % 20) * width, y: Double($0 / 20) * height, width: width, height: height)
        }
    }
}

/// A source that breaks after some frames, as cameras do.
private struct BreakingSource: FrameSource {
    var source: ReplaySource
    var left: Int

    mutating func next() throws(FrameSourceError) -> Frame? {
        guard left > 0 else { throw .lost(name: "soak", reason: "broken on purpose") }
        left -= 1
        return try source.next()
    }
}
