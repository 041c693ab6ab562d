package import Imaging
internal import Retail

/// A V4L2 camera that streams into memory-mapped buffers.
///
/// Opens in `init` and closes when the value goes away. After `lost` it must be opened anew.
package final class V4L2Camera: FrameSource {
    package let mode: CaptureMode
    /// What the camera calls itself.
    package let card: String
    package let driver: String
    /// Where it is plugged in.
    package let bus: String

    private let name: String
    private let patience: Duration
    private let context: CameraContext
    private var device: VideoDevice
    private var sequence = SequenceCount()
    // Buffers that the driver did not take back yet; it is asked again at each wait.
    private var owed: [UInt32] = []

    /// Opens the camera at `path`, a path or an address of another kind, in the mode closest to `request` and starts it.
    ///
    /// `name` is what the frames carry as their camera.
    package init(
        path: String, name: String, request: CaptureRequest, context: CameraContext = CameraContext()
    ) throws(CaptureError) {
        var device = try VideoDevice.open(CameraAddress(path), called: path)
        guard device.hasSignal else { throw .noSignal(path: path) }
        let offered = device.offeredFormats(near: request.size)
        guard let choice = ModeChoice.choose(from: offered, for: request) else {
            throw .noFormat(path: path, offered: device.formatNames())
        }
        mode = try device.configure(choice, request: request)
        try device.apply(request.controls)
        try device.startStreaming()
        card = device.identity.card
        driver = device.identity.driver
        bus = device.identity.bus
        self.device = device
        self.name = name
        self.context = context
        patience = request.patience
    }

    /// Waits for a valid picture and hands over the newest; `nil` once `context` asks to stop.
    package func next() throws(FrameSourceError) -> Frame? {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while !context.isStopRequested {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .stalled(name: name, seconds: patience.seconds) }
            do throws(CaptureError) {
                owed.removeAll { device.giveBack($0) }
                if try device.waitForBuffer(min(left, CameraContext.slice)), let frame = try newestFrame() {
                    return frame
                }
            } catch {
                throw .lost(name: name, reason: error.description)
            }
        }
        return nil
    }

    /// Empties the driver's queue and keeps the newest whole picture, if there is one.
    private func newestFrame() throws(CaptureError) -> Frame? {
        var filled: [(buffer: FilledBuffer, number: UInt64)] = []
        while filled.count < device.buffers.count, let buffer = try device.takeBuffer() {
            // A stream that stalls comes back as empty buffers with an error and no number.
            let isNumbered = !(buffer.hasError && buffer.bytesUsed == 0)
            let lost = isNumbered ? sequence.advance(to: buffer.sequence) : 0
            if lost > 0 { context.count { $0.lostByDriver += lost } }
            filled.append((buffer, sequence.number))
        }
        defer {
            for (buffer, _) in filled where !device.giveBack(buffer.index) { owed.append(buffer.index) }
        }
        var newest: Frame?
        for (buffer, number) in filled.reversed() {
            if buffer.hasError {
                context.count { $0.corrupt += 1 }
            } else if newest != nil {
                context.count { $0.droppedBecauseSlow += 1 }
            } else if let payload = payload(of: buffer) {
                newest = frame(payload, number: number, age: buffer.age ?? .zero)
            } else {
                context.count { $0.corrupt += 1 }
            }
        }
        return newest
    }

    private func frame(_ payload: Frame.Payload, number: UInt64, age: Duration) -> Frame {
        Frame(
            camera: name, sequence: number, monotonic: ContinuousClock.now.advanced(by: .zero - age),
            wallSeconds: WallClock.secondsNow() - age.seconds, payload: payload)
    }

    /// The picture in the form of the mode; `nil` when it is damaged.
    private func payload(of buffer: FilledBuffer) -> Frame.Payload? {
        guard let layout = mode.format.layout else {
            return FrameCheck.wholeJPEG(device.contents(of: buffer)).map { .jpeg($0) }
        }
        return raw(layout, buffer)
    }

    private func raw(_ layout: RawLayout, _ buffer: FilledBuffer) -> Frame.Payload? {
        let size = mode.size
        let bytesPerLine = max(mode.bytesPerLine, layout.leastBytesPerLine(width: size.width))
        guard buffer.bytesUsed >= RawPicture.leastBytes(layout, size: size, bytesPerLine: bytesPerLine) else {
            return nil
        }
        return .raw(
            RawPicture(
                layout: layout, size: size, bytesPerLine: bytesPerLine, bytes: device.contents(of: buffer)))
    }
}
