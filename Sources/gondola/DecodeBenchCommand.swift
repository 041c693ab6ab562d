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
        abstract: "Time the way from a camera's JPEGs to pixels, on one thread.",
        discussion: "scripts/bench-capture compares it with OpenCV.")

    @Argument(help: "A folder of JPEGs or an .mjpeg file.")
    var pictures: String

    @Option(help: "How many frames to time of each kind.")
    var frames = 60

    func validate() throws {
        guard (1...100_000).contains(frames) else {
            throw ValidationError("--frames \(frames): expected a whole number from 1 to 100000")
        }
    }

    func run() throws {
        do {
            try report("full", frames: frames) { _ = try $0.whole(shrunk: .full) }
            try report("detector", frames: frames) { _ = try $0.whole(shrunk: .half) }
            try report("crops", frames: frames) { _ = try $0.parts(under: [Self.middle(of: $0.size)]) }
            try report("gate_decode", frames: frames) {
                _ = try $0.gray(shrunk: GateScale.scale(for: $0.size))
            }
            var gate = CameraGate(ChangeGate.Settings(looks: 3, lookAgainSeconds: 1e9))
            var time = 0.0
            try report("gate", frames: frames) { pixels in
                let small = try pixels.gray(shrunk: GateScale.scale(for: pixels.size))
                time += 1
                _ = gate.judge(small, areas: Self.shelf(in: small), digest: pixels.digest, at: time)
            }
        } catch {
            throw Failure.exit(error)
        }
    }

    /// Prints the least and the median time of taking a frame and working on it.
    private func report(_ name: String, frames: Int, _ work: (FramePixels) throws -> Void) throws {
        var source = try ReplaySource(path: pictures, name: "bench", framesPerSecond: 1e6, isLooping: true)
        var times: [Double] = []
        while times.count < frames + 2 {
            let start = ContinuousClock.now
            guard let frame = try source.next() else { break }
            try work(try FramePixels(frame))
            times.append(start.duration(to: .now) / .milliseconds(1))
        }
        // The first two warm up.
        let sorted = times.dropFirst(2).sorted()
        guard let least = sorted.first else { return }
        print("\(name) \(least.threeDecimals) \(sorted[sorted.count / 2].threeDecimals)")
    }

    /// A ninth of the picture.
    private static func middle(of size: PixelSize) -> PixelRect {
        let (width, height) = (Double(size.width) / 3, Double(size.height) / 3)
        return PixelRect(x: width, y: height, width: width, height: height)
    }

    /// As many slots as a full bay has.
    private static func shelf(in picture: GrayImage) -> [PixelRect] {
        let (width, height) = (Double(picture.width) / 20, Double(picture.height) / 6)
        return (0..<120).map {
            PixelRect(x: Double($0 % 20) * width, y: Double($0 / 20) * height, width: width, height: height)
        }
    }
}
