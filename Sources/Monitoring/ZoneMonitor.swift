package import Retail

/// Turns the looks at one zone into deviations with a life: opened once, updated when they change, closed.
///
/// No clock and no I/O: the caller says what was seen and when, and acts on the answer.
package struct ZoneMonitor: Sendable {
    /// What must outlive the process: keep it, and give it back with `restore(_:)`.
    package struct Snapshot: Hashable, Sendable, Codable {
        package var open: [Deviation]
        package var suppressions: [Suppression]

        package init(open: [Deviation] = [], suppressions: [Suppression] = []) {
            self.open = open
            self.suppressions = suppressions
        }
    }

    private struct Key: Hashable {
        let place: PositionReference
        let kind: DeviationKind
    }

    package let zone: String
    private let settings: MonitorSettings
    private var evidence: [Key: Evidence] = [:]
    /// Until when a kind at a place is not told.
    private var suppressed: [Key: Double] = [:]

    package init(zone: String, settings: MonitorSettings = MonitorSettings()) {
        self.zone = zone
        self.settings = settings
    }

    /// The open deviations, the oldest first.
    package var deviations: [Deviation] {
        evidence.values.compactMap(\.open).sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    /// What speaks for each kind of deviation at each place: a log likelihood ratio.
    package var standings: [EvidenceStanding] {
        evidence.map { key, evidence in
            EvidenceStanding(
                place: key.place, kind: key.kind, evidence: evidence.standing(settings.evidence))
        }.sorted { ($0.place.position, $0.kind.rawValue) < ($1.place.position, $1.kind.rawValue) }
    }

    package var snapshot: Snapshot {
        let suppressions = suppressed.sorted { Self.isBefore($0.key, $1.key) }.map {
            Suppression(place: $0.key.place, kind: $0.key.kind, until: $0.value)
        }
        return Snapshot(open: deviations, suppressions: suppressions)
    }

    /// Takes up what was open, and what was not to be told, when the process ended.
    ///
    /// Deviations stay open until looks say otherwise; what belongs to another zone is left out.
    package mutating func restore(_ snapshot: Snapshot) {
        for deviation in snapshot.open where deviation.finding.place.zone == zone {
            let key = Key(place: deviation.finding.place, kind: deviation.finding.kind)
            evidence[key] = Evidence(restoring: deviation)
        }
        for suppression in snapshot.suppressions where suppression.place.zone == zone {
            suppressed[Key(place: suppression.place, kind: suppression.kind)] = suppression.until
        }
    }

    /// Notes that somebody has seen the deviation with this id: the update to send; `nil` if it is not open here.
    package mutating func acknowledge(_ id: String, at time: Double) -> DeviationEvent? {
        guard let key = evidence.first(where: { $0.value.open?.id == id })?.key else { return nil }
        evidence[key]?.open?.acknowledged = time
        return evidence[key]?.open.map { DeviationEvent(change: .updated, deviation: $0, time: time) }
    }

    /// Adds the file that shows the open deviation with this id to it.
    package mutating func illustrate(_ id: String, by picture: String) {
        guard let key = evidence.first(where: { $0.value.open?.id == id })?.key else { return }
        evidence[key]?.open?.picture = picture
    }

    /// Closes the deviation with this id and tells its kind at its place no more before `until`, in seconds since 1970.
    ///
    /// The closing to send; `nil` if it is not open here. What is still there at that time opens anew.
    package mutating func suppress(_ id: String, until: Double, at time: Double) -> DeviationEvent? {
        guard let (key, old) = evidence.first(where: { $0.value.open?.id == id }), let deviation = old.open
        else { return nil }
        evidence[key] = nil
        suppressed[key] = until
        return DeviationEvent(change: .closed, deviation: deviation, time: time)
    }

    /// Takes in one look and answers what changed by it: closings first, then updates, then openings.
    ///
    /// `time` is in seconds since 1970 (UTC). Places that the look does not observe keep their state; deviations of
    /// positions that it does not know at all (the plan has changed) close.
    ///
    /// `isRepeated`: nobody looked anew, but the shelf shows what it showed at this look. That lets time pass and is no
    /// further evidence.
    package mutating func observe(
        _ look: ShelfLook, isRepeated: Bool = false, at time: Double
    ) -> [DeviationEvent] {
        suppressed = suppressed.filter { $0.value > time }
        let doubt = PlanDoubt(look, share: settings.outdatedShare, isOpen: openHint != nil)
        takeIn(look, doubt, isRepeated: isRepeated, at: time)
        let touched = evidence.keys.sorted(by: Self.isBefore)
        let closings = closeEnded(touched, look, at: time)
        let updates = touched.compactMap { update($0, at: time) }
        let isHeld = doubt.isRaised || openHint != nil
        let openings = touched.filter { !isHeld || $0.kind.concernsWholeBay }.compactMap {
            open($0, at: time)
        }
        let superseded =
            openings.contains { $0.deviation.finding.kind == .planogramOutdated }
            ? closePositions(at: time) : []
        evidence = evidence.filter { !$0.value.hasFaded }
        return closings + superseded + updates + openings
    }

    private var openHint: Deviation? {
        evidence.first { $0.key.kind == .planogramOutdated }?.value.open
    }

    private mutating func takeIn(
        _ look: ShelfLook, _ doubt: PlanDoubt, isRepeated: Bool, at time: Double
    ) {
        var seen: [Key: Finding] = [:]
        for finding in look.findings where look.observes(finding.place, for: finding.kind) {
            seen[Key(place: finding.place, kind: finding.kind)] = finding
        }
        if let hint = doubt.finding { seen[Key(place: hint.place, kind: hint.kind)] = hint }
        for (key, finding) in seen where evidence[key] == nil { evidence[key] = Evidence(finding, at: time) }
        for key in evidence.keys {
            guard look.observes(key.place, for: key.kind), key.kind != .planogramOutdated || doubt.isAnswered
            else {
                evidence[key]?.suspend()
                continue
            }
            if isRepeated {
                evidence[key]?.passTime(isSeen: seen[key] != nil, to: time)
                continue
            }
            let isUnread = seen[Key(place: key.place, kind: .unverified)] != nil
            evidence[key]?.observe(
                seen[key], isSilent: isUnread && key.kind.isLeftOpenByUnverified, at: time, settings.evidence)
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
            let isPlanned =
                key.place.isWholeBay
                ? key.kind == .viewChanged || !(look.observed.isEmpty && look.unobserved.isEmpty)
                : look.observed.contains(key.place) || look.unobserved.contains(key.place)
            guard !isPlanned || old.isOver(settings) && !isBeingReplaced(key) else { continue }
            evidence[key] = nil
            events.append(DeviationEvent(change: .closed, deviation: deviation, time: time))
        }
        return events
    }

    /// One hint stands for all that is open at single positions.
    private mutating func closePositions(at time: Double) -> [DeviationEvent] {
        let keys = evidence.keys.filter { !$0.kind.concernsWholeBay }.sorted(by: Self.isBefore)
        return keys.compactMap { key in
            guard let deviation = evidence[key]?.open else { return nil }
            evidence[key] = nil
            return DeviationEvent(change: .closed, deviation: deviation, time: time)
        }
    }

    private mutating func update(_ key: Key, at time: Double) -> DeviationEvent? {
        guard evidence[key]?.hasChanged(settings) == true else { return nil }
        return evidence[key]?.takeOver(settings.severity).map {
            DeviationEvent(change: .updated, deviation: $0, time: time)
        }
    }

    private mutating func open(_ key: Key, at time: Double) -> DeviationEvent? {
        guard let new = evidence[key], new.open == nil, new.isConfirmed(settings), suppressed[key] == nil,
            !settings.isQuiet(at: time) || key.kind == .viewChanged, !isContradicted(key)
        else { return nil }
        let deviation = Deviation(
            id: DeviationIdentity.make(key.kind, at: key.place, openedAt: time), finding: new.finding,
            severity: settings.severity.severity(of: new.finding), since: new.since,
            confirmations: new.sightings)
        evidence[key]?.open = deviation
        return DeviationEvent(change: .opened, deviation: deviation, time: time)
    }

    /// Whether another kind is seen at the position now and is not believed yet.
    private func isBeingReplaced(_ key: Key) -> Bool {
        others(than: key).contains {
            $0.kind.sharesSubject(with: key.kind) && $0.evidence.open == nil && $0.evidence.isSeenNow
                && !$0.evidence.isConfirmed(settings)
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

    private static func isBefore(_ left: Key, _ right: Key) -> Bool {
        let order = [left.place.bay, left.place.shelf, left.place.position, left.kind.rawValue]
        return order.lexicographicallyPrecedes(
            [right.place.bay, right.place.shelf, right.place.position, right.kind.rawValue])
    }
}

extension ShelfLook {
    /// The bay as a whole is always in view, even if nothing of it can be seen.
    fileprivate func observes(_ place: PositionReference, for kind: DeviationKind) -> Bool {
        if kind == .priceTagMissing && tagsHidden.contains(place) { return false }
        return place.isWholeBay || observed.contains(place)
    }
}
