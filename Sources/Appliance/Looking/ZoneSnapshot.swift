internal import Monitoring
internal import Planograms
internal import Retail

/// One zone as its camera's look knows it at one moment, for who wants to see it.
struct ZoneSnapshot: Sendable {
    /// What was seen in one picture.
    struct Look: Sendable {
        /// Seconds since 1970 (UTC).
        let time: Double
        /// Of the picture that the boxes of `objects` refer to.
        let size: PixelSize
        let objects: [SeenObject]
        let comparison: ShelfLook
        let figures: ZoneFigures
    }

    let zone: Zone
    /// `nil`: no version of the plan holds now.
    let planogram: Planogram?
    /// For pictures of `zone.pictureSize`, as it follows the camera.
    let registration: Registration
    /// The last look that could judge anything; `nil`: there was none.
    let look: Look?
    let open: [Deviation]
    let evidence: [EvidenceHistory.Moment]
}

/// How the evidence of one zone stood over the last hour.
struct EvidenceHistory: Sendable {
    struct Moment: Sendable {
        /// Seconds since 1970 (UTC).
        let time: Double
        let standings: [EvidenceStanding]
    }

    private static let seconds = 3600.0
    /// Closer moments are not told apart: a plot has so many pixels.
    private static let spacing = 5.0

    private(set) var moments: [Moment] = []

    mutating func add(_ standings: [EvidenceStanding], at time: Double) {
        // A clock that was set back leaves no future behind.
        moments.removeAll { $0.time < time - Self.seconds || $0.time > time }
        if let last = moments.last, time - last.time < Self.spacing { moments.removeLast() }
        moments.append(Moment(time: time, standings: standings))
    }
}
