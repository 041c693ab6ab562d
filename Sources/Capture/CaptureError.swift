/// Why a camera or a replay cannot be opened or used, in words for the technician.
package enum CaptureError: Error, Equatable, CustomStringConvertible {
    /// The node is not there, or its camera has been unplugged.
    case noDevice(path: String)
    case busy(path: String)
    case permission(path: String)
    /// The path exists, but no pictures come from it; `reason` says what it is instead.
    case notACamera(path: String, reason: String)
    /// The USB controller has no room left for this stream.
    case noBandwidth(path: String)
    /// Nothing that the driver offers can be used; `offered` names its formats.
    case noFormat(path: String, offered: [String])
    /// A control that the settings name can't be set as they say.
    case control(path: String, reason: String)
    /// The device is there, but nothing is plugged into its input.
    case noSignal(path: String, reason: String = "nothing arrives")
    /// Several cameras are what the settings call one.
    case ambiguous(address: String, paths: [String])
    case cannotOpen(path: String, errno: Int32)
    /// The driver refused a request that it should have granted.
    case refused(request: String, path: String, errno: Int32)
    case unreadable(path: String, reason: String)
    case noPictures(path: String)
    case unwritable(path: String, reason: String)
    /// No pictures come from a URL; `url` without what may be secret in it.
    case http(url: String, HTTPFault)

    package var description: String {
        switch self {
        case .noDevice(let path): "\(path): there is no such camera"
        case .busy(let path): "\(path): another program is using the camera"
        case .permission(let path): "\(path): no permission to use the camera"
        case .notACamera(let path, let reason): "\(path): not a camera: \(reason)"
        case .noBandwidth(let path): "\(path): the USB controller has no bandwidth left for this camera"
        case .noFormat(let path, let offered):
            "\(path): no usable picture format; the camera offers "
                + (offered.isEmpty ? "none" : offered.joined(separator: ", "))
        case .control(let path, let reason): "\(path): control: \(reason)"
        case .noSignal(let path, let reason): "\(path): no signal at the device's input: \(reason)"
        case .ambiguous(let address, let paths):
            "\(address): several cameras are called so: \(paths.joined(separator: ", "))"
        case .cannotOpen(let path, let errno): "\(path): cannot be opened: \(SystemMessage.text(errno))"
        case .refused(let request, let path, let errno):
            "\(path): the driver refused \(request): \(SystemMessage.text(errno))"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .noPictures(let path): "\(path): no JPEG picture in it"
        case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
        case .http(let url, let fault): "\(url): \(fault.description)"
        }
    }

    /// What the technician can do about it.
    package var hint: String {
        switch self {
        case .noDevice:
            "check the cable and the power of the camera; `gondola cameras` lists what is plugged in"
        case .busy: "stop the other program; `fuser -v` and the path of the camera name it"
        case .permission: "add the user to the group `video`, or start the service as its own user"
        case .notACamera: "a USB camera has several nodes; `gondola cameras` lists those that take pictures"
        case .noBandwidth: "plug the camera into another USB controller, or lower its size or rate"
        case .noFormat: "the camera must deliver JPEG, YUV, RGB or grey, or a format that libv4l2 can convert"
        case .control: "`gondola cameras` lists the controls with their ranges; correct them in the settings"
        case .noSignal:
            "plug a source into the device, switch it on, and set it to a usual size such as 1080p"
        case .ambiguous: "name the camera by its socket (usb:...), as `gondola cameras` lists it"
        case .cannotOpen, .refused: "unplug the camera and plug it in again; if it stays, look into `dmesg`"
        case .unreadable: "check the path and its permissions"
        case .unwritable: "check the folder's permissions, and the space on its disk"
        case .http(_, let fault): fault.hint
        case .noPictures: "give a folder with .jpg files, one .jpg file or one .mjpeg file"
        }
    }

    /// The error that stands for what the kernel answered to `request`.
    static func refusal(of request: String, path: String, status: Int32) -> CaptureError {
        switch SystemMessage.cause(-status) {
        case .absent: .noDevice(path: path)
        case .busy: .busy(path: path)
        case .permission: .permission(path: path)
        case .noSpace: .noBandwidth(path: path)
        case .other: .refused(request: request, path: path, errno: -status)
        }
    }
}
