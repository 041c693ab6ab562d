import CKernels

/// The rows of the kernel table that this machine can run.
@safe struct KernelTable: @unchecked Sendable {
    // A row is immutable and lives as long as the program.
    let row: UnsafePointer<ck_kernels>

    var name: String { unsafe String(cString: row.pointee.name) }

    static let rows: [KernelTable] = (0..<ck_kernels_count()).compactMap { index in
        guard let row = unsafe ck_kernels_at(index), unsafe row.pointee.is_usable() else { return nil }
        return unsafe KernelTable(row: row)
    }

    static var available: [String] { rows.map(\.name) }
}
