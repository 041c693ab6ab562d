import Foundation
import Records
import Retail
import TestSupport
import Testing

@Suite("Deviations that are over")
struct DeviationArchiveTests {
    private static func closed(
        _ number: Int, zone: String = "zone-1", kind: DeviationKind = .outOfStock
    ) -> DeviationArchive.Closed {
        let place = PositionReference(zone: zone, bay: "1", shelf: "s1", position: "p\(number)")
        let finding = Finding(
            kind: kind, place: place, expected: nil, expectedFacings: 2, facingsFound: 0, confidence: .infinity,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 200))
        let deviation = Deviation(
            id: "d-\(number)", finding: finding, severity: .high, since: Double(number / 2), confirmations: 3)
        return DeviationArchive.Closed(deviation: deviation, camera: "cam", closed: Double(number) + 10)
    }

    @Test("pages follow each other without a gap and without an overlap, the newest first")
    func pages() async throws {
        let folder = try TemporaryFolder()
        let archive = try DeviationArchive(path: folder.path("records.sqlite"))
        try await archive.add((0..<25).map { Self.closed($0) })
        var filter = DeviationArchive.Filter()
        var seen: [DeviationArchive.Closed] = []
        while true {
            let page = try await archive.deviations(filter, limit: 7)
            seen += page
            guard let last = page.last else { break }
            filter.after = (last.deviation.since, last.deviation.id)
        }
        #expect(Set(seen.map(\.deviation.id)).count == 25)
        #expect(seen.count == 25)
        #expect(seen.map(\.deviation.since) == seen.map(\.deviation.since).sorted(by: >))
    }

    @Test("a filter leaves out what does not fit")
    func filters() async throws {
        let folder = try TemporaryFolder()
        let archive = try DeviationArchive(path: folder.path("records.sqlite"))
        try await archive.add([
            Self.closed(1), Self.closed(2, zone: "zone-2"), Self.closed(3, kind: .misplaced),
        ])
        var filter = DeviationArchive.Filter()
        filter.zone = "zone-1"
        filter.kind = .misplaced
        let found = try await archive.deviations(filter, limit: 10)
        #expect(found == [Self.closed(3, kind: .misplaced)])
        #expect(try await archive.deviation("d-2") == Self.closed(2, zone: "zone-2"))
        #expect(try await archive.deviation("d-9") == nil)
    }

    @Test("the oldest go when there are too many, and the rest outlives the process")
    func limit() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("records.sqlite")
        try await DeviationArchive(path: path, limit: 10).add((0..<30).map { Self.closed($0) })
        let found = try await DeviationArchive(path: path).deviations(DeviationArchive.Filter(), limit: 99)
        #expect(found.map(\.deviation.id) == (20..<30).reversed().map { "d-\($0)" })
    }
}
