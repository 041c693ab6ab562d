import ArgumentParser
import Capture
import Foundation
import Imaging
import Retail

/// `gondola capture`: takes pictures from one camera as the daemon would, and tells how it went.
struct CaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Take pictures from a camera and show what it delivers.")

    @Option(help: "The camera, by its path or a name that `gondola cameras` lists.")
    var device = "/dev/video0"

    @Option(help: "How many pictures to take.")
    var frames = 20

    @Option(help: "The size wanted, WIDTHxHEIGHT; the closest that the camera offers is taken.")
    var size = PixelSize(width: 640, height: 480)

    @Option(help: "Pictures per second wanted.")
    var rate = 30.0

    @Option(
        name: .customLong("format"),
        help:
            "A format wanted: \(CameraFormat.allCases.map(\.rawValue).joined(separator: ", ")) (repeatable, best first)."
    )
    var formats: [CameraFormat] = []

    @Option(help: "Save the pictures into this folder, as JPEG.")
    var out: String?

    @Option(help: "Write the figures into this file, as JSON.")
    var json: String?

    @Option(name: .customLong("control"), help: "A control to set, NAME=VALUE (repeatable).")
    var controls: [ControlSetting] = []

    @Option(
        name: .customLong("live-control"),
        help:
            "A control to set when half of the pictures have come, as a reload of the daemon's settings does (repeatable)."
    )
    var liveControls: [ControlSetting] = []

    @Option(
        help:
            "How pictures come from the driver: mapped, user, exported or import:NODE (default: the best it offers)."
    )
    var buffers: BufferExchange?

    @Flag(help: "Open the camera again whenever it fails, as the daemon does, instead of ending.")
    var reopen = false

    @Option(help: "Count the camera as stalled after so many seconds without a picture.")
    var patience = 5.0

    @Option(help: "Give up after so many seconds.")
    var timeout = 60.0

    func validate() throws {
        guard frames > 0 else { throw ValidationError("--frames must be at least 1.") }
        guard rate > 0, rate <= 1000 else {
            throw ValidationError("--rate must be above 0 and at most 1000.")
        }
        guard timeout > 0, patience > 0 else {
            throw ValidationError("--timeout and --patience must be above 0.")
        }
    }

    func run() throws {
        if let out { try ResultFile.makeFolder(out) }
        let report = try capture()
        say(report.summary)
        if let json {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(report).write(to: URL(fileURLWithPath: json))
        }
        if let problem = report.problem {
            FileHandle.standardError.write(Data("gondola: \(problem)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func changeControls(in context: CameraContext) {
        let wanted = Dictionary(
            (controls + liveControls).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        context.controls.change(to: wanted) { answer in
            switch answer {
            case .success(let read):
                say("controls set: \(read.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })")
            case .failure(let error): say("controls refused: \(error)")
            }
        }
    }

    /// Prints at once, also into a pipe: whoever watches wants to see a change when it happens.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }

    private func capture() throws -> CaptureReport {
        var report = CaptureReport(device: device)
        var request = CaptureRequest(
            size: size, framesPerSecond: rate, patience: .seconds(patience), exchange: buffers)
        if !formats.isEmpty { request.formats = formats }
        request.controls = Dictionary(controls.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })

        let context = CameraContext()
        // The deadline must also end a wait for a camera that never comes back.
        DispatchQueue.global().asyncAfter(deadline: .now() + timeout) { context.requestStop() }

        var mode: CaptureMode?
        var failure: (any Error)?
        let runner = CameraRunner(
            camera: device, context: context,
            presence: { CameraAddress(device).presence }
        ) { context in
            let camera = try V4L2Camera(path: device, name: device, request: request, context: context)
            if camera.mode != mode { say("\(camera.card) (\(camera.driver), \(camera.bus)): \(camera.mode)") }
            mode = camera.mode
            return camera
        }
        let start = ContinuousClock.now
        runner.run { frame in
            report.noteReturn(of: CameraAddress(device).presence)
            if report.frames == frames / 2, !liveControls.isEmpty { changeControls(in: context) }
            do {
                try report.add(frame, savingTo: out)
            } catch {
                failure = error
                return false
            }
            return report.frames < frames
        } report: { status in
            report.add(status.state)
            guard !status.detail.isEmpty else { return }
            if reopen {
                say("\(status.state.rawValue): \(status.detail)")
            } else {
                report.problem = status.hint.isEmpty ? status.detail : "\(status.detail)\n  \(status.hint)"
                context.requestStop()
            }
        }
        if let failure { throw failure }
        report.finish(
            mode: mode, counters: context.counters, seconds: start.duration(to: .now).seconds, wanted: frames)
        return report
    }
}

extension PixelSize: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension CameraFormat: ExpressibleByArgument {}

extension BufferExchange: ExpressibleByArgument {
    package init?(argument: String) {
        switch argument {
        case "mapped": self = .mapped
        case "user": self = .userMemory
        case "exported": self = .exported
        default:
            guard argument.hasPrefix("import:") else { return nil }
            self = .imported(from: String(argument.dropFirst("import:".count)))
        }
    }
}

/// A control and what to set it to, as the command line writes it.
struct ControlSetting: ExpressibleByArgument {
    let name: String
    let value: Int

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let value = Int32(parts[1]) else { return nil }
        name = String(parts[0])
        self.value = Int(value)
    }
}
