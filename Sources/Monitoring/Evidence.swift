import Retail

/// What was seen of one kind of deviation at one place, over time.
struct Evidence {
    /// The deviation, once it is believed.
    var open: Deviation?
    private(set) var finding: Finding
    private(set) var isSeenNow = false
    /// When the present run of evidence began, seconds since 1970: Page's estimate of when the fault came up.
    private(set) var since: Double
    /// Looks in which it was seen.
    private(set) var sightings = 0
    /// For the deviation, 0 up to the opening score; past that nothing is gained, so that doubts soon tell.
    private var score = 0.0
    /// Against an open deviation, 0 up to the closing score.
    private var doubt = 0.0
    /// For another reading than the open deviation tells.
    private var change = 0.0
    private var changedReading: Finding?
    private var test = SequentialTest()
    private var changeTest = SequentialTest()
    /// For how long it has been in view since `since`.
    private var secondsInView = 0.0
    /// The look before, if it observed the place.
    private var lastLook: Double?

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

    /// Whether nothing is left that speaks for it.
    var hasFaded: Bool { open == nil && score == 0 }

    /// How much speaks for it: a log likelihood ratio, up to the opening score.
    ///
    /// While a deviation is open, what speaks against it counts off.
    func standing(_ settings: EvidenceSettings) -> Double {
        open == nil ? score : settings.openingScore - doubt
    }

    /// Takes in a look that could not see the place: time stands still.
    mutating func suspend() {
        lastLook = nil
        isSeenNow = false
    }

    /// The place is in view at `time`, and shows the finding or does not.
    mutating func passTime(isSeen: Bool, to time: Double) {
        // A clock that was set back must not hold the evidence back for as long.
        since = min(since, time)
        secondsInView += max(0, time - (lastLook ?? time))
        lastLook = time
        isSeenNow = isSeen
    }

    /// Takes in a look that observed the place; `seen` is the finding, if there was one.
    ///
    /// `isSilent`: the place could not be read, which speaks neither for the finding nor against it.
    mutating func observe(_ seen: Finding?, isSilent: Bool, at time: Double, _ settings: EvidenceSettings) {
        passTime(isSeen: seen != nil, to: time)
        guard seen != nil || !isSilent else { return }
        let weight = test.weigh(seen?.confidence, at: time, settings)
        if open == nil {
            score = min(max(0, score + weight), settings.openingScore)
        } else {
            doubt = min(max(0, doubt - weight), settings.closingScore)
        }
        guard let seen else { return }
        sightings += 1
        open?.confirmations = sightings
        weighChange(seen, at: time, settings)
        finding = seen
    }

    func isConfirmed(_ settings: MonitorSettings) -> Bool {
        isSeenNow && score >= settings.evidence.openingScore
            && secondsInView >= settings.delay(of: finding.kind)
    }

    func isOver(_ settings: MonitorSettings) -> Bool { doubt >= settings.evidence.closingScore }

    /// Whether the deviation has changed for good, not only in one look.
    func hasChanged(_ settings: MonitorSettings) -> Bool { change >= settings.evidence.openingScore }

    /// Makes the open deviation say what is seen now.
    mutating func takeOver(_ severity: SeverityRule) -> Deviation? {
        change = 0
        open?.finding = finding
        open?.severity = severity.severity(of: finding)
        return open
    }

    /// The same test once more, for a reading that always differs in the same way from what the deviation tells.
    private mutating func weighChange(_ seen: Finding, at time: Double, _ settings: EvidenceSettings) {
        guard let open else { return }
        if Material(seen) == Material(open.finding) {
            change = max(0, change + changeTest.weigh(nil, at: time, settings))
        } else {
            if changedReading.map(Material.init) != Material(seen) {
                (changedReading, change, changeTest) = (seen, 0, SequentialTest())
            }
            change += changeTest.weigh(seen.confidence, at: time, settings)
        }
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
