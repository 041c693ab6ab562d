internal import CV4L2
internal import Retail

/// A filled buffer that the driver has handed over; it must go back by `giveBack`.
struct FilledBuffer {
    let index: UInt32
    /// Where in the memory of each plane the picture lies.
    let planes: [Range<Int>]
    let sequence: UInt32
    let hasError: Bool
    /// How long ago the picture was taken; `nil` when the driver does not tell believably.
    let age: Duration?

    var bytesUsed: Int { planes.reduce(0) { $0 + $1.count } }
}

/// What a wait for the driver has brought.
enum DriverNews {
    case picture
    /// What arrives at the device's input is not what it was.
    case otherSource
    case nothing
}

extension VideoDevice {
    /// Four: one being filled, one waiting, one with us, and one for the moment when we are late.
    private static let bufferCount: UInt32 = 4

    /// Sets the format and the rate.
    ///
    /// Returns what the driver made of them.
    mutating func configure(_ choice: ModeChoice, request: CaptureRequest) throws(CaptureError) -> CaptureMode
    {
        var format = cv4l2_format()
        format.pixel_format = choice.format.fourCC
        format.width = UInt32(choice.size.width)
        format.height = UInt32(choice.size.height)
        let status = unsafe cv4l2_set_format(node, &format)
        guard status == 0 else { throw .refusal(of: "VIDIOC_S_FMT", path: path, status: status) }
        guard format.pixel_format == choice.format.fourCC, format.width > 0, format.height > 0 else {
            throw .noFormat(path: path, offered: formatNames())
        }
        var rate = choice.framesPerSecond ?? request.framesPerSecond
        let rated = unsafe cv4l2_set_rate(node, &rate)
        if rated < 0, case let error = CaptureError.refusal(of: "VIDIOC_S_PARM", path: path, status: rated) {
            // A camera that refuses a rate still takes pictures, at a rate of its own.
            guard case .refused = error else { throw error }
            rate = 0
        }
        self.format = format
        // 0 for JPEG, and also for several planes, which are put together without padding.
        let isOne = choice.format.layout != nil && format.plane_count == 1
        return CaptureMode(
            format: choice.format, size: PixelSize(width: Int(format.width), height: Int(format.height)),
            framesPerSecond: rate > 0 ? rate : nil,
            bytesPerLine: isOne ? Int(format.planes.0.bytes_per_line) : 0,
            isConverted: choice.isConverted)
    }

    /// Hands buffers to the driver and starts the stream.
    mutating func startStreaming() throws(CaptureError) {
        buffers = try DriverBuffers.make(
            exchange, node: node, path: path, format: format, count: Self.bufferCount)
        // Few drivers tell when their source changes; without events it shows in the pictures.
        _ = cv4l2_watch_source(descriptor)
        let started = cv4l2_start(node)
        guard started == 0 else { throw .refusal(of: "VIDIOC_STREAMON", path: path, status: started) }
        isStreaming = true
    }

    /// Waits for a filled buffer or another news of the driver.
    func wait(_ time: Duration) throws(CaptureError) -> DriverNews {
        let ready = cv4l2_wait(descriptor, Int32(max(1, time.seconds * 1000)))
        guard ready >= 0 else { throw .refusal(of: "poll", path: path, status: ready) }
        switch ready {
        case 0: return .nothing
        case 1: return .picture
        default: return cv4l2_take_event(descriptor) == 1 ? .otherSource : .nothing
        }
    }

    /// Whether the driver's format is still that of `mode`; also when it does not tell.
    func has(_ mode: CaptureMode) -> Bool {
        var now = cv4l2_format()
        guard unsafe cv4l2_get_format(node, &now) == 0 else { return true }
        return now.pixel_format == format.pixel_format
            && mode.size == PixelSize(width: Int(now.width), height: Int(now.height))
    }

    /// The next filled buffer; `nil` when there is none now.
    func takeBuffer() throws(CaptureError) -> FilledBuffer? {
        var found = cv4l2_buffer()
        let status = unsafe cv4l2_dequeue(node, exchange.kind, &found)
        if SystemMessage.isTryAgain(-status) { return nil }
        guard status == 0 else { throw .refusal(of: "VIDIOC_DQBUF", path: path, status: status) }
        guard found.index < UInt32(bufferTotal) else {
            throw .refused(request: "VIDIOC_DQBUF", path: path, errno: 0)
        }
        // A clock that wraps or another time base shows as an age that no picture has.
        let believable = (0.0...10.0).contains(found.age)
        let planes = [found.planes.0, found.planes.1, found.planes.2].prefix(Int(found.plane_count))
        return FilledBuffer(
            index: found.index, planes: planes.map { Int($0.start)..<Int(max($0.start, $0.end)) },
            sequence: found.sequence, hasError: found.has_error != 0,
            age: believable ? .seconds(found.age) : nil)
    }

    /// How many buffers there are.
    var bufferTotal: Int { buffers?.count ?? 0 }

    /// A copy of what the driver wrote into the buffer; `nil` when that can't be a picture.
    func contents(of filled: FilledBuffer, packing: PlanePacking?) -> [UInt8]? {
        buffers?.contents(of: filled, packing: packing)
    }

    /// Hands a buffer back to the driver; false when it refuses, as drivers do once in a while.
    func giveBack(_ index: UInt32) -> Bool { buffers?.queue(index) == 0 }

    /// How pictures of the format that is set are put together; `nil` when they lie in one piece.
    func packing(for mode: CaptureMode) throws(CaptureError) -> PlanePacking? {
        let lines = [format.planes.0, format.planes.1, format.planes.2].map { Int($0.bytes_per_line) }
        let planes = lines.prefix(Int(format.plane_count))
        if let packing = PlanePacking(mode.format, size: mode.size, bytesPerLine: Array(planes)) {
            return packing
        }
        guard planes.count == 1 else { throw .noFormat(path: path, offered: formatNames()) }
        return nil
    }
}
