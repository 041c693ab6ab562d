internal import Foundation

/// What the kernel says of this process's work.
package enum ProcessTime {
    /// User and system time of all threads in seconds; 0 where the kernel does not tell (proc(5), stat).
    package static func processorSeconds() -> Double {
        guard let data = FileManager.default.contents(atPath: "/proc/self/stat") else { return 0 }
        // The program's name, in brackets, may hold anything; what follows are the fields from the third on.
        guard
            let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(
                separator: " "),
            fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
