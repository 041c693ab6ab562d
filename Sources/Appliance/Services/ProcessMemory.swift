internal import Foundation

/// What the kernel says of this process.
package enum ProcessMemory {
    /// Resident memory in bytes; 0 where the kernel does not tell (proc(5), statm).
    package static func residentBytes() -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
