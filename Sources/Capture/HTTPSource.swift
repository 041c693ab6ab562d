internal import Foundation
package import Imaging

/// A camera in the network: an MJPEG stream (`multipart/x-mixed-replace`) or a URL of single JPEGs.
///
/// Its first answer tells which; a URL of single pictures is asked again and again. Boundaries and lengths of a stream's parts are not looked at: cameras get them wrong in many ways, and a JPEG tells its
/// own end. Opens in `init` and closes when the value goes away. After `lost` it must be opened anew.
package struct HTTPSource: FrameSource {
    private enum Kind {
        case stream(MJPEGSplitter)
        case snapshots
        /// Stopped before the first answer.
        case none
    }

    private let name: String
    private let context: CameraContext
    private let answer: HTTPAnswer
    private let period: Duration
    private var kind: Kind
    private var sequence: UInt64 = 0
    /// When the next single picture is to be asked for; `nil`: it has been.
    private var due: ContinuousClock.Instant?

    /// Asks `request.url` and waits for the beginning of the answer.
    ///
    /// `name` is what the frames carry as their camera.
    package init(
        _ request: HTTPRequest, name: String, context: CameraContext = CameraContext()
    ) throws(CaptureError) {
        self.name = name
        self.context = context
        period = .seconds(1 / request.framesPerSecond)
        do throws(HTTPFault) {
            answer = try HTTPAnswer(request, context)
            try answer.ask()
            let type = try answer.type()
            let answer = answer
            kind =
                switch type {
                case .multipart:
                    .stream(MJPEGSplitter { () throws(CaptureError) in try answer.bytes() ?? [] })
                case .picture: .snapshots
                case nil: .none
                }
        } catch {
            throw .http(url: request.shownURL, error)
        }
    }

    /// Waits for a whole picture; `nil` once the context asks to stop.
    package mutating func next() throws(FrameSourceError) -> Frame? {
        do throws(CaptureError) {
            guard let bytes = try nextPicture() else { return nil }
            sequence += 1
            return Frame(
                camera: name, sequence: sequence, monotonic: .now, wallSeconds: WallClock.secondsNow(),
                payload: .jpeg(bytes))
        } catch {
            if case .http(_, .silent(let seconds)) = error { throw .stalled(name: name, seconds: seconds) }
            throw .lost(name: name, reason: error.description)
        }
    }

    private mutating func nextPicture() throws(CaptureError) -> [UInt8]? {
        answer.waitAnew()
        while !context.isStopRequested {
            let picture: [UInt8]?
            switch kind {
            case .stream(var splitter):
                defer { kind = .stream(splitter) }
                picture = try splitter.next()
                if picture == nil, !context.isStopRequested {
                    throw answer.error(.broken(reason: "the camera has ended its stream"))
                }
            case .snapshots: picture = try nextSnapshot()
            case .none: picture = nil
            }
            guard let picture else { return nil }
            if let whole = FrameCheck.wholeJPEG(picture) { return whole }
            context.count { $0.corrupt += 1 }
        }
        return nil
    }

    private mutating func nextSnapshot() throws(CaptureError) -> [UInt8]? {
        if let due {
            guard context.sleep(until: due) else { return nil }
            do throws(HTTPFault) {
                try answer.ask()
                guard let type = try answer.type() else { return nil }
                if type != .picture { throw .noPictures(contentType: "a stream") }
            } catch {
                throw answer.error(error)
            }
        }
        due = max(due ?? .now, .now.advanced(by: .zero - period)).advanced(by: period)
        return try answer.wholeBody()
    }
}
