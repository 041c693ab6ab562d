internal import Console
internal import Planograms
internal import Records
internal import Retail

extension FigureCard {
    init(_ figures: ZoneFigures, zone: String, at time: Double) {
        self.init(
            zone: zone, time: UTCTime(seconds: time).description, seconds: nil,
            onShelfAvailability: figures.onShelfAvailability, facingsPlanned: Double(figures.facingsPlanned),
            facingsFound: Double(figures.facingsFound), compliance: figures.compliance,
            components: figures.components.map(Components.init), observedShare: figures.observedShare,
            shareOfShelf: figures.shareOfShelf)
    }

    init(_ point: FigurePoint) {
        self.init(
            zone: point.zone, time: UTCTime(seconds: point.start).description, seconds: point.seconds,
            onShelfAvailability: point.onShelfAvailability, facingsPlanned: point.facingsPlanned,
            facingsFound: point.facingsFound, compliance: point.compliance,
            components: point.components.map(Components.init), observedShare: point.observedShare,
            shareOfShelf: point.shareOfShelf)
    }
}

extension FigureCard.Components {
    init(_ shares: ComplianceShares) {
        self.init(
            presence: shares.presence, shelf: shares.shelf, position: shares.position,
            facings: shares.facings, order: shares.order)
    }
}

extension FindingCard {
    init(_ finding: Finding, _ naming: Naming) {
        self.init(
            kind: finding.kind.rawValue, shelf: finding.place.shelf, position: finding.place.position,
            expected: finding.expected.map(naming.product), expectedFacings: finding.expectedFacings,
            facingsFound: finding.facingsFound, seen: finding.seen.map(naming.seen),
            belongsTo: finding.belongsTo,
            confidence: min(max(finding.confidence.isFinite ? finding.confidence : 1, 0), 1))
    }
}

extension DeviationCard {
    /// `closed` in seconds since 1970 (UTC); `nil`: it is open.
    init(_ deviation: Deviation, camera: String, closed: Double? = nil, _ naming: Naming) {
        self.init(
            id: deviation.id, camera: camera, zone: deviation.finding.place.zone,
            bay: deviation.finding.place.bay, finding: FindingCard(deviation.finding, naming),
            severity: deviation.severity.rawValue, since: UTCTime(seconds: deviation.since).description,
            confirmations: deviation.confirmations,
            acknowledged: deviation.acknowledged.map { UTCTime(seconds: $0).description },
            closed: closed.map { UTCTime(seconds: $0).description }, hasPicture: deviation.picture != nil)
    }
}

extension PicturePoint {
    init(_ point: PixelPoint) {
        self.init(x: (point.x * 10).rounded() / 10, y: (point.y * 10).rounded() / 10)
    }
}

extension PictureSize {
    init(_ size: PixelSize) { self.init(width: size.width, height: size.height) }
}

extension Registration {
    /// The corners of a place on the bay in the picture: lower left, lower right, upper right, upper left; none if a corner
    /// is not before the camera.
    func outline(of rect: ShelfRect) -> [PicturePoint] {
        let (right, top) = (rect.xMM + rect.widthMM, rect.yMM + rect.heightMM)
        let corners = [(rect.xMM, rect.yMM), (right, rect.yMM), (right, top), (rect.xMM, top)].compactMap {
            pixel(at: ShelfPoint(xMM: $0.0, yMM: $0.1))
        }
        return corners.count == 4 ? corners.map(PicturePoint.init) : []
    }
}

extension Bay {
    /// The place of each position: as wide as planned, as high as there is room above the board.
    var slots: [(shelf: Shelf, position: Position, place: ShelfRect)] {
        shelves.flatMap { shelf in
            shelf.positions.map { position in
                let place = ShelfRect(
                    xMM: position.xMM, yMM: shelf.surfaceMM, widthMM: position.widthMM,
                    heightMM: shelf.clearanceMM)
                return (shelf, position, place)
            }
        }
    }
}
