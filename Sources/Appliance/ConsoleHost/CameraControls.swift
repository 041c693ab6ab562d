internal import Capture
internal import Console
internal import Foundation
internal import Synchronization

/// The controls of a running camera.
enum CameraControls {
    enum Refusal: Error {
        case refused(String)
        /// It did not answer in time.
        case silent
    }

    private static let patience = Duration.seconds(5)

    /// What the driver offers; nothing if the camera is not there.
    static func cards(of path: String) -> [ControlCard] {
        let controls = (try? CameraControl.all(of: path)) ?? []
        return controls.filter { !$0.isInactive }.map { control in
            ControlCard(
                name: control.name, kind: control.range == 0...1 ? "boolean" : "integer",
                minimum: control.range.lowerBound, maximum: control.range.upperBound,
                step: max(1, control.step), standard: control.standard, value: control.value, choices: [])
        }
    }

    /// Sets a streaming camera's controls; what it then reads back.
    static func change(
        _ controls: LiveControls, to wanted: [String: Int]
    ) async -> Result<[String: Int], Refusal> {
        let (answers, feed) = AsyncStream<Result<[String: Int], Refusal>>.makeStream()
        controls.change(to: wanted) { answer in
            feed.yield(answer.mapError { .refused("\($0)") })
            feed.finish()
        }
        let timeout = Task {
            try await Task.sleep(for: patience)
            feed.finish()
        }
        defer { timeout.cancel() }
        for await answer in answers { return answer }
        return .failure(.silent)
    }
}

extension CameraSettings.Source {
    /// Where pictures come from, for people; no password.
    var words: String {
        switch self {
        case .v4l2(let path, _, _, _, _): path
        case .http(let request): request.shownURL
        case .replay(let path, _, _), .rendered(let path): path
        }
    }
}

/// Runs what takes long away from the shared threads.
func inBackground<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global(qos: .utility).async { continuation.resume(returning: work()) }
    }
}
