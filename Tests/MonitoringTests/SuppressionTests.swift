import Foundation
import Monitoring
import Retail
import TestSupport
import Testing

/// What people answer to a deviation: that they have seen it, or that they want to hear no more of it.
struct SuppressionTests {
    private let place = PositionReference(zone: "Z", bay: "B", shelf: "S", position: "P1")
    private let start = 1_790_000_000.0

    private func look(at minute: Int, _ monitor: inout ZoneMonitor, isWrong: Bool = true) -> [DeviationEvent]
    {
        let finding = Finding(
            kind: .misplaced, place: place, expected: SampleShelf.gtin(1), expectedFacings: 2,
            facingsFound: 1,
            confidence: 0.95, slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 100))
        let look = ShelfLook(
            zone: "Z", findings: isWrong ? [finding] : [], observed: [place], unobserved: [],
            figures: ZoneFigures(
                onShelfAvailability: nil, facingsPlanned: 0, facingsFound: 0, compliance: nil,
                observedShare: 1))
        return monitor.observe(look, at: start + Double(minute) * 60)
    }

    private func open(_ monitor: inout ZoneMonitor) throws -> Deviation {
        for minute in 0..<10 { _ = look(at: minute, &monitor) }
        return try #require(monitor.deviations.first)
    }

    /// What the monitor keeps, through JSON and back into another one, as over a restart.
    private func restarted(_ monitor: ZoneMonitor) throws -> ZoneMonitor {
        let kept = try JSONEncoder().encode(monitor.snapshot)
        var later = ZoneMonitor(zone: "Z")
        later.restore(try JSONDecoder().decode(ZoneMonitor.Snapshot.self, from: kept))
        return later
    }

    @Test func `what is acknowledged stays open and says so, also after a restart`() throws {
        var monitor = ZoneMonitor(zone: "Z")
        let open = try open(&monitor)
        let event = monitor.acknowledge(open.id, at: start + 700)
        #expect(event?.change == .updated && event?.deviation.acknowledged == start + 700)
        var later = try restarted(monitor)
        #expect(later.deviations.map(\.acknowledged) == [start + 700])
        let next = look(at: 20, &later)
        #expect(next.isEmpty)
    }

    @Test
    func `what is suppressed closes, stays silent until its time, also after a restart, and opens anew`()
        throws
    {
        var monitor = ZoneMonitor(zone: "Z")
        let open = try open(&monitor)
        let event = monitor.suppress(open.id, until: start + 3600, at: start + 700)
        #expect(event?.change == .closed && event?.deviation.id == open.id)
        var later = try restarted(monitor)
        let silence = (20..<60).flatMap { look(at: $0, &later) }
        #expect(silence.isEmpty)
        let again = look(at: 60, &later)
        #expect(again.map(\.change) == [.opened])
        #expect(again.first?.deviation.id != open.id)
        #expect(later.snapshot.suppressions.isEmpty)
    }

    @Test func `an id that is not open is answered with nothing`() throws {
        var monitor = ZoneMonitor(zone: "Z")
        _ = try open(&monitor)
        let answers = [
            monitor.acknowledge("nobody", at: start),
            monitor.suppress("nobody", until: start + 10, at: start),
        ]
        #expect(answers == [nil, nil])
        #expect(monitor.deviations.count == 1)
    }
}
