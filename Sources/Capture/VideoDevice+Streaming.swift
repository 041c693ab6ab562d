internal import CV4L2
internal import Retail

/// One of the driver's buffers, mapped into this process.
///
/// Safe: only `VideoDevice` makes and unmaps them, and reads within `length`.
@safe struct MappedBuffer {
    let start: UnsafeMutableRawPointer
    let length: Int
}

/// A filled buffer that the driver has handed over; it must go back by `giveBack`.
struct FilledBuffer {
    let index: UInt32
    let bytesUsed: Int
    let sequence: UInt32
    let hasError: Bool
    /// How long ago the picture was taken; `nil` when the driver does not tell believably.
    let age: Duration?
}

extension VideoDevice {
    /// Four: one being filled, one waiting, one with us, and one for the moment when we are late.
    private static let bufferCount: UInt32 = 4

    /// Sets the format and the rate.
    ///
    /// Returns what the driver made of them.
    func configure(_ choice: ModeChoice, request: CaptureRequest) throws(CaptureError) -> CaptureMode {
        var format = cv4l2_format()
        format.pixel_format = choice.format.fourCC
        format.width = UInt32(choice.size.width)
        format.height = UInt32(choice.size.height)
        let status = unsafe cv4l2_set_format(descriptor, &format)
        guard status == 0 else { throw .refusal(of: "VIDIOC_S_FMT", path: path, status: status) }
        guard format.pixel_format == choice.format.fourCC, format.width > 0, format.height > 0 else {
            throw .noFormat(path: path, offered: formatNames())
        }
        var rate = choice.framesPerSecond ?? request.framesPerSecond
        let rated = unsafe cv4l2_set_rate(descriptor, &rate)
        if rated < 0, case let error = CaptureError.refusal(of: "VIDIOC_S_PARM", path: path, status: rated) {
            // A camera that refuses a rate still takes pictures, at a rate of its own.
            guard case .refused = error else { throw error }
            rate = 0
        }
        let isJPEG = choice.format == .mjpeg || choice.format == .jpeg
        return CaptureMode(
            format: choice.format, size: PixelSize(width: Int(format.width), height: Int(format.height)),
            framesPerSecond: rate > 0 ? rate : nil, bytesPerLine: isJPEG ? 0 : Int(format.bytes_per_line),
            isConverted: choice.isConverted)
    }

    /// Maps the buffers, hands them to the driver and starts the stream.
    mutating func startStreaming() throws(CaptureError) {
        let count = cv4l2_request_buffers(descriptor, Self.bufferCount)
        guard count >= 0 else { throw .refusal(of: "VIDIOC_REQBUFS", path: path, status: count) }
        for index in 0..<UInt32(count) {
            var start: UnsafeMutableRawPointer?
            var length = 0
            let mapped = unsafe cv4l2_map(descriptor, index, &start, &length)
            guard mapped == 0, let start = unsafe start else {
                throw .refusal(of: "VIDIOC_QUERYBUF", path: path, status: mapped)
            }
            buffers.append(unsafe MappedBuffer(start: start, length: length))
        }
        for index in buffers.indices {
            let queued = cv4l2_queue(descriptor, UInt32(index))
            guard queued == 0 else { throw .refusal(of: "VIDIOC_QBUF", path: path, status: queued) }
        }
        let started = cv4l2_start(descriptor)
        guard started == 0 else { throw .refusal(of: "VIDIOC_STREAMON", path: path, status: started) }
        isStreaming = true
    }

    /// Waits for a filled buffer; false on time-out.
    func waitForBuffer(_ time: Duration) throws(CaptureError) -> Bool {
        let ready = cv4l2_wait(descriptor, Int32(max(1, time.seconds * 1000)))
        guard ready >= 0 else { throw .refusal(of: "poll", path: path, status: ready) }
        return ready > 0
    }

    /// The next filled buffer; `nil` when there is none now.
    func takeBuffer() throws(CaptureError) -> FilledBuffer? {
        var found = cv4l2_buffer()
        let status = unsafe cv4l2_dequeue(descriptor, &found)
        if SystemMessage.isTryAgain(-status) { return nil }
        guard status == 0 else { throw .refusal(of: "VIDIOC_DQBUF", path: path, status: status) }
        guard buffers.indices.contains(Int(found.index)) else {
            throw .refused(request: "VIDIOC_DQBUF", path: path, errno: 0)
        }
        // A clock that wraps or another time base shows as an age that no picture has.
        let believable = (0.0...10.0).contains(found.age)
        return FilledBuffer(
            index: found.index, bytesUsed: min(Int(found.bytes_used), buffers[Int(found.index)].length),
            sequence: found.sequence, hasError: found.has_error != 0,
            age: believable ? .seconds(found.age) : nil)
    }

    /// A copy of what the driver wrote into the buffer.
    func contents(of filled: FilledBuffer) -> [UInt8] {
        let buffer = buffers[Int(filled.index)]
        // Safe: the mapping is `length` bytes long and `takeBuffer` has cut `bytesUsed` to that.
        return unsafe [UInt8](UnsafeRawBufferPointer(start: buffer.start, count: filled.bytesUsed))
    }

    /// Hands a buffer back to the driver; false when it refuses, as drivers do once in a while.
    func giveBack(_ index: UInt32) -> Bool {
        cv4l2_queue(descriptor, index) == 0
    }
}
