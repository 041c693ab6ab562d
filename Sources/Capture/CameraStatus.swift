internal import Imaging

/// Whether a camera delivers pictures, or why not.
package enum CameraState: String, Sendable, Codable {
    case starting
    case streaming
    case noDevice = "no_device"
    case busy
    case permission
    case noBandwidth = "no_bandwidth"
    /// The device is there, but nothing is plugged into its input.
    case noSignal = "no_signal"
    /// There is something, but no pictures can be had from it.
    case unusable
    /// The camera is open, but no valid picture comes.
    case stalled
    /// Pictures come, but all of them are damaged.
    case badFrames = "bad_frames"
    /// The pictures are not any more what was agreed on with the driver.
    case formatLost = "format_lost"
    /// The driver does not come back from a request.
    case hanging
    /// The stream broke; the camera is opened again.
    case lost
    /// A replay has come to its end.
    case ended
}

/// What a technician is told about one camera.
package struct CameraStatus: Equatable, Sendable {
    package let camera: String
    package let state: CameraState
    /// The cause in one line; empty while all is well.
    package let detail: String
    /// What to do about it; empty where nothing need be done.
    package let hint: String
    /// When the camera came into this state, seconds since 1970 (UTC).
    package let sinceWallSeconds: Double

    package init(camera: String, state: CameraState, detail: String, hint: String, sinceWallSeconds: Double) {
        self.camera = camera
        self.state = state
        self.detail = detail
        self.hint = hint
        self.sinceWallSeconds = sinceWallSeconds
    }
}

/// A status without the camera and the time: what is compared to see whether anything has changed.
struct CameraCondition: Equatable {
    let state: CameraState
    var detail = ""
    var hint = ""

    init(_ state: CameraState) { self.state = state }

    /// A camera that could not be opened, for whatever reason.
    init(opening error: any Error) {
        guard let error = error as? CaptureError else {
            state = .unusable
            detail = "\(error)"
            return
        }
        state =
            switch error {
            case .noDevice: .noDevice
            case .busy: .busy
            case .permission: .permission
            case .noBandwidth: .noBandwidth
            case .noSignal: .noSignal
            case .notACamera, .noFormat, .control, .ambiguous, .unreadable, .noPictures, .unwritable:
                .unusable
            case .cannotOpen, .refused: .lost
            case .http(_, let fault): fault.state
            }
        detail = error.description
        hint = error.hint
    }

    /// A camera that was open.
    init(reading error: FrameSourceError) {
        detail = error.description
        switch error {
        case .lost:
            state = .lost
            hint = "check the cable; the camera is opened again as soon as it is back"
        case .stalled:
            state = .stalled
            hint = "if it stays, unplug the camera and plug it in again, or lower its size or rate"
        case .damaged:
            state = .badFrames
            hint = "try a shorter cable, another socket or a powered hub, or lower the camera's size or rate"
        case .formatLost:
            state = .formatLost
            hint =
                "it is opened again as it is now; if this repeats, stop the program that changes the camera's settings"
        case .noSignal:
            state = .noSignal
            hint = CaptureError.noSignal(path: "").hint
        }
    }
}
