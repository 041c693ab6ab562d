internal import CV4L2
internal import Retail

/// An open V4L2 capture device.
///
/// It stops streaming, gives its memory back and closes when the value goes away, also when its camera is
/// gone: a node that stays open keeps its number, and the camera would come back under another one.
struct VideoDevice: ~Copyable {
    /// What the driver says of itself and of the camera.
    struct Identity: Equatable, Sendable {
        let driver: String
        let card: String
        /// Where the camera is plugged in; the same for all nodes of one camera.
        let bus: String
    }

    let path: String
    let identity: Identity
    let descriptor: Int32
    let node: cv4l2_node
    let exchange: BufferExchange
    /// What `configure` has set.
    var format = cv4l2_format()
    // Made by `startStreaming`.
    var buffers: DriverBuffers?
    var isStreaming = false

    /// Opens the one camera that `address` means, whatever its number is now; its other nodes are passed over.
    static func open(
        _ address: CameraAddress, called name: String, exchange: BufferExchange? = nil
    ) throws(CaptureError) -> VideoDevice {
        let nodes = address.nodes()
        if case .path = address { return try open(path: name, exchange: exchange) }
        var cameras: [String] = []
        for node in nodes {
            do throws(CaptureError) {
                _ = try open(path: node)
                cameras.append(node)
            } catch {
                // Metadata nodes of the same camera; what else is wrong with a node is told below.
                if case .notACamera = error { continue }
                cameras.append(node)
            }
        }
        guard let camera = cameras.first else { throw .noDevice(path: name) }
        guard cameras.count == 1 else { throw .ambiguous(address: name, paths: cameras) }
        return try open(path: camera, exchange: exchange)
    }

    /// Makes sure that pictures arrive at the device's input, and takes over their size where the input is a digital one.
    func lockSignal() throws(CaptureError) {
        guard cv4l2_has_signal(descriptor) != 0 else { throw .noSignal(path: path) }
        let locked = cv4l2_lock_timings(descriptor)
        guard locked != 0 else { return }
        if let reason = SystemMessage.signal(-locked) { throw .noSignal(path: path, reason: reason) }
        throw .refusal(of: "VIDIOC_S_DV_TIMINGS", path: path, status: locked)
    }

    /// Opens `path` and checks that pictures come from it; `exchange` is the best that the driver offers if not given.
    static func open(path: String, exchange: BufferExchange? = nil) throws(CaptureError) -> VideoDevice {
        let descriptor = unsafe cv4l2_open(path)
        guard descriptor >= 0 else {
            let error = CaptureError.refusal(of: "open", path: path, status: descriptor)
            if case .refused(_, _, let errno) = error { throw .cannotOpen(path: path, errno: errno) }
            throw error
        }
        var found = cv4l2_identity()
        let status = unsafe cv4l2_identify(descriptor, &found)
        // From here on the value owns the descriptor and closes it, whatever is thrown.
        // Most drivers speak one interface; those that speak both are taken by the one that libv4l2 knows.
        let node = cv4l2_node(
            descriptor: descriptor, is_multiplanar: found.captures_video != 0 ? 0 : found.captures_multiplanar
        )
        let device = VideoDevice(
            adopting: node, path: path, exchange: exchange ?? .choose(for: node),
            identity: Identity(
                driver: text(of: found.driver), card: text(of: found.card), bus: text(of: found.bus)))
        switch SystemMessage.cause(-status) {
        case .absent: throw .noDevice(path: path)
        case .other where status < 0: throw .notACamera(path: path, reason: "no V4L2 device")
        default: break
        }
        guard found.captures_video != 0 || found.captures_multiplanar != 0 else {
            throw .notACamera(path: path, reason: Self.purpose(of: found))
        }
        if node.is_multiplanar == 0, device.exchange == .mapped {
            let adopted = cv4l2_adopt(descriptor)
            guard adopted == 0 else { throw .refusal(of: "VIDIOC_G_FMT", path: path, status: adopted) }
        }
        return device
    }

    private init(adopting node: cv4l2_node, path: String, exchange: BufferExchange, identity: Identity) {
        self.node = node
        descriptor = node.descriptor
        self.path = path
        self.exchange = exchange
        self.identity = identity
    }

    deinit {
        if isStreaming { _ = cv4l2_stop(node) }
        buffers?.release()
        cv4l2_close(descriptor)
    }

    private static func purpose(of found: cv4l2_identity) -> String {
        if found.captures_metadata != 0 {
            "\(text(of: found.card)) delivers metadata at this node, its pictures come from another one"
        } else {
            "\(text(of: found.card)) takes no pictures at this node"
        }
    }
}

/// A text that C keeps in an array of fixed size, which Swift sees as a tuple.
func text<Characters>(of characters: Characters) -> String {
    // Safe: only the bytes of the tuple are read, which live as long as the closure.
    unsafe withUnsafeBytes(of: characters) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}

extension VideoDevice {
    /// The formats as the driver names them, for a message to the technician.
    func formatNames() -> [String] {
        formatDescriptions().filter { $0.is_emulated == 0 }.map { text(of: $0.description) }
    }

    /// All formats that Gondola understands, with sizes; the rates of a range of sizes are those near
    /// `wanted`.
    func offeredFormats(near wanted: PixelSize) -> [OfferedFormat] {
        formatDescriptions().compactMap { found in
            guard let format = CameraFormat(fourCC: found.pixel_format) else { return nil }
            return OfferedFormat(
                format: format, isConverted: found.is_emulated != 0,
                sizes: offeredSizes(of: format, near: wanted))
        }
    }

    private func formatDescriptions() -> [cv4l2_format_description] {
        Self.list { index in
            var found = cv4l2_format_description()
            return unsafe cv4l2_enumerate_format(node, index, &found) == 0 ? found : nil
        }
    }

    private func offeredSizes(of format: CameraFormat, near wanted: PixelSize) -> [OfferedSize] {
        let ranges: [cv4l2_size_range] = Self.list { index in
            var found = cv4l2_size_range()
            return unsafe cv4l2_enumerate_size(descriptor, format.fourCC, index, &found) == 0 ? found : nil
        }
        // A driver that lists no sizes may still take any; it is asked, and what it gives is read back.
        guard !ranges.isEmpty else {
            return [OfferedSize(wanted, rates: [])]
        }
        return ranges.compactMap { range in
            let smallest = PixelSize(width: Int(range.min_width), height: Int(range.min_height))
            let largest = PixelSize(width: Int(range.max_width), height: Int(range.max_height))
            guard smallest.width <= largest.width, smallest.height <= largest.height, smallest.area > 0 else {
                return nil
            }
            let step = PixelSize(width: Int(range.step_width), height: Int(range.step_height))
            let sizes = OfferedSize(smallest: smallest, largest: largest, step: step, rates: [])
            let rates = offeredRates(of: format, at: sizes.size(nearest: wanted))
            return OfferedSize(smallest: smallest, largest: largest, step: step, rates: rates)
        }
    }

    private func offeredRates(of format: CameraFormat, at size: PixelSize) -> [ClosedRange<Double>] {
        let ranges: [cv4l2_rate_range] = Self.list { index in
            var found = cv4l2_rate_range()
            let status = unsafe cv4l2_enumerate_rate(
                descriptor, format.fourCC, UInt32(size.width), UInt32(size.height), index, &found)
            return status == 0 ? found : nil
        }
        return ranges.compactMap { $0.lowest > 0 && $0.lowest <= $0.highest ? $0.lowest...$0.highest : nil }
    }

    /// The entries of one of the driver's lists, which ends at the first refusal.
    private static func list<Entry>(_ entry: (UInt32) -> Entry?) -> [Entry] {
        // A broken driver may know no end.
        let longest: UInt32 = 1000
        var entries: [Entry] = []
        for index in 0..<longest {
            guard let found = entry(index) else { break }
            entries.append(found)
        }
        return entries
    }
}
