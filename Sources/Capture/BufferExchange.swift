internal import CV4L2

/// How a driver and this process pass pictures to each other.
package enum BufferExchange: Hashable, Sendable {
    /// The driver's memory, mapped into this process: what nearly every driver offers.
    case mapped
    /// Memory of this process (USERPTR).
    case userMemory
    /// The driver's memory, as dma-buf descriptors that another device could be given as well.
    case exported
    /// Memory that the driver of the node named has exported (DMABUF).
    case imported(from: String)

    /// The best of what a driver offers, of those that need nobody else.
    static func choose(for node: cv4l2_node) -> BufferExchange {
        let isMapped = cv4l2_offers(node, cv4l2_mapped) != 0
        return isMapped || cv4l2_offers(node, cv4l2_user_memory) == 0 ? .mapped : .userMemory
    }

    /// What the kernel calls it.
    var kind: cv4l2_exchange {
        switch self {
        case .mapped, .exported: cv4l2_mapped
        case .userMemory: cv4l2_user_memory
        case .imported: cv4l2_imported
        }
    }
}

/// The memory of the buffers that go to and fro between a driver and this process.
///
/// It is given back by `release`, at the latest when the object goes away. All reading of what drivers write is in this file.
final class DriverBuffers {
    let exchange: BufferExchange
    private let node: cv4l2_node
    // Of `imported`: the device whose memory is used; it must stay open as long.
    private let lender: Lender?
    private var memory: [cv4l2_memory] = []

    /// Asks the driver for `count` buffers of `format` and hands them to it.
    static func make(
        _ exchange: BufferExchange, node: cv4l2_node, path: String, format: cv4l2_format, count: UInt32
    ) throws(CaptureError) -> DriverBuffers {
        var lender: Lender?
        if case .imported(let other) = exchange {
            lender = try Lender(path: other, format: format, count: count)
        }
        let buffers = DriverBuffers(exchange: exchange, node: node, lender: lender)
        let given = cv4l2_request_buffers(node, exchange.kind, count)
        guard given >= 0 else { throw .refusal(of: "VIDIOC_REQBUFS", path: path, status: given) }
        for index in 0..<UInt32(lender.map { min($0.count, given) } ?? given) {
            try buffers.add(index, format: format, path: path)
        }
        for index in 0..<UInt32(buffers.count) {
            let queued = buffers.queue(index)
            guard queued == 0 else { throw .refusal(of: "VIDIOC_QBUF", path: path, status: queued) }
        }
        return buffers
    }

    private init(exchange: BufferExchange, node: cv4l2_node, lender: Lender?) {
        self.exchange = exchange
        self.node = node
        self.lender = lender
    }

    /// Gives the memory back; the stream must have been stopped.
    func release() {
        for var buffer in memory { unsafe cv4l2_release(&buffer) }
        memory = []
    }

    deinit { release() }

    var count: Int { memory.count }

    private func add(_ index: UInt32, format: cv4l2_format, path: String) throws(CaptureError) {
        var added = cv4l2_memory()
        var format = format
        let status =
            switch exchange {
            case .mapped: unsafe cv4l2_map(node, index, &added)
            case .exported: unsafe cv4l2_export(node, index, &added)
            case .userMemory: unsafe cv4l2_allocate(&format, &added)
            case .imported: unsafe cv4l2_export(lender?.node ?? node, index, &added)
            }
        guard status == 0 else { throw .refusal(of: "the memory of a buffer", path: path, status: status) }
        memory.append(added)
    }

    /// Hands a buffer to the driver; 0 or the driver's refusal.
    func queue(_ index: UInt32) -> Int32 {
        var given = memory[Int(index)]
        return unsafe cv4l2_queue(node, exchange.kind, index, &given)
    }

    /// A copy of the picture in a buffer: of a single plane as it is, of several packed into one as `packing` says.
    ///
    /// `nil` when the driver tells of more than there is, or of less than a picture.
    func contents(of filled: FilledBuffer, packing: PlanePacking?) -> [UInt8]? {
        var buffer = memory[Int(filled.index)]
        let planes = unsafe [buffer.planes.0, buffer.planes.1, buffer.planes.2]
        guard filled.planes.count == Int(buffer.plane_count) else { return nil }
        var parts: [UnsafeRawBufferPointer] = unsafe []
        for (index, part) in filled.planes.enumerated() {
            // Safe: no part reaches beyond its memory, which lives as long as this object holds it.
            guard unsafe part.upperBound <= planes[index].length, let start = unsafe planes[index].start
            else {
                return nil
            }
            unsafe parts.append(UnsafeRawBufferPointer(start: start + part.lowerBound, count: part.count))
        }
        unsafe cv4l2_read(&buffer, 1)
        defer { unsafe cv4l2_read(&buffer, 0) }
        if let packing { return unsafe packing.packed(parts) }
        return unsafe parts.first.map { unsafe Array($0) }
    }
}

/// A device that is open only so that its driver's memory can be used by another one.
private final class Lender {
    let node: cv4l2_node
    let count: Int32

    init(path: String, format: cv4l2_format, count: UInt32) throws(CaptureError) {
        let descriptor = unsafe cv4l2_open(path)
        guard descriptor >= 0 else { throw .refusal(of: "open", path: path, status: descriptor) }
        var identity = cv4l2_identity()
        _ = unsafe cv4l2_identify(descriptor, &identity)
        let node = cv4l2_node(descriptor: descriptor, is_multiplanar: identity.captures_multiplanar)
        self.node = node
        var same = format
        let status = unsafe cv4l2_set_format(node, &same)
        self.count = status < 0 ? status : cv4l2_request_buffers(node, cv4l2_mapped, count)
        guard self.count > 0 else { throw .refusal(of: "lending buffers", path: path, status: self.count) }
    }

    deinit { cv4l2_close(node.descriptor) }
}
