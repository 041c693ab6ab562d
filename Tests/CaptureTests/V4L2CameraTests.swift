import Capture
import Testing

/// What can be said of V4L2 on a machine without a camera; real drivers are in `scripts/test-v4l2`.
struct V4L2CameraTests {
    @Test func `a missing camera is named`() {
        #expect(throws: CaptureError.noDevice(path: "/dev/video-none")) {
            try V4L2Camera(path: "/dev/video-none", name: "x", request: CaptureRequest())
        }
    }

    @Test(arguments: ["/dev/null", "/etc/passwd"])
    func `what is no camera is refused`(_ path: String) {
        #expect(throws: CaptureError.self) {
            try V4L2Camera(path: path, name: "x", request: CaptureRequest())
        }
    }

    @Test func `each error has one line and a hint`() {
        let errors: [CaptureError] = [
            .noDevice(path: "p"), .busy(path: "p"), .permission(path: "p"),
            .notACamera(path: "p", reason: "r"),
            .noBandwidth(path: "p"), .noFormat(path: "p", offered: ["H264"]),
            .cannotOpen(path: "p", errno: 21),
            .refused(request: "VIDIOC_S_FMT", path: "p", errno: 5), .unreadable(path: "p", reason: "r"),
            .noPictures(path: "p"), .control(path: "p", reason: "r"), .noSignal(path: "p"),
            .noSignal(path: "p", reason: "r"),
            .ambiguous(address: "p", paths: ["/dev/video0", "/dev/video2"]),
        ]
        for error in errors {
            #expect(error.description.hasPrefix("p: "))
            #expect(!error.description.contains("\n") && !error.hint.isEmpty)
        }
    }

    @Test func `the system's words and number are in the message`() {
        let error = CaptureError.refused(request: "VIDIOC_S_FMT", path: "/dev/video0", errno: 5)
        #expect(
            error.description == "/dev/video0: the driver refused VIDIOC_S_FMT: Input/output error (error 5)")
    }
}
