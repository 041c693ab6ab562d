package import Imaging
internal import Retail

/// A V4L2 camera that streams.
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
    private let packing: PlanePacking?
    private let context: CameraContext
    private var device: VideoDevice
    private var sequence = SequenceCount()
    // Buffers that the driver did not take back yet; it is asked again at each wait.
    private var owed: [UInt32] = []
    // Of the first picture since the camera was opened; a JPEG's own, which need not be that of the mode.
    private var pictureSize: PixelSize?
    // Whether there has been a picture since the last whole one, and of what size if it was whole in itself.
    private var hasSeenDamage = false
    private var otherSize: PixelSize?
    private var controls: [String: Int]

    /// Opens the camera at `path`, a path or an address of another kind, in the mode closest to `request` and starts it.
    ///
    /// `name` is what the frames carry as their camera.
    package init(
        path: String, name: String, request: CaptureRequest, context: CameraContext = CameraContext()
    ) throws(CaptureError) {
        var device = try VideoDevice.open(CameraAddress(path), called: path, exchange: request.exchange)
        try device.lockSignal()
        let offered = device.offeredFormats(near: request.size)
        guard let choice = ModeChoice.choose(from: offered, for: request) else {
            throw .noFormat(path: path, offered: device.formatNames())
        }
        mode = try device.configure(choice, request: request)
        packing = try device.packing(for: mode)
        controls = context.controls.taken(orElse: request.controls)
        try device.apply(controls)
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
        (hasSeenDamage, otherSize) = (false, nil)
        while !context.isStopRequested {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw whyNothing }
            var news = DriverNews.nothing
            do throws(CaptureError) {
                changeControls()
                owed.removeAll { device.giveBack($0) }
                news = try device.wait(min(left, CameraContext.slice))
                if news == .picture, let frame = try newestFrame() { return frame }
            } catch {
                throw .lost(name: name, reason: error.description)
            }
            if news == .otherSource { throw whatArrives }
        }
        return nil
    }

    /// Why no picture came in time.
    private var whyNothing: FrameSourceError {
        guard hasSeenDamage else { return .stalled(name: name, seconds: patience.seconds) }
        if let otherSize { return .formatLost(name: name, reason: "the pictures are \(otherSize)") }
        guard device.has(mode) else {
            return .formatLost(name: name, reason: "the driver has another than \(mode)")
        }
        return .damaged(name: name, seconds: patience.seconds)
    }

    /// What has become of the source at the device's input.
    private var whatArrives: FrameSourceError {
        do throws(CaptureError) {
            try device.lockSignal()
        } catch .noSignal {
            return .noSignal(name: name)
        } catch {
            // Refused while the stream runs: the new signal is taken over when the device is opened again.
        }
        return .formatLost(name: name, reason: "another signal arrives at the device's input")
    }

    /// Carries out a change of the settings.
    private func changeControls() {
        guard let change = context.controls.takePending() else { return }
        do throws(CaptureError) {
            let read = try device.apply(change.wanted, before: controls)
            controls = change.wanted
            context.controls.settle(change.wanted)
            change.answer(.success(read))
        } catch {
            change.answer(.failure(error))
        }
    }

    /// Empties the driver's queue and keeps the newest whole picture, if there is one.
    private func newestFrame() throws(CaptureError) -> Frame? {
        var filled: [(buffer: FilledBuffer, number: UInt64)] = []
        while filled.count < device.bufferTotal, let buffer = try device.takeBuffer() {
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
                hasSeenDamage = true
                context.count { $0.corrupt += 1 }
            } else if newest != nil {
                context.count { $0.droppedBecauseSlow += 1 }
            } else if let payload = payload(of: buffer) {
                newest = frame(payload, number: number, age: buffer.age ?? .zero)
            } else {
                hasSeenDamage = true
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

    /// The picture in the form of the mode; `nil` when it is damaged or of another size than those before it.
    private func payload(of buffer: FilledBuffer) -> Frame.Payload? {
        guard let bytes = device.contents(of: buffer, packing: packing) else { return nil }
        guard let layout = mode.format.layout else { return jpeg(bytes) }
        let bytesPerLine = max(mode.bytesPerLine, layout.leastBytesPerLine(width: mode.size.width))
        let picture = RawPicture(layout: layout, size: mode.size, bytesPerLine: bytesPerLine, bytes: bytes)
        let least = RawPicture.leastBytes(layout, size: mode.size, bytesPerLine: bytesPerLine)
        return bytes.count >= least ? .raw(picture) : nil
    }

    private func jpeg(_ bytes: [UInt8]) -> Frame.Payload? {
        // What the decoder will not read is damaged, however whole its ends are.
        guard let whole = FrameCheck.wholeJPEG(bytes), let size = try? JPEG.readSize(whole) else {
            return nil
        }
        let found = PixelSize(width: size.width, height: size.height)
        if let pictureSize, pictureSize != found {
            otherSize = found
            return nil
        }
        pictureSize = found
        return .jpeg(whole)
    }
}
