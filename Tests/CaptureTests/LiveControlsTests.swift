import Capture
import Synchronization
import Testing

/// What can be said of changed controls without a camera; real drivers are in `scripts/test-v4l2`.
struct LiveControlsTests {
    @Test func `a change waits for a camera to take it`() {
        let answers = Mutex(0)
        let context = CameraContext()
        context.controls.change(to: ["gain": 3]) { _ in answers.withLock { $0 += 1 } }
        #expect(throws: CaptureError.noDevice(path: "/dev/video-none")) {
            try V4L2Camera(path: "/dev/video-none", name: "x", request: CaptureRequest(), context: context)
        }
        #expect(answers.withLock { $0 } == 0)
    }
}
