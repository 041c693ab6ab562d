import Monitoring
import Retail
import TestSupport
import Testing

/// When the monitor holds its tongue, and how much evidence it wants.
struct MonitorTimingTests {
    private static let places = (1...12).map {
        PositionReference(zone: "Z", bay: "B", shelf: "S", position: "P\($0)")
    }

    private func finding(_ kind: DeviationKind, at index: Int = 0, confidence: Double = 0.95) -> Finding {
        Finding(
            kind: kind, place: Self.places[index], expected: SampleShelf.gtin(1), expectedFacings: 2,
            facingsFound: 0, confidence: confidence,
            slot: ShelfRect(xMM: Double(index) * 100, yMM: 0, widthMM: 100, heightMM: 100))
    }

    private func look(_ findings: [Finding], hidden: Bool = false) -> ShelfLook {
        ShelfLook(
            zone: "Z", findings: findings, observed: hidden ? [] : Set(Self.places),
            unobserved: hidden ? Set(Self.places) : [],
            figures: ZoneFigures(
                onShelfAvailability: nil, facingsPlanned: 0, facingsFound: 0, compliance: nil,
                observedShare: 1))
    }

    /// How many looks, `seconds` apart, it takes until something opens; `nil` if a hundred do not.
    private func looksUntilOpening(_ monitor: ZoneMonitor, _ finding: Finding, every seconds: Double) -> Int?
    {
        var monitor = monitor
        return (1...100).first { number in
            monitor.observe(look([finding]), at: 1_790_000_000 + Double(number) * seconds)
                .contains { $0.change == .opened }
        }
    }

    private func monitor(_ change: (inout MonitorSettings) -> Void = { _ in }) -> ZoneMonitor {
        var settings = MonitorSettings()
        settings.delaySeconds = 0
        change(&settings)
        return ZoneMonitor(zone: "Z", settings: settings)
    }

    @Test func `looks that follow each other at once need to be more than looks far apart`() throws {
        let quick = try #require(looksUntilOpening(monitor(), finding(.outOfStock), every: 0.2))
        let slow = try #require(looksUntilOpening(monitor(), finding(.outOfStock), every: 600))
        #expect(slow == 3)
        #expect(quick > 2 * slow)
    }

    @Test func `a doubtful reading needs more looks than a sure one`() throws {
        let sure = try #require(looksUntilOpening(monitor(), finding(.misplaced), every: 30))
        let doubtful = try #require(
            looksUntilOpening(monitor(), finding(.misplaced, confidence: 0.7), every: 30))
        #expect(doubtful > sure)
    }

    @Test func `what is only seen unchanged adds no evidence, but time passes for it`() {
        let seen = look([finding(.outOfStock)])
        let start = 1_790_000_000.0
        var once = monitor { $0.delaySeconds = 60 }
        _ = once.observe(seen, at: start)
        let opened = (1...500).contains { second in
            !once.observe(seen, isRepeated: true, at: start + Double(second)).isEmpty
        }
        #expect(!opened)

        var settings = MonitorSettings()
        settings.delaySeconds = 60
        let looks = settings.looksToBelieve(every: 1)
        var believed = ZoneMonitor(zone: "Z", settings: settings)
        let early = (0..<looks).flatMap { believed.observe(seen, at: start + Double($0)) }
        let second = (looks...200).first { second in
            believed.observe(seen, isRepeated: true, at: start + Double(second)).contains {
                $0.change == .opened
            }
        }
        #expect(early.isEmpty && second == 60)
    }

    @Test func `a lower rate of false alarms asks for more looks`() throws {
        let strict = monitor { $0.evidence.falseAlarmRate = 1e-6 }
        let usual = try #require(looksUntilOpening(monitor(), finding(.misplaced), every: 30))
        #expect(try #require(looksUntilOpening(strict, finding(.misplaced), every: 30)) > usual)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `of positions in order that read wrongly now and then hardly any opens`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var monitor = monitor()
        var opened = 0
        // One in twenty looks at each of twelve positions is read wrongly, as the test assumes.
        for number in 0..<5000 {
            let wrong = Self.places.indices.filter { _ in Double.random(in: 0..<1, using: &random) < 0.05 }
            let events = monitor.observe(
                look(wrong.map { finding(.foreignProduct, at: $0) }), at: 1_790_000_000 + Double(number) * 60)
            opened += events.count { $0.change == .opened }
        }
        // 60,000 readings; runs of at least three false ones come about in 1 of 8,000.
        #expect(opened <= 20)
    }

    @Test func `each kind waits for its own time`() throws {
        let monitor = monitor { settings in
            settings.delaySeconds = 60
            settings.delays = [.outOfStock: 300]
        }
        #expect(looksUntilOpening(monitor, finding(.misplaced), every: 10) == 7)
        #expect(looksUntilOpening(monitor, finding(.outOfStock), every: 10) == 31)
    }

    @Test func `nothing opens while shelves are filled, and what is still there opens right after`() throws {
        let noon = try #require(UTCTime("2026-03-02T12:00:00Z")).seconds
        let span = try #require(WeeklyTimes.Span("11:00-12:30"))
        let restocking = try #require(WeeklyTimes([.monday: [span]], timeZone: "UTC"))
        var monitor = monitor { $0.restocking = restocking }
        let silence = (0..<30).flatMap { minute in
            monitor.observe(look([finding(.outOfStock)]), at: noon + Double(minute) * 60)
        }
        #expect(silence.isEmpty)
        let after = monitor.observe(look([finding(.outOfStock)]), at: noon + 1800)
        #expect(after.map(\.change) == [.opened])
        #expect(after.first?.deviation.since == noon)
    }

    @Test func `nothing opens while the store is closed, but what ends is closed`() throws {
        let noon = try #require(UTCTime("2026-03-02T12:00:00Z")).seconds
        let span = try #require(WeeklyTimes.Span("08:00-12:10"))
        let hours = try #require(WeeklyTimes([.monday: [span]], timeZone: "UTC"))
        var monitor = monitor { $0.hours = hours }
        var events: [DeviationEvent] = []
        for minute in 0..<60 {
            let findings = minute < 15 ? [finding(.outOfStock)] : [finding(.outOfStock, at: 1)]
            events += monitor.observe(look(findings), at: noon + Double(minute) * 60)
        }
        #expect(events.map(\.change) == [.opened, .closed])
    }

    @Test func `an unread position says nothing against a foreign product`() {
        var monitor = monitor()
        var opened: [DeviationKind] = []
        for number in 0..<12 {
            let kind = number % 2 == 0 ? DeviationKind.foreignProduct : .unverified
            opened += monitor.observe(look([finding(kind)]), at: 1_790_000_000 + Double(number) * 60)
                .filter { $0.change == .opened }.map(\.deviation.finding.kind)
        }
        #expect(opened == [.foreignProduct])
    }

    @Test func `a bay that disagrees as a whole is one hint, and its end lets single faults be told again`() {
        var monitor = monitor()
        var time = 1_790_000_000.0
        func look(at indices: Range<Int>, times: Int) -> [String] {
            (0..<times).flatMap { _ in
                time += 60
                return monitor.observe(self.look(indices.map { finding(.foreignProduct, at: $0) }), at: time)
            }.map { "\($0.change) \($0.deviation.finding.kind)" }
        }
        #expect(look(at: 0..<1, times: 10) == ["opened foreignProduct"])
        #expect(
            look(at: 0..<9, times: 20) == ["closed foreignProduct", "opened planogramOutdated"])
        #expect(monitor.deviations.map(\.finding.place.isWholeBay) == [true])
        #expect(
            look(at: 0..<2, times: 3) == [
                "closed planogramOutdated", "opened foreignProduct", "opened foreignProduct",
            ])
    }

    @Test func `a view that was changed is told once while nothing of the shelf is`() {
        var monitor = monitor()
        var time = 1_790_000_000.0
        let changed = Finding(
            kind: .viewChanged, place: .view(zone: "Z", bay: "B"), expected: nil,
            expectedFacings: 0, facingsFound: 0, confidence: 1,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 1, heightMM: 1))
        var events: [String] = []
        for number in 0..<60 {
            time += 30
            let isHidden = (20..<40).contains(number)
            events += monitor.observe(
                look(isHidden ? [changed] : [finding(.misplaced)], hidden: isHidden), at: time
            ).map { "\($0.change) \($0.deviation.finding.kind)" }
        }
        #expect(events == ["opened misplaced", "opened viewChanged", "closed viewChanged"])
    }
}
