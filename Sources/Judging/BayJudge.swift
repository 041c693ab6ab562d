package import Monitoring
package import Retail
package import Synthesis

/// Plays a rendered store's scenario and writes down what is told of it beside what is so.
package struct BayJudge {
    package let store: Store
    package let scenario: Scenario
    /// Seconds since 1970 (UTC) at the scenario's beginning: a Monday morning.
    package static let start = 1_772_438_400.0

    private let exact: ExactLook
    /// The monitor's settings, with the scenario's times of restocking.
    package let settings: MonitorSettings

    /// `settings` are completed by the scenario's times of restocking.
    package init(_ definition: StoreDefinition, _ settings: MonitorSettings) throws {
        store = try Store(definition)
        scenario = Scenario(store)
        exact = try ExactLook(store, scenario)
        var settings = settings
        settings.restocking = Self.times(scenario.restocking)
        self.settings = settings
    }

    package var frameCount: Int { Int(store.definition.durationSeconds * store.definition.framesPerSecond) }

    /// What the monitor tells when perception is perfect.
    package func judgeLabels() -> JudgedBay {
        var monitor = ZoneMonitor(zone: store.zone.id, settings: settings)
        var bay = emptyRecord
        for frame in 0..<frameCount {
            let events = monitor.observe(exact.look(at: seconds(of: frame)), at: time(of: frame))
            note(events, of: frame, in: &bay)
        }
        return bay
    }

    /// What is so, with nothing told of it yet.
    package var emptyRecord: JudgedBay {
        JudgedBay(
            seed: store.definition.seed, seconds: store.definition.durationSeconds,
            secondsPerFrame: 1 / store.definition.framesPerSecond, told: [], facts: facts)
    }

    /// Notes what was told after a frame, and what that frame showed; to be called once for each frame, in order.
    package func note(_ events: [DeviationEvent], of frame: Int, in bay: inout JudgedBay) {
        noteView(frame, in: &bay.facts)
        for event in events where event.change == .opened {
            let finding = event.deviation.finding
            bay.told.append(
                JudgedBay.Told(
                    kind: finding.kind, position: finding.place.position, frame: frame,
                    seen: finding.seen?.gtin))
        }
    }

    /// When a frame was taken, in seconds since 1970 (UTC).
    package func time(of frame: Int) -> Double { Self.start + seconds(of: frame) }

    private func seconds(of frame: Int) -> Double { Double(frame) / store.definition.framesPerSecond }

    /// Notes which facts can be seen in a frame, and may be told: those whose position nobody hides, in a view that is
    /// not spoilt, while the shelf is not being filled.
    private func noteView(_ frame: Int, in facts: inout [JudgedBay.Fact]) {
        let look = exact.look(at: seconds(of: frame))
        let observed = Set(look.observed.map(\.position))
        for index in facts.indices where (facts[index].firstFrame...facts[index].lastFrame).contains(frame) {
            let fact = facts[index]
            let isTold = !scenario.restocking.contains { $0.contains(seconds(of: frame)) }
            guard fact.kind.concernsWholeBay || isTold && fact.positions.allSatisfy(observed.contains) else {
                continue
            }
            facts[index].framesInView.append(frame)
        }
    }

    private var facts: [JudgedBay.Fact] {
        let rate = store.definition.framesPerSecond
        return scenario.truth.intervals.compactMap { interval in
            let first = Int((interval.openedAt * rate).rounded(.up))
            let end = (interval.closedAt ?? store.definition.durationSeconds) * rate
            let last = min(Int(end.rounded(.up)), frameCount) - 1
            guard last >= first else { return nil }
            return JudgedBay.Fact(
                kind: interval.kind, positions: [interval.position] + [interval.alsoAt].compactMap(\.self),
                firstFrame: first, lastFrame: last,
                isQuiet: interval.kind != .viewChanged
                    && scenario.restocking.contains { range in
                        range.contains(interval.openedAt) && range.contains(interval.closedAt ?? .infinity)
                    },
                looksAsked: settings.looksToConfirm(interval.kind, every: 1 / rate))
        }
    }

    /// Times of the scenario as a store's manager would write them: whole minutes of a Monday.
    private static func times(_ ranges: [ClosedRange<Double>]) -> WeeklyTimes {
        let midnight = start - 28_800
        let spans = ranges.map { range in
            WeeklyTimes.Span(
                from: Int((range.lowerBound + start - midnight) / 60),
                to: Int(((range.upperBound + start - midnight) / 60).rounded(.up)))
        }
        return WeeklyTimes([.monday: spans], timeZone: "GMT") ?? .never
    }
}
