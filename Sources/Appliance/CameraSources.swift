package import Capture
package import Imaging

/// Opens what the settings name as cameras, as the daemon does.
package enum CameraSources {
    /// The loop of a camera, which is to be started, as the daemon runs it.
    package static func loop(
        for camera: CameraSettings, turns: CameraTurns,
        _ openRenderedStore: @escaping Daemon.OpenRenderedStore
    ) -> CameraLoop {
        var presence: @Sendable () -> DevicePresence? = { nil }
        if case .v4l2(let path, _, _, _, _) = camera.source { presence = { CameraAddress(path).presence } }
        return CameraLoop(camera: camera.id, presence: presence) { context in
            try open(camera, context, turns: turns, openRenderedStore)
        }
    }

    /// Whose turn it is among cameras that can't stream at once; those of one `turn_group` take turns from the start.
    ///
    /// `report` is called with the name of each group of cameras that begins to take turns.
    package static func turns(
        of cameras: [CameraSettings], report: @escaping @Sendable (String) -> Void
    ) -> CameraTurns {
        let turns = CameraTurns(report: report)
        for camera in cameras {
            if case .v4l2(_, _, _, _, .some(let group)) = camera.source { turns.share(group) }
        }
        return turns
    }

    /// Opens the source of a camera's pictures; throws `CaptureError`, or what opening a rendered store throws.
    package static func open(
        _ camera: CameraSettings, _ context: CameraContext, turns: CameraTurns = CameraTurns(),
        _ openRenderedStore: Daemon.OpenRenderedStore
    ) throws -> any FrameSource {
        switch camera.source {
        case .v4l2(let path, let size, let rate, let controls, let group):
            let request = CaptureRequest(size: size, framesPerSecond: rate, controls: controls)
            // What is on no USB bus is in nobody's way.
            let bus = CameraAddress(path).usbBus().map { "USB bus \($0)" }
            return try SharedCamera(
                name: camera.id, group: group ?? bus ?? camera.id, turns: turns,
                period: .seconds(camera.intervalSeconds), context: context
            ) {
                try V4L2Camera(path: path, name: camera.id, request: request, context: context)
            }
        case .http(let request): return try HTTPSource(request, name: camera.id, context: context)
        case .replay(let path, let rate, let isLooping):
            return try ReplaySource(
                path: path, name: camera.id, framesPerSecond: rate, isLooping: isLooping, context: context)
        case .rendered(let path):
            return try openRenderedStore(path, camera.id)
        }
    }
}
