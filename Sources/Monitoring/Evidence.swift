import Retail

/// What was seen of one kind of deviation at one position, over time.
struct Evidence {
    /// The deviation, once it is believed.
    var open: Deviation?
    private(set) var finding: Finding
    private(set) var isSeenNow = false
    /// When the present run of evidence began, seconds since 1970.
    private(set) var since: Double
    /// Looks in a row that observed the position without it.
    private(set) var misses = 0
    /// Looks in which it was seen.
    private(set) var sightings = 0
    private var recent: [Bool] = []
    /// Looks in a row that differ from what the open deviation says in the same way.
    private var changes = 0

    init(_ finding: Finding, at time: Double) {
        self.finding = finding
        since = time
    }

    init(restoring deviation: Deviation) {
        open = deviation
        finding = deviation.finding
        since = deviation.since
        sightings = deviation.confirmations
    }

    /// Takes in a look that observed the position; `seen` is the finding, if there was one.
    mutating func observe(_ seen: Finding?, at time: Double, window: Int) {
        recent = (recent + [seen != nil]).suffix(window)
        isSeenNow = seen != nil
        // A clock that was set back must not hold the evidence back for as long.
        since = min(since, time)
        guard let seen else {
            misses += 1
            return
        }
        misses = 0
        sightings += 1
        open?.confirmations = sightings
        let repeats = Material(seen) == Material(finding)
        finding = seen
        guard let open, Material(seen) != Material(open.finding) else {
            changes = 0
            return
        }
        changes = repeats || changes == 0 ? changes + 1 : 1
    }

    func isConfirmed(_ settings: MonitorSettings, at time: Double) -> Bool {
        isSeenNow && recent.count(where: { $0 }) >= settings.confirmFrames
            && time - since >= settings.confirmAfterSeconds
    }

    /// Whether the deviation has changed for good, not only in one look.
    func hasChanged(_ settings: MonitorSettings) -> Bool { changes >= settings.confirmFrames }

    /// Makes the open deviation say what is seen now.
    mutating func takeOver(_ severity: SeverityRule) -> Deviation? {
        changes = 0
        open?.finding = finding
        open?.severity = severity.severity(of: finding)
        return open
    }

    /// What makes a finding another finding to whoever acts on it; confidence and the exact place do not.
    private struct Material: Hashable {
        let expected: GTIN?
        let expectedFacings: Int
        let facingsFound: Int
        let seen: SKUPath?
        let belongsTo: String?

        init(_ finding: Finding) {
            expected = finding.expected
            expectedFacings = finding.expectedFacings
            facingsFound = finding.facingsFound
            seen = finding.seen?.path
            belongsTo = finding.belongsTo
        }
    }
}
