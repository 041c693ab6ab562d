import Foundation
import Monitoring
import Retail
import TestSupport
import Testing

/// The life of deviations, driven look by look with a clock that only the test moves.
struct ZoneMonitorTests {
    /// Every look counts in full: three sure ones open a deviation, three without it close it.
    private static func settings(delay: Double = 2) -> MonitorSettings {
        var settings = MonitorSettings()
        settings.evidence.correlation = 0
        settings.delaySeconds = delay
        return settings
    }

    /// One zone under watch: a second passes before each look.
    private struct Watch {
        var monitor: ZoneMonitor
        var time = ManualTime()

        init(settings: MonitorSettings = ZoneMonitorTests.settings()) {
            monitor = ZoneMonitor(zone: "Z", settings: settings)
        }

        /// Looks at positions P1 and P2 and answers the events as words.
        mutating func look(_ findings: Finding..., hidden: Set<String> = [], plan: [String] = ["P1", "P2"])
            -> [String]
        {
            events(findings, hidden: hidden, plan: plan).map { "\($0.change) \($0.deviation.finding.kind)" }
        }

        mutating func events(
            _ findings: [Finding], hidden: Set<String> = [], tagsHidden: Set<String> = [],
            plan: [String] = ["P1", "P2"]
        ) -> [DeviationEvent] {
            let observed = Set(plan).subtracting(hidden)
            var look = ShelfLook(
                zone: "Z", findings: findings, observed: Set(observed.map(place)),
                unobserved: Set(hidden.map(place)),
                figures: ZoneFigures(
                    onShelfAvailability: nil, facingsPlanned: 0, facingsFound: 0, compliance: nil,
                    observedShare: 1))
            look.tagsHidden = Set(tagsHidden.map(place))
            return monitor.observe(look, at: time.advance())
        }
    }

    private static func place(_ position: String) -> PositionReference {
        PositionReference(zone: "Z", bay: "B", shelf: "S", position: position)
    }

    private func finding(
        _ kind: DeviationKind, at position: String = "P1", found: Int = 0, seen: UInt64? = nil
    ) -> Finding {
        let identification = seen.map {
            Identification(
                path: SKUPath(["D", "SKU \($0)"]), probabilities: [1, 0.9], gtin: SampleShelf.gtin($0))
        }
        return Finding(
            kind: kind, place: Self.place(position), expected: SampleShelf.gtin(1), expectedFacings: 4,
            facingsFound: found, seen: identification, confidence: 0.95,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 100))
    }

    @Test func `a price tag that nobody can see stays missing, though its position is in view`() {
        var watch = Watch()
        let untagged = finding(.priceTagMissing)
        for _ in 0..<4 { _ = watch.events([untagged]) }
        #expect(watch.monitor.deviations.map(\.finding.kind) == [.priceTagMissing])
        for _ in 0..<20 { #expect(watch.events([], tagsHidden: ["P1"]).isEmpty) }
        let closed = (0..<6).flatMap { _ in watch.events([]) }
        #expect(closed.map(\.change) == [.closed])
    }

    @Test func `a deviation opens once after three looks and closes after three without it`() {
        var watch = Watch()
        let gone = finding(.outOfStock)
        #expect(watch.look(gone) == [])
        #expect(watch.look(gone) == [])
        #expect(watch.look(gone) == ["opened outOfStock"])
        for _ in 0..<20 { #expect(watch.look(gone) == []) }
        #expect(watch.monitor.deviations.count == 1)
        #expect(watch.monitor.deviations.first?.confirmations == 23)
        #expect(watch.look() == [])
        #expect(watch.look() == [])
        #expect(watch.look() == ["closed outOfStock"])
        #expect(watch.monitor.deviations.isEmpty)
        for _ in 0..<5 { #expect(watch.look() == []) }
    }

    @Test func `it opens only after the time asked for`() {
        var watch = Watch(
            settings: Self.settings(delay: 10))
        for _ in 0..<10 { #expect(watch.look(finding(.misplaced)) == []) }
        #expect(watch.look(finding(.misplaced)) == ["opened misplaced"])
        #expect(watch.monitor.deviations.first?.since == ManualTime().seconds + 1)
    }

    @Test func `one look missing between confirmations does not matter`() {
        var watch = Watch()
        #expect(watch.look(finding(.lowFacings)) == [])
        #expect(watch.look() == [])
        #expect(watch.look(finding(.lowFacings)) == [])
        #expect(watch.look(finding(.lowFacings)) == [])
        #expect(watch.look(finding(.lowFacings)) == ["opened lowFacings"])
    }

    @Test func `rare false alarms never open`() {
        var watch = Watch()
        for step in 0..<60 {
            #expect((step % 3 == 0 ? watch.look(finding(.foreignProduct)) : watch.look()) == [])
        }
    }

    @Test func `a detection that flaps opens once and stays`() {
        var watch = Watch()
        var events: [String] = []
        for step in 0..<80 {
            events += step % 2 == 0 ? watch.look(finding(.outOfStock)) : watch.look()
        }
        #expect(events == ["opened outOfStock"])
    }

    @Test func `a position that is hidden keeps what it has`() {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.outOfStock)) }
        for _ in 0..<50 { #expect(watch.look(hidden: ["P1"]) == []) }
        #expect(watch.monitor.deviations.count == 1)
        #expect(watch.look() == [])
        #expect(watch.look(hidden: ["P1"]) == [])
        #expect(watch.look() == [])
        #expect(watch.look() == ["closed outOfStock"])
    }

    @Test func `evidence outlasts a shopper in front`() {
        var watch = Watch()
        _ = watch.look(finding(.outOfStock))
        _ = watch.look(finding(.outOfStock))
        for _ in 0..<10 { #expect(watch.look(hidden: ["P1"]) == []) }
        // Three looks are evidence enough, but the time behind the shopper does not count.
        #expect(watch.look(finding(.outOfStock)) == [])
        #expect(watch.look(finding(.outOfStock)) == ["opened outOfStock"])
    }

    @Test func `another kind at the same position closes the old and opens the new in one step`() {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.lowFacings, found: 1)) }
        #expect(watch.look(finding(.outOfStock)) == [])
        #expect(watch.look(finding(.outOfStock)) == [])
        #expect(watch.look(finding(.outOfStock)) == ["closed lowFacings", "opened outOfStock"])
        #expect(watch.monitor.deviations.map(\.finding.kind) == [.outOfStock])
    }

    @Test func `the old kind waits for a new one that needs more time`() {
        var watch = Watch(
            settings: Self.settings(delay: 6))
        for _ in 0..<7 { _ = watch.look(finding(.lowFacings, found: 1)) }
        for _ in 0..<6 { #expect(watch.look(finding(.outOfStock)) == []) }
        #expect(watch.look(finding(.outOfStock)) == ["closed lowFacings", "opened outOfStock"])
    }

    @Test func `a position that reads in two ways by turns keeps its first deviation`() {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.lowFacings, found: 1)) }
        for step in 0..<60 {
            let next = finding(step % 2 == 0 ? .outOfStock : .lowFacings, found: step % 2)
            #expect(watch.look(next) == [])
        }
        #expect(watch.monitor.deviations.map(\.finding.kind) == [.lowFacings])
    }

    @Test func `two kinds that are true together are both open`() {
        var watch = Watch()
        let both = (finding(.foreignProduct, found: 1, seen: 8), finding(.lowFacings, found: 1))
        _ = watch.look(both.0, both.1)
        _ = watch.look(both.0, both.1)
        #expect(watch.look(both.0, both.1) == ["opened foreignProduct", "opened lowFacings"])
        for _ in 0..<2 { #expect(watch.look(both.1) == []) }
        #expect(watch.look(both.1) == ["closed foreignProduct"])
    }

    @Test func `a lasting change is one update and a passing one is none`() {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.lowFacings, found: 3)) }
        #expect(watch.monitor.deviations.first?.severity == .low)
        for step in 0..<20 { #expect(watch.look(finding(.lowFacings, found: step % 3 == 0 ? 2 : 3)) == []) }
        #expect(watch.look(finding(.lowFacings, found: 1)) == [])
        #expect(watch.look(finding(.lowFacings, found: 1)) == [])
        #expect(watch.look(finding(.lowFacings, found: 1)) == ["updated lowFacings"])
        #expect(watch.monitor.deviations.first?.finding.facingsFound == 1)
        #expect(watch.monitor.deviations.first?.severity == .medium)
        for _ in 0..<10 { #expect(watch.look(finding(.lowFacings, found: 1)) == []) }
    }

    @Test func `another intruder is an update of the same deviation`() {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.foreignProduct, seen: 5)) }
        let id = watch.monitor.deviations.first?.id
        _ = watch.look(finding(.foreignProduct, seen: 6))
        _ = watch.look(finding(.foreignProduct, seen: 6))
        #expect(watch.look(finding(.foreignProduct, seen: 6)) == ["updated foreignProduct"])
        #expect(watch.monitor.deviations.first?.id == id)
        #expect(watch.monitor.deviations.first?.finding.seen?.gtin == SampleShelf.gtin(6))
    }

    @Test func `the closing event carries the deviation with its beginning`() throws {
        var watch = Watch()
        for _ in 0..<4 { _ = watch.look(finding(.outOfStock)) }
        let open = try #require(watch.monitor.deviations.first)
        _ = watch.look()
        _ = watch.look()
        let closing = try #require(watch.events([]).first)
        #expect(closing.change == .closed && closing.deviation == open)
        #expect(closing.time - closing.deviation.since == 6)
    }

    @Test func `a position that left the plan closes at once`() {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.outOfStock, at: "P2")) }
        #expect(watch.look(plan: ["P1"]) == ["closed outOfStock"])
    }

    @Test func `a restart through JSON keeps the deviation and opens it no second time`() throws {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.foreignProduct, seen: 5)) }
        let before = watch.monitor.deviations
        let kept = try JSONEncoder().encode(watch.monitor.snapshot)
        var later = Watch()
        later.time = watch.time
        later.monitor.restore(try JSONDecoder().decode(ZoneMonitor.Snapshot.self, from: kept))
        #expect(later.monitor.deviations == before)
        for _ in 0..<5 { #expect(later.look(finding(.foreignProduct, seen: 5)) == []) }
        #expect(later.monitor.deviations.first?.confirmations == 8)
        for _ in 0..<2 { #expect(later.look() == []) }
        #expect(later.look() == ["closed foreignProduct"])
    }

    @Test func `deviations of another zone are not taken up`() {
        var watch = Watch()
        for _ in 0..<3 { _ = watch.look(finding(.outOfStock)) }
        var other = ZoneMonitor(zone: "Y")
        other.restore(watch.monitor.snapshot)
        #expect(other.deviations.isEmpty)
    }

    @Test func `the same fault again has another id of plain characters`() throws {
        var watch = Watch()
        var ids: Set<String> = []
        for _ in 0..<3 {
            for _ in 0..<3 { _ = watch.look(finding(.outOfStock, at: "P2")) }
            ids.insert(try #require(watch.monitor.deviations.first?.id))
            for _ in 0..<3 { _ = watch.look() }
        }
        #expect(ids.count == 3)
        #expect(
            ids.allSatisfy { id in id.hasPrefix("P2.out_of_stock.") && !id.contains { "/+#\0 ".contains($0) }
            })
    }

    @Test func `names with signs that a topic cannot hold still give plain and different ids`() throws {
        var ids: Set<String> = []
        for name in ["a/b", "a#b", "a b", "ä+b"] {
            var monitor = ZoneMonitor(zone: "Z", settings: Self.settings(delay: 0))
            let look = ShelfLook(
                zone: "Z", findings: [finding(.outOfStock, at: name)], observed: [Self.place(name)],
                unobserved: [],
                figures: ZoneFigures(
                    onShelfAvailability: 0, facingsPlanned: 1, facingsFound: 0, compliance: 0,
                    observedShare: 1))
            let events = (0..<3).flatMap { monitor.observe(look, at: 1_790_000_000 + Double($0)) }
            ids.insert(try #require(events.first).deviation.id)
        }
        #expect(ids.count == 4)
        #expect(
            ids.allSatisfy {
                $0.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-_.".utf8.contains($0) }
            })
    }

    @Test func `a clock that was set back delays nothing for ever`() {
        var monitor = ZoneMonitor(zone: "Z", settings: Self.settings())
        let look = ShelfLook(
            zone: "Z", findings: [finding(.outOfStock)], observed: [Self.place("P1")], unobserved: [],
            figures: ZoneFigures(
                onShelfAvailability: 0, facingsPlanned: 1, facingsFound: 0, compliance: 0, observedShare: 1))
        let times = [5000.0, 5001, 1000, 1001, 1002]
        #expect(times.flatMap { monitor.observe(look, at: $0) }.map(\.time) == [1001])
    }

}
