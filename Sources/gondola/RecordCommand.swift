internal import Appliance
internal import ArgumentParser
internal import Capture
internal import Foundation
internal import Imaging
internal import Retail
internal import Synthesis

/// The subcommand `gondola record`.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Keep what cameras show in a folder of bounded size, for looking into it later.",
        discussion: """
            Records the cameras of a settings file, or one that is named here, until the command is ended or --seconds have \
            passed. Each frame is a JPEG whose name holds its time and number; the oldest go when a camera's folder is full. \
            A camera with `replay: {path: FOLDER}` plays them again, and the same is decided on them.

            While the daemon runs it has the cameras for itself: give it a `recording:` in its settings instead.
            """)

    @Option(help: "Settings file (YAML) that names the cameras.")
    var config: String?

    @Option(name: .customLong("camera"), help: "Only this camera of the settings file (repeatable).")
    var wanted: [String] = []

    @Option(help: "One camera, by its path or a name that `gondola cameras` lists.")
    var device: String?

    @Option(help: "One camera in the network, by the URL of its stream or snapshot.")
    var url: String?

    @Option(help: "Pictures per second of --device or --url.")
    var rate = 1.0

    @Option(help: "Size wanted of --device, WIDTHxHEIGHT.")
    var size = PixelSize(width: 1920, height: 1080)

    @Option(help: "Folder to write to; each camera gets a folder of its own in it.")
    var out: String

    @Option(help: "Space for all cameras together, in MiB.")
    var limitMb = 1000

    @Option(help: "End after so many seconds.")
    var seconds: Double?

    func validate() throws {
        guard [config, device, url].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Give one of --config, --device and --url.")
        }
        guard rate > 0, rate <= 120 else { throw ValidationError("--rate must be above 0 and at most 120.") }
        guard limitMb > 0 else { throw ValidationError("--limit-mb must be at least 1.") }
        if let fault = url.flatMap(HTTPRequest.fault) { throw ValidationError("--url: \(fault)") }
        if let seconds, seconds <= 0 { throw ValidationError("--seconds must be above 0.") }
    }

    func run() async throws {
        do {
            let cameras = try cameras()
            let share = (limitMb << 20) / cameras.count
            let recordings = try cameras.map {
                try FrameRecording(folder: "\(out)/\($0.id)", limitBytes: max(1, share))
            }
            let recorders = zip(recordings, cameras).map { Recorder($0, $1) }
            try await withThrowingTaskGroup { group in
                for (camera, recorder) in zip(cameras, recorders) {
                    let loop = CameraLoop(camera: camera.id) { context in
                        try CameraSources.open(camera, context) {
                            try RenderedStore.open(path: $0, camera: $1)
                        }
                    }
                    loop.start()
                    if let seconds {
                        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { loop.stop() }
                    }
                    group.addTask { for await status in loop.states { try await recorder.note(status) } }
                    group.addTask { for await frame in loop.frames { try await recorder.add(frame) } }
                }
                try await group.waitForAll()
            }
            for recorder in recorders { print(await recorder.summary) }
        } catch {
            throw Failure.exit(error)
        }
    }

    private func cameras() throws -> [CameraSettings] {
        let source: CameraSettings.Source
        if let config {
            let cameras = try Settings.read(path: config).cameras
            for id in wanted where !cameras.contains(where: { $0.id == id }) {
                throw ValidationError(
                    "--camera \(id): the settings name \(cameras.map(\.id).joined(separator: ", "))")
            }
            return cameras.filter { wanted.isEmpty || wanted.contains($0.id) }
        } else if let device {
            source = .v4l2(devicePath: device, size: size, framesPerSecond: rate)
        } else {
            source = .http(HTTPRequest(url: url ?? "", framesPerSecond: rate))
        }
        return [
            CameraSettings(
                id: "camera", source: source, intervalSeconds: 0.99 / rate, guardsView: true,
                lookAgainSeconds: 0)
        ]
    }
}

/// Writes down what one camera shows, at most as often as its settings want a look.
private actor Recorder {
    private var recording: FrameRecording
    private let camera: CameraSettings
    private var last: ContinuousClock.Instant?

    init(_ recording: FrameRecording, _ camera: CameraSettings) {
        self.recording = recording
        self.camera = camera
    }

    func add(_ frame: Frame) throws {
        if let last, frame.monotonic - last < .seconds(camera.intervalSeconds) { return }
        last = frame.monotonic
        try recording.add(frame)
    }

    var summary: String { "\(recording.folder): \(recording.count) frames, \(recording.bytes >> 10) KiB" }

    func note(_ status: CameraStatus) throws {
        try recording.note(
            state: status.state.rawValue, detail: status.detail, since: status.sinceWallSeconds)
        guard !status.detail.isEmpty else { return }
        let hint = status.hint.isEmpty ? "" : " (\(status.hint))"
        FileHandle.standardError.write(Data("\(status.detail)\(hint)\n".utf8))
    }
}
