import CKernels
import Foundation

/// One set of integer kernels of the C table.
///
/// Safe to share: a row of the table is immutable and lives as long as the program.
@safe struct Kernels: @unchecked Sendable {
    let row: UnsafePointer<ck_kernels>

    var name: String { unsafe String(cString: row.pointee.name) }

    /// The best set this machine can run, or the one that the environment variable GONDOLA_KERNELS names.
    static func selected() throws(InferenceError) -> Kernels {
        let name = ProcessInfo.processInfo.environment["GONDOLA_KERNELS"] ?? ""
        return try named(name.isEmpty ? nil : name)
    }

    /// The set called `name`; nil picks the best one.
    static func named(_ name: String?) throws(InferenceError) -> Kernels {
        guard let row = unsafe ck_kernels_select(name) else {
            throw .unknownKernels(name: name ?? "", available: available.map(\.name))
        }
        return unsafe Kernels(row: row)
    }

    /// Every set this machine can run, best first.
    static var available: [Kernels] {
        (0..<ck_kernels_count()).compactMap { index in
            guard let row = unsafe ck_kernels_at(index), unsafe row.pointee.is_usable() else { return nil }
            return unsafe Kernels(row: row)
        }
    }
}
