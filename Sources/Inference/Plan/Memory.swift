import CKernels

// Where tensors live while a plan runs. All raw memory of the module is owned here: weights in constant
// blocks, all else in one arena whose layout the plan knows beforehand.

/// Immutable values at a fixed address, such as packed weights.
///
/// Safe to share: filled by `init`, never written again, freed with the last reference.
@safe final class ConstantBlock: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let byteCount: Int

    init<Element: BitwiseCopyable>(_ values: [Element]) {
        byteCount = values.count * MemoryLayout<Element>.stride
        unsafe address = .allocate(byteCount: max(byteCount, 64), alignment: 64)
        unsafe values.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { unsafe address.copyMemory(from: base, byteCount: bytes.count) }
        }
    }

    /// What `fill` writes, which must be all of it.
    init(byteCount: Int, _ fill: (UnsafeMutableRawPointer) -> Void) {
        self.byteCount = byteCount
        unsafe address = .allocate(byteCount: max(byteCount, 64), alignment: 64)
        unsafe fill(address)
    }

    deinit { unsafe address.deallocate() }

    var bytes: UnsafePointer<UInt8> { unsafe UnsafePointer(address.assumingMemoryBound(to: UInt8.self)) }
    var signedBytes: UnsafePointer<Int8> { unsafe UnsafePointer(address.assumingMemoryBound(to: Int8.self)) }
    var integers: UnsafePointer<Int32> { unsafe UnsafePointer(address.assumingMemoryBound(to: Int32.self)) }
    var floats: UnsafePointer<Float> { unsafe UnsafePointer(address.assumingMemoryBound(to: Float.self)) }
}

/// The memory that plans of one model share, one run at a time.
@safe final class Arena {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var byteCount: Int

    init() {
        byteCount = 64
        unsafe base = .allocate(byteCount: byteCount, alignment: 64)
    }

    deinit { unsafe base.deallocate() }

    /// Makes room for at least `wanted` bytes; what was there is lost.
    ///
    /// A large one lies on large pages where the system has them: it is given out in a few turns and not in thousands.
    /// In a small one, what no step writes to would take as much again as they save.
    func grow(to wanted: Int) {
        guard wanted > byteCount else { return }
        unsafe base.deallocate()
        byteCount = wanted
        let page = Int(CK_LARGE_PAGE)
        guard byteCount >= 4 * page else {
            unsafe base = .allocate(byteCount: byteCount, alignment: 64)
            return
        }
        unsafe base = .allocate(byteCount: byteCount, alignment: page)
        unsafe ck_prefer_large_pages(base, byteCount)
    }
}

/// Names a piece of memory of one plan.
struct BufferID: Hashable {
    let index: Int
}

/// A piece of memory of one plan: in the arena, a constant, or a part of another buffer.
struct Buffer {
    /// Channels of a wider tensor, or some of its planes.
    struct View {
        let whole: BufferID
        /// Bytes from the start of the whole; for pixels of bytes that is the first channel.
        let offset: Int
        /// Channels of the whole, which is how far apart its pixels lie; nil for planes of floats.
        let channels: Int?
    }

    let byteCount: Int
    let constant: ConstantBlock?
    var view: View?
}

extension [Buffer] {
    /// Where a buffer's first byte lies in memory of its own, and how far apart its pixels are if it is a view.
    func place(of index: Int) -> (root: Int, offset: Int, pixelStride: Int?) {
        var root = index, offset = 0
        var pixelStride: Int?
        while let view = self[root].view {
            offset += view.offset
            pixelStride = view.channels
            root = view.whole.index
        }
        return (root, offset, pixelStride)
    }
}

/// What a step sees when it runs: the address of each buffer, the kernels, the threads.
@safe struct Workspace {
    private let addresses: [UnsafeMutableRawPointer]
    /// Of buffers that are views.
    private let pixelStrides: [Int?]
    let kernels: Kernels
    let workers: Workers

    /// `given` says where the tensors lie that come from the caller and go to it.
    init(
        plan: Plan, arena: Arena, given: [Int: UnsafeMutableRawPointer], kernels: Kernels, workers: Workers
    ) {
        arena.grow(to: plan.arenaByteCount)
        let base = unsafe arena.base
        unsafe addresses = plan.buffers.indices.map { index in
            if let constant = plan.buffers[index].constant { return unsafe constant.address }
            return unsafe (given[plan.roots[index]] ?? base) + plan.offsets[index]
        }
        pixelStrides = plan.pixelStrides
        self.kernels = kernels
        self.workers = workers
    }

    func floats(_ buffer: BufferID) -> UnsafeMutablePointer<Float> {
        unsafe addresses[buffer.index].assumingMemoryBound(to: Float.self)
    }

    func integers(_ buffer: BufferID) -> UnsafeMutablePointer<Int32> {
        unsafe addresses[buffer.index].assumingMemoryBound(to: Int32.self)
    }

    func bytes(_ buffer: BufferID) -> UnsafeMutablePointer<UInt8> {
        unsafe addresses[buffer.index].assumingMemoryBound(to: UInt8.self)
    }

    /// Pixels to read; `channels` is how far apart they lie unless the buffer is a view.
    func source(_ buffer: BufferID, channels: Int) -> ck_source {
        unsafe ck_source(bytes: bytes(buffer), stride: pixelStrides[buffer.index] ?? channels)
    }

    /// Pixels to write.
    func target(_ buffer: BufferID, channels: Int) -> ck_target {
        unsafe ck_target(bytes: bytes(buffer), stride: pixelStrides[buffer.index] ?? channels)
    }

    func raw(_ buffer: BufferID) -> UnsafeMutableRawPointer { unsafe addresses[buffer.index] }
}
