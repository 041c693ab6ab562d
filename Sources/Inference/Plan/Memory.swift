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
    func grow(to wanted: Int) {
        guard wanted > byteCount else { return }
        unsafe base.deallocate()
        byteCount = wanted
        unsafe base = .allocate(byteCount: byteCount, alignment: 64)
    }
}

/// Names a piece of memory of one plan.
struct BufferID: Hashable {
    let index: Int
}

/// A piece of memory of one plan: in the arena, or a constant.
struct Buffer {
    let byteCount: Int
    let constant: ConstantBlock?
}

/// What a step sees when it runs: the address of each buffer, the kernels, the threads.
@safe struct Workspace {
    private let addresses: [UnsafeMutableRawPointer]
    let kernels: Kernels
    let workers: Workers

    init(plan: Plan, arena: Arena, kernels: Kernels, workers: Workers) {
        arena.grow(to: plan.arenaByteCount)
        let base = unsafe arena.base
        unsafe addresses = plan.buffers.indices.map { index in
            if let constant = plan.buffers[index].constant { return unsafe constant.address }
            return unsafe base + plan.offsets[index]
        }
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

    func raw(_ buffer: BufferID) -> UnsafeMutableRawPointer { unsafe addresses[buffer.index] }
}
