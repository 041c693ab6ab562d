package import Retail

/// The versions of one bay's planogram, of which one at most runs at any time.
///
/// Among those that hold, the one that began last runs: a promotion over a few weeks takes the standing plan's place and
/// gives it back.
package struct PlanogramVersions: Sendable {
    /// All have the same planogram id and bay.
    package let versions: [Planogram]

    /// Gathers `files` into versions, one value for each planogram and bay, in the order of their first appearance.
    ///
    /// Throws if two versions of a bay begin at the same time with the same revision: nobody could say which one runs.
    package static func gather(
        _ files: [(path: String, planograms: [Planogram])]
    ) throws(PlanogramError) -> [PlanogramVersions] {
        var order: [[String]] = []
        var found: [[String]: [(path: String, planogram: Planogram)]] = [:]
        for file in files {
            for planogram in file.planograms {
                let key = [planogram.id, planogram.bay.id]
                if found[key] == nil { order.append(key) }
                let twin = found[key]?.first {
                    $0.planogram.validity.from == planogram.validity.from
                        && $0.planogram.revision == planogram.revision
                }
                if let twin {
                    throw .ambiguousVersion(file: file.path, other: twin.path, planogram: planogram)
                }
                found[key, default: []].append((file.path, planogram))
            }
        }
        return order.map { key in PlanogramVersions((found[key] ?? []).map(\.planogram)) }
    }

    /// One planogram without other versions.
    package init(_ planogram: Planogram) { self.init([planogram]) }

    private init(_ versions: [Planogram]) { self.versions = versions }

    /// The version that runs at `time`; `nil` if none holds.
    package func running(at time: UTCTime) -> Planogram? {
        versions.filter { $0.validity.contains(time) }.max { left, right in
            let (began, begins) = (left.validity.from, right.validity.from)
            guard began != begins else { return left.revision < right.revision }
            guard let began else { return true }
            guard let begins else { return false }
            return began < begins
        }
    }
}
