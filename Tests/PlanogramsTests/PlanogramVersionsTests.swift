import Planograms
import Retail
import TestSupport
import Testing

struct PlanogramVersionsTests {
    private func plan(revision: Int, from: Double? = nil, to: Double? = nil, bay: String = "B1") -> Planogram
    {
        Planogram(
            id: "P", revision: revision,
            validity: Validity(from: from.map { UTCTime(seconds: $0) }, to: to.map { UTCTime(seconds: $0) }),
            bay: Bay(id: bay, widthMM: 1000, heightMM: 2000, shelves: []))
    }

    private func versions(_ plans: [Planogram]) throws -> PlanogramVersions {
        try #require(try PlanogramVersions.gather(plans.map { ("\($0.revision).json", [$0]) }).first)
    }

    @Test func `the running version changes over at its time`() throws {
        var clock = ManualTime(seconds: 1000)
        let versions = try versions([plan(revision: 1, to: 1010), plan(revision: 2, from: 1010)])
        var seen: [Int?] = []
        for _ in 0..<4 {
            seen.append(versions.running(at: UTCTime(seconds: clock.seconds))?.revision)
            _ = clock.advance(by: 5)
        }
        #expect(seen == [1, 1, 2, 2])
    }

    @Test func `a promotion takes the standing plan's place and gives it back`() throws {
        let versions = try versions([plan(revision: 5), plan(revision: 1, from: 100, to: 200)])
        let revisions = [50, 100, 199, 200].map { versions.running(at: UTCTime(seconds: $0))?.revision }
        #expect(revisions == [5, 1, 1, 5])
    }

    @Test func `of two that begin at the same time the later revision runs`() throws {
        let versions = try versions([plan(revision: 3, from: 100), plan(revision: 2, from: 100)])
        #expect(versions.running(at: UTCTime(seconds: 150))?.revision == 3)
    }

    @Test func `outside of all versions none runs`() throws {
        let versions = try versions([plan(revision: 1, from: 100, to: 200)])
        #expect(versions.running(at: UTCTime(seconds: 99)) == nil)
        #expect(versions.running(at: UTCTime(seconds: 200)) == nil)
    }

    @Test func `two versions that nobody can tell apart are refused with both files`() {
        let twins = [("a.json", [plan(revision: 1, from: 5)]), ("b.json", [plan(revision: 1, from: 5)])]
        let error = #expect(throws: PlanogramError.self) { try PlanogramVersions.gather(twins) }
        #expect(error?.description.hasPrefix("b.json: ") == true)
        #expect(error?.description.contains("a.json") == true)
    }

    @Test func `each bay of a file has its own versions`() throws {
        let old = [plan(revision: 1, bay: "1"), plan(revision: 1, bay: "2")]
        let new = [plan(revision: 2, from: 100, bay: "2")]
        let bays = try PlanogramVersions.gather([("old.json", old), ("new.json", new)])
        #expect(bays.map { $0.running(at: UTCTime(seconds: 150))?.revision } == [1, 2])
    }
}
