package import Retail

/// Notices from recognised products that a camera was moved, and follows it if that was a nudge.
///
/// One value for each zone, asked with every look, without clock of its own. Products that stand a little beside their places
/// all in the same way say that the view has moved; products that stand elsewhere in all sorts of ways say nothing about it.
package struct ViewTracker: Sendable {
    package struct Settings: Hashable, Sendable {
        /// A view that has moved by no more than this share of the picture's width is followed; 0: none is.
        package var nudgeShare = 0.06
        /// Looks in a row that must show the same new view before it is taken over.
        package var looks = 5
        /// For how long they must show it, in seconds.
        package var seconds = 60.0

        package init() {}
    }

    package enum Verdict: Equatable, Sendable {
        /// The registration holds, or nothing speaks against it.
        case steady
        /// Moved by this share of the picture's width: what is planned where can't be said.
        case moved(share: Double)
        /// A new registration was taken over with this look, after a move by this share.
        case followed(share: Double)
    }

    /// What is known of a new view that is not taken over yet.
    private struct Candidate {
        var registration: Registration
        var share: Double
        var looks = 1
        var since: Double
    }

    /// Further off than this, products are no longer judged by the old registration, in millimetres.
    private static let harmlessMM = 30.0
    /// How much better a new map must put the products at their places, as a factor.
    private static let gain = 1.2
    /// Two looks show the same view if they differ by no more than this share of the picture's width.
    private static let sameShare = 0.02

    /// What holds now.
    package private(set) var registration: Registration
    /// Which registration has been taken over since the zone was registered; `nil`: none.
    package private(set) var following: FollowedView?

    private let registered: Registration
    private let zone: Zone
    private let units: PlannedUnits
    private let search: SelfRegistration
    private let limits: SelfRegistration.Settings
    private let settings: Settings
    private var candidate: Candidate?

    /// `registration` follows from the zone's points; `following` is what was taken over since, if it still counts.
    package init(
        _ registration: Registration, following: FollowedView? = nil, zone: Zone, bay: Bay,
        catalogue: any SKUTable, settings: Settings = Settings()
    ) {
        registered = registration
        let followed = following?.registration(of: zone)
        self.following = followed == nil ? nil : following
        self.registration = followed ?? registration
        self.zone = zone
        self.settings = settings
        limits = SelfRegistration.Settings()
        units = PlannedUnits(bay, catalogue: catalogue)
        search = SelfRegistration(bays: [bay], catalogue: catalogue, settings: limits)
    }

    /// Takes in the products that one look has named, in pixels of the zone's picture size.
    ///
    /// `time` is in seconds; `generator` draws the samples of the search.
    package mutating func judge(
        _ products: [NamedBox], at time: Double, using generator: inout some RandomNumberGenerator
    ) -> Verdict {
        let known = products.filter { !units[$0.gtin].isEmpty }
            .compactMap { $0.straightened(by: zone.lens) }
        guard known.count >= limits.leastProducts else { return standing }
        // Facings repeat: after a move by one facing many products seem to be at a place of theirs still.
        let old = UnitFit(known, in: units, map: registration.straightMap, reachMM: limits.reachMM)
        if old.matches.count * 4 >= known.count * 3, old.medianOffsetMM < Self.harmlessMM / 2 {
            candidate = nil
            return .steady
        }
        guard let new = search.bestFit(known, using: &generator), new.score > Self.gain * old.score else {
            return standing
        }
        let found = Registration(zone: zone, map: new.map)
        note(found, share: registration.shift(to: found, over: units.bay), at: time)
        return takeOver(at: time)
    }

    /// What is believed as long as nothing new is seen.
    private var standing: Verdict {
        guard let candidate, !isHarmless(candidate) else { return .steady }
        return .moved(share: candidate.share)
    }

    private mutating func note(_ found: Registration, share: Double, at time: Double) {
        if var same = candidate,
            same.registration.shift(to: found, over: units.bay) <= Self.sameShare
        {
            same.looks += 1
            (same.registration, same.share) = (found, share)
            candidate = same
        } else {
            candidate = Candidate(registration: found, share: share, since: time)
        }
    }

    private mutating func takeOver(at time: Double) -> Verdict {
        guard let candidate, candidate.share <= settings.nudgeShare, candidate.looks >= settings.looks,
            time - candidate.since >= settings.seconds
        else { return standing }
        registration = candidate.registration
        following = FollowedView(
            registration, zone: zone, share: registered.shift(to: registration, over: units.bay))
        self.candidate = nil
        return .followed(share: candidate.share)
    }

    /// Whether rows are still told apart and aligned as they are by the old registration.
    private func isHarmless(_ candidate: Candidate) -> Bool {
        registration.distanceMM(to: candidate.registration, over: units.bay) <= Self.harmlessMM
    }
}

extension Registration {
    /// How far the bay has moved in the picture, as a share of its width: the median over its positions.
    fileprivate func shift(to other: Registration, over bay: Bay) -> Double {
        let steps = bay.middles.compactMap { middle -> Double? in
            guard let here = pixel(at: middle), let there = other.pixel(at: middle) else { return nil }
            return ((here.x - there.x) * (here.x - there.x) + (here.y - there.y) * (here.y - there.y))
                .squareRoot()
        }
        guard !steps.isEmpty else { return 1 }
        return steps.sorted()[steps.count / 2] / Double(pictureSize.width)
    }

    /// The same in millimetres on the shelf.
    fileprivate func distanceMM(to other: Registration, over bay: Bay) -> Double {
        let steps = bay.middles.compactMap { middle -> Double? in
            guard let there = other.pixel(at: middle).flatMap({ shelfPoint(at: $0) }) else { return nil }
            let (x, y) = (there.xMM - middle.xMM, there.yMM - middle.yMM)
            return (x * x + y * y).squareRoot()
        }
        return steps.isEmpty ? .infinity : steps.sorted()[steps.count / 2]
    }
}

extension Bay {
    fileprivate var middles: [ShelfPoint] {
        shelves.flatMap { shelf in
            shelf.positions.map { position in
                ShelfPoint(
                    xMM: position.xMM + position.widthMM / 2, yMM: shelf.surfaceMM + shelf.clearanceMM / 2)
            }
        }
    }
}
