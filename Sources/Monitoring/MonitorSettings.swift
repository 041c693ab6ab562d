package import Retail

/// When a deviation is believed, when it is told, and when it is believed to be over.
package struct MonitorSettings: Hashable, Sendable {
    package var evidence = EvidenceSettings()
    /// For how long a deviation must have been in view before it opens, in seconds; for kinds not in `delays`.
    package var delaySeconds = 2.0
    /// The same, by kind.
    package var delays: [DeviationKind: Double] = [:]
    /// When the store is open; nothing opens outside of these times.
    package var hours = WeeklyTimes.always
    /// When shelves are filled: nothing opens while they are.
    package var restocking = WeeklyTimes.never
    /// The share of a bay's positions, 0...1, that must disagree for the plan itself to be doubted.
    package var outdatedShare = 0.5
    /// How much each deviation matters.
    package var severity = SeverityRule()

    package init() {}

    /// How many sure looks, `seconds` apart, are asked for before a deviation of this kind is told.
    package func looksToConfirm(_ kind: DeviationKind, every seconds: Double) -> Int {
        max(looksToBelieve(every: seconds), Int((delay(of: kind) / seconds).rounded(.up)) + 1)
    }

    /// How many sure looks, `seconds` apart, it takes to believe a deviation, whatever time is asked for besides.
    package func looksToBelieve(every seconds: Double) -> Int {
        var test = SequentialTest()
        var (score, looks) = (0.0, 0)
        while score < evidence.openingScore {
            score += test.weigh(1, at: Double(looks) * seconds, evidence)
            looks += 1
        }
        return looks
    }

    func delay(of kind: DeviationKind) -> Double { delays[kind] ?? delaySeconds }

    /// Whether nothing may open at `time`, in seconds since 1970 (UTC).
    func isQuiet(at time: Double) -> Bool { !hours.contains(time) || restocking.contains(time) }
}
