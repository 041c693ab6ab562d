internal import Capture
internal import Imaging
internal import Logging

/// Records the frames of one camera that are looked at, if the settings name a folder for them.
///
/// A recording is for support: what goes wrong with it is logged once, and stops nothing.
actor RecordingKeeper {
    private let settings: (folder: String, limitBytes: Int)?
    private let masks: CameraMasks
    private let logger: Logger
    private var recording: FrameRecording?
    private var isFailing = false

    init(_ settings: (folder: String, limitBytes: Int)?, masks: CameraMasks, logger: Logger) {
        self.settings = settings
        self.masks = masks
        self.logger = logger
    }

    func add(_ frame: Frame) {
        guard settings != nil, let frame = masks.covered(frame) else { return }
        record { recording throws(CaptureError) in try recording.add(frame) }
    }

    func note(_ status: CameraStatus) {
        record { recording throws(CaptureError) in
            try recording.note(
                state: status.state.rawValue, detail: status.detail, since: status.sinceWallSeconds)
        }
    }

    private func record(_ work: (inout FrameRecording) throws(CaptureError) -> Void) {
        guard let settings else { return }
        do throws(CaptureError) {
            var recording: FrameRecording
            if let opened = self.recording { recording = opened } else { recording = try Self.open(settings) }
            defer { self.recording = recording }
            try work(&recording)
            isFailing = false
        } catch {
            if !isFailing {
                logger.error("frames not recorded", metadata: ["cause": "\(error)", "hint": "\(error.hint)"])
            }
            isFailing = true
        }
    }

    private static func open(
        _ settings: (folder: String, limitBytes: Int)
    ) throws(CaptureError) -> FrameRecording {
        try FrameRecording(folder: settings.folder, limitBytes: settings.limitBytes)
    }
}

extension Settings {
    /// Where a camera's frames are recorded, and its share of the space; `nil`: nowhere.
    func recordingFolder(of camera: CameraSettings) -> (folder: String, limitBytes: Int)? {
        recording.map { ("\($0.folder)/\(camera.id)", max(1, ($0.limitMegabytes << 20) / cameras.count)) }
    }
}
