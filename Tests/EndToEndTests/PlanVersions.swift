import Foundation
import TestSupport

/// Three versions of a store's plan: the last one's time is over, the present one plans nothing on the lowest shelf, and the
/// next one is still to come.
struct PlanVersions {
    let paths: [String]
    /// All facings of the present version.
    let facingsNow: Int

    private struct NoPlan: Error {}

    init(of store: SmallStore, in folder: TemporaryFolder) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(store.folder)/planogram.json"))
        guard let plan = try JSONSerialization.jsonObject(with: data) as? [String: Any],
            var bay = plan["bay"] as? [String: Any], var shelves = bay["shelves"] as? [[String: Any]]
        else { throw NoPlan() }
        var past = plan
        past["valid_to"] = "2026-01-01T00:00:00Z"
        var future = plan
        (future["revision"], future["valid_from"]) = (3, "2999-01-01T00:00:00Z")
        shelves[0]["positions"] = [Any]()
        bay["shelves"] = shelves
        var present = plan
        (present["revision"], present["valid_from"], present["bay"]) = (2, "2026-01-01T00:00:00+01:00", bay)
        facingsNow = shelves.flatMap { $0["positions"] as? [[String: Any]] ?? [] }
            .reduce(0) { $0 + ($1["facings"] as? Int ?? 0) }
        paths = try zip(["past", "present", "future"], [past, present, future]).map { name, plan in
            try JSONSerialization.data(withJSONObject: plan).write(to: folder.url("\(name).json"))
            return folder.path("\(name).json")
        }
    }
}
