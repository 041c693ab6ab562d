import Capture
import Foundation
import Imaging
import Retail

/// What `gondola capture` prints and writes as JSON, a flat object.
struct CaptureReport: Encodable {
    let device: String
    private(set) var format: String?
    private(set) var width: Int?
    private(set) var height: Int?
    private(set) var framesPerSecond: Double?
    private(set) var isConverted: Bool?
    private(set) var frames = 0
    /// Frames whose size is not that of the mode, or that cannot be decoded.
    private(set) var wrongFrames = 0
    private(set) var seconds = 0.0
    private(set) var measuredFramesPerSecond: Double?
    private(set) var droppedBecauseSlow = 0
    private(set) var corrupt = 0
    private(set) var lostByDriver = 0
    private(set) var opened = 0
    /// How often another device was there than before, and the longest that its first frame took after it had come.
    private(set) var returns = 0
    private(set) var longestReturnSeconds = 0.0
    /// The age of a frame when we got it, on average.
    private(set) var meanAgeMs = 0.0
    private(set) var outOfOrder = 0
    /// Open files of this process when the first and when the last frame came.
    private(set) var descriptorsFirst = 0
    private(set) var descriptorsLast = 0
    /// Of the last frame, 0...255.
    private(set) var meanRed = 0.0
    private(set) var meanGreen = 0.0
    private(set) var meanBlue = 0.0
    /// Standard deviation of the last frame's brightness: 0 for a picture of one grey.
    private(set) var contrast = 0.0
    /// Each state that the camera was in, in order, with spaces between them.
    private(set) var states = ""
    /// Why it ended early.
    var problem: String?

    private var sizes: [PixelSize] = []
    private var first: ContinuousClock.Instant?
    private var last: Frame?
    private var presence: DevicePresence?

    private enum CodingKeys: String, CodingKey {
        case device, format, width, height, framesPerSecond, isConverted, frames, wrongFrames, seconds
        case measuredFramesPerSecond, droppedBecauseSlow, corrupt, lostByDriver, opened, meanAgeMs, outOfOrder
        case returns, longestReturnSeconds, descriptorsFirst, descriptorsLast
        case meanRed, meanGreen, meanBlue, contrast, states, problem
    }

    init(device: String) { self.device = device }

    /// Takes a frame into account, and saves it as a JPEG if a folder is named.
    mutating func add(_ frame: Frame, savingTo folder: String?) throws {
        meanAgeMs += (frame.monotonic.duration(to: .now).seconds * 1000 - meanAgeMs) / Double(frames + 1)
        frames += 1
        if let last, last.monotonic >= frame.monotonic { outOfOrder += 1 }
        first = first ?? frame.monotonic
        if frames == 1 { descriptorsFirst = Self.openFiles() }
        last = frame
        do {
            sizes.append(try Self.size(of: frame))
            if let folder { try Self.save(frame, to: "\(folder)/frame-\(Self.number(frames)).jpg") }
        } catch ImagingError.brokenJPEG {
            wrongFrames += 1
        }
    }

    /// Takes note of the device from which a frame has just come.
    mutating func noteReturn(of device: DevicePresence?) {
        guard let device, device != presence else { return }
        if presence != nil {
            returns += 1
            let seconds = Date().timeIntervalSince1970 - device.sinceWallSeconds
            longestReturnSeconds = max(longestReturnSeconds, seconds)
        }
        presence = device
    }

    /// Takes a change of state into account.
    mutating func add(_ state: CameraState) {
        states += states.isEmpty ? state.rawValue : " \(state.rawValue)"
    }

    /// Adds what is known only at the end.
    mutating func finish(mode: CaptureMode?, counters: CameraCounters, seconds: Double, wanted: Int) {
        format = mode?.format.rawValue
        width = mode?.size.width
        height = mode?.size.height
        framesPerSecond = mode?.framesPerSecond
        isConverted = mode?.isConverted
        wrongFrames += sizes.filter { $0 != mode?.size }.count
        self.seconds = seconds
        droppedBecauseSlow = counters.droppedBecauseSlow
        corrupt = counters.corrupt
        lostByDriver = counters.lostByDriver
        opened = counters.opened
        if let first, let last, frames > 1 {
            measuredFramesPerSecond =
                Double(frames - 1) / max(first.duration(to: last.monotonic).seconds, 1e-6)
        }
        if frames < wanted, problem == nil {
            problem = "\(device): only \(frames) of \(wanted) pictures in the time given (--timeout)"
        }
        descriptorsLast = Self.openFiles()
        judgeLastFrame()
    }

    /// 0 where the system does not tell.
    private static func openFiles() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    var summary: String {
        let rate = measuredFramesPerSecond.map { ", \(($0 * 10).rounded() / 10) frames/s" } ?? ""
        return """
            \(frames) frames in \((seconds * 10).rounded() / 10) s\(rate); opened \(opened)x, \
            dropped \(droppedBecauseSlow), corrupt \(corrupt), lost by the driver \(lostByDriver), \
            broken or of wrong size \(wrongFrames)
            """
    }

    private mutating func judgeLastFrame() {
        guard let last else { return }
        // What is wrong with it does not matter here: it is counted.
        guard let image = try? last.decoded() else {
            wrongFrames += 1
            return
        }
        var sums = (red: 0, green: 0, blue: 0, square: 0.0)
        for pixel in stride(from: 0, to: image.pixels.count, by: 3) {
            let (red, green, blue) = (image.pixels[pixel], image.pixels[pixel + 1], image.pixels[pixel + 2])
            sums.red += Int(red)
            sums.green += Int(green)
            sums.blue += Int(blue)
            let brightness = Double(Int(red) + Int(green) + Int(blue)) / 3
            sums.square += brightness * brightness
        }
        let count = Double(image.width * image.height)
        (meanRed, meanGreen, meanBlue) = (
            Double(sums.red) / count, Double(sums.green) / count, Double(sums.blue) / count
        )
        let mean = (meanRed + meanGreen + meanBlue) / 3
        contrast = max(0, sums.square / count - mean * mean).squareRoot()
    }

    private static func size(of frame: Frame) throws(ImagingError) -> PixelSize {
        switch frame.payload {
        case .jpeg(let bytes):
            let size = try JPEG.readSize(bytes)
            return PixelSize(width: size.width, height: size.height)
        case .raw(let picture): return picture.size
        }
    }

    private static func save(_ frame: Frame, to path: String) throws {
        if case .jpeg(let bytes) = frame.payload {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } else {
            try JPEG.write(try frame.decoded(), path: path)
        }
    }

    private static func number(_ index: Int) -> String {
        String(repeating: "0", count: max(0, 5 - "\(index)".count)) + "\(index)"
    }
}
