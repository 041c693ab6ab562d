package import Retail

/// Turns the looks at one zone into deviations with a life: opened once, updated when they change, closed.
///
/// No clock and no I/O: the caller says what was seen and when, and acts on the answer.
package struct ZoneMonitor: Sendable {
    /// What must outlive the process: keep it, and give it back with `restore(_:)`.
    package struct Snapshot: Hashable, Sendable, Codable {
        package let open: [Deviation]

        package init(open: [Deviation]) { self.open = open }
    }

    private struct Key: Hashable {
        let place: PositionReference
        let kind: DeviationKind
    }

    package let zone: String
    private let settings: MonitorSettings
    private var evidence: [Key: Evidence] = [:]

    package init(zone: String, settings: MonitorSettings = MonitorSettings()) {
        self.zone = zone
        self.settings = settings
    }

    /// The open deviations, the oldest first.
    package var deviations: [Deviation] {
        evidence.values.compactMap(\.open).sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    package var snapshot: Snapshot { Snapshot(open: deviations) }

    /// Takes up deviations that were open when the process ended.
    ///
    /// They stay open until looks say otherwise; one of another zone is left out.
    package mutating func restore(_ snapshot: Snapshot) {
        for deviation in snapshot.open where deviation.finding.place.zone == zone {
            let key = Key(place: deviation.finding.place, kind: deviation.finding.kind)
            evidence[key] = Evidence(restoring: deviation)
        }
    }

    /// Takes in one look and answers what changed by it: closings first, then updates, then openings.
    ///
    /// `time` is in seconds since 1970 (UTC). Positions that the look does not observe keep their state;
    /// deviations of positions that it does not know at all (the plan has changed) close.
    package mutating func observe(_ look: ShelfLook, at time: Double) -> [DeviationEvent] {
        takeIn(look, at: time)
        let touched = evidence.keys.sorted(by: Self.isBefore)
        let closings = closeEnded(touched, look, at: time)
        let updates = touched.compactMap { update($0, at: time) }
        let openings = touched.compactMap { open($0, at: time) }
        forgetFaded()
        return closings + updates + openings
    }

    private mutating func takeIn(_ look: ShelfLook, at time: Double) {
        var seen: [Key: Finding] = [:]
        for finding in look.findings where look.observed.contains(finding.place) {
            let key = Key(place: finding.place, kind: finding.kind)
            seen[key] = finding
            if evidence[key] == nil { evidence[key] = Evidence(finding, at: time) }
        }
        for key in evidence.keys where look.observed.contains(key.place) {
            evidence[key]?.observe(seen[key], at: time, window: settings.window)
        }
    }

    /// Closes what has been gone for long enough and what no longer has a place in the plan.
    ///
    /// While another kind is being confirmed at the same position the old one stays: closing it and opening
    /// the other is one step, and between them nothing claims that the position is in order.
    private mutating func closeEnded(_ keys: [Key], _ look: ShelfLook, at time: Double) -> [DeviationEvent] {
        var events: [DeviationEvent] = []
        for key in keys {
            guard let old = evidence[key], let deviation = old.open else { continue }
            let isPlanned = look.observed.contains(key.place) || look.unobserved.contains(key.place)
            let isOver = old.misses >= settings.closeFrames && !isBeingReplaced(key, at: time)
            guard isOver || !isPlanned else { continue }
            evidence[key] = nil
            events.append(DeviationEvent(change: .closed, deviation: deviation, time: time))
        }
        return events
    }

    private mutating func update(_ key: Key, at time: Double) -> DeviationEvent? {
        guard evidence[key]?.hasChanged(settings) == true else { return nil }
        return evidence[key]?.takeOver(settings.severity).map {
            DeviationEvent(change: .updated, deviation: $0, time: time)
        }
    }

    private mutating func open(_ key: Key, at time: Double) -> DeviationEvent? {
        guard let new = evidence[key], new.open == nil, new.isConfirmed(settings, at: time),
            !isContradicted(key)
        else { return nil }
        let deviation = Deviation(
            id: DeviationIdentity.make(key.kind, at: key.place, openedAt: time), finding: new.finding,
            severity: settings.severity.severity(of: new.finding), since: new.since,
            confirmations: new.sightings)
        evidence[key]?.open = deviation
        return DeviationEvent(change: .opened, deviation: deviation, time: time)
    }

    /// Whether another kind is seen at the position now and is not believed yet.
    private func isBeingReplaced(_ key: Key, at time: Double) -> Bool {
        others(than: key).contains {
            $0.evidence.open == nil && $0.evidence.isSeenNow && !$0.evidence.isConfirmed(settings, at: time)
        }
    }

    /// Whether a deviation is open that cannot be true together with this one.
    ///
    /// It had its chance to close in this look and did not: it was seen too lately. So a position that is
    /// read in two ways by turns keeps the deviation that it has.
    private func isContradicted(_ key: Key) -> Bool {
        others(than: key).contains { $0.kind.excludes(key.kind) && $0.evidence.open != nil }
    }

    private func others(than key: Key) -> [(kind: DeviationKind, evidence: Evidence)] {
        DeviationKind.allCases.compactMap { kind in
            guard kind != key.kind else { return nil }
            return evidence[Key(place: key.place, kind: kind)].map { (kind, $0) }
        }
    }

    /// Drops what was seen for a moment and is gone.
    private mutating func forgetFaded() {
        evidence = evidence.filter { $0.value.open != nil || $0.value.misses < settings.closeFrames }
    }

    private static func isBefore(_ left: Key, _ right: Key) -> Bool {
        let order = [left.place.bay, left.place.shelf, left.place.position, left.kind.rawValue]
        return order.lexicographicallyPrecedes(
            [right.place.bay, right.place.shelf, right.place.position, right.kind.rawValue])
    }
}

extension DeviationKind {
    /// Whether both kinds cannot be true of one position at one time.
    fileprivate func excludes(_ other: DeviationKind) -> Bool {
        switch (self, other) {
        case (.outOfStock, _), (_, .outOfStock), (.unverified, _), (_, .unverified): true
        case (.lowFacings, .extraFacings), (.extraFacings, .lowFacings): true
        default: false
        }
    }
}
