package import Imaging

/// A camera that streams all the time while its USB controller carries it, and else takes turns with its neighbours.
///
/// In its turn a camera is opened, its exposure settles, one picture is taken, and it is closed again. Cameras take turns
/// when the settings name a group for them, or from the moment on when one of them could not be opened for want of
/// bandwidth while another one of the same group streamed.
package final class SharedCamera: FrameSource {
    /// Opens the camera itself.
    package typealias Open = () throws -> any FrameSource

    private let name: String
    private let group: String
    private let turns: CameraTurns
    private let period: Duration
    private let context: CameraContext
    private let open: Open
    private var stream: (any FrameSource)?
    private var ticket: CameraTurns.Ticket?
    private var taken: Frame?
    private var due = ContinuousClock.now

    /// Opens the camera, after waiting for its turn where that is needed; throws what `open` throws.
    ///
    /// `group` are the cameras that may be in each other's way. In turns, a picture is taken every `period` or as often as
    /// the others leave time.
    package init(
        name: String, group: String, turns: CameraTurns, period: Duration, context: CameraContext,
        open: @escaping Open
    ) throws {
        self.name = name
        self.group = group
        self.turns = turns
        self.period = period
        self.context = context
        self.open = open
        if !turns.isShared(group) {
            do {
                stream = try open()
                ticket = turns.stream(in: group)
                return
            } catch let error as CaptureError {
                guard case .noBandwidth = error, turns.shareIfOthersStream(group) else { throw error }
            }
        }
        taken = try takeInTurn()
    }

    deinit { close() }

    package func next() throws(FrameSourceError) -> Frame? {
        if stream != nil {
            if let frame = try nextOfStream() { return frame }
            guard turns.isShared(group), !context.isStopRequested else { return nil }
        }
        if let frame = taken {
            taken = nil
            return frame
        }
        guard context.sleep(until: due) else { return nil }
        do {
            return try takeInTurn()
        } catch let error as FrameSourceError {
            throw error
        } catch {
            throw .lost(name: name, reason: "\(error)")
        }
    }

    /// The next frame of a stream; `nil` when the camera's neighbours want turns, the stream being closed then.
    private func nextOfStream() throws(FrameSourceError) -> Frame? {
        guard turns.isShared(group) else { return try stream?.next() }
        close()
        return nil
    }

    private func close() {
        stream = nil
        if let ticket { turns.end(ticket) }
        ticket = nil
    }

    /// Waits for the camera's turn, opens it, and takes the first picture that is as bright as it should be.
    private func takeInTurn() throws -> Frame? {
        guard let turn = turns.begin(in: group, context: context) else { return nil }
        var opened: (any FrameSource)?
        defer {
            // The next camera finds the bus free.
            opened = nil
            turns.end(turn)
        }
        due = .now.advanced(by: period)
        opened = try open()
        var settling = ExposureSettling()
        let start = ContinuousClock.now
        while let frame = try opened?.next() {
            // A picture that can't be read is not the one to take.
            guard let gray = try? FramePixels(frame).gray(shrunk: .eighth) else { continue }
            let mean = Double(gray.pixels.reduce(0) { $0 + Int($1) }) / Double(max(1, gray.pixels.count))
            if settling.add(brightness: mean, after: start.duration(to: .now)) { return frame }
        }
        return nil
    }
}
