internal import Foundation

/// What the kernel's thermal sensors say (Documentation/ABI/testing/sysfs-class-thermal).
package enum Temperatures {
    /// One sensor: `zone` as the kernel counts it, `kind` as its driver calls it.
    package struct Reading: Sendable, Hashable {
        package let zone: String
        package let kind: String
        package let celsius: Double
    }

    /// All sensors that answer, by zone; none on a machine without.
    package static func read(folder: String = "/sys/class/thermal") -> [Reading] {
        // A machine without sensors has no such folder.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("thermal_zone") }.sorted().compactMap { zone in
            guard let kind = line("\(folder)/\(zone)/type"), let text = line("\(folder)/\(zone)/temp"),
                let thousandths = Int(text)
            else { return nil }
            return Reading(zone: zone, kind: kind, celsius: Double(thousandths) / 1000)
        }
    }

    private static func line(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
                ?? ""
        }
    }
}
