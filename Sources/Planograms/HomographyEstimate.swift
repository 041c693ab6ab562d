internal import Algebra
import Retail

/// The map between picture and shelf that fits the point pairs best, with the reasons why there may be none.
struct HomographyEstimate {
    let toShelf: Homography
    let toPixels: Homography

    /// A map that is known already.
    init(toShelf: Homography, toPixels: Homography) {
        self.toShelf = toShelf
        self.toPixels = toPixels
    }

    init(_ pairs: [PointPair], zone: String) throws(PlanogramError) {
        let pixels = PointSet(points: pairs.map { ($0.pixel.x, $0.pixel.y) })
        let shelf = PointSet(points: pairs.map { ($0.shelf.xMM, $0.shelf.yMM) })
        guard (pixels.points + shelf.points).allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            throw .degeneratePoints(
                zone: zone, reason: "a point is not finite: give each pixel and millimetre")
        }
        try Self.refuseRepetition(pairs, zone: zone)
        try Self.refuseLines(pixels, shelf, zone: zone)

        let (fromPixels, fromShelf) = (pixels.normalisation, shelf.normalisation)
        var equations: [Double] = []
        for pair in pairs {
            guard let p = fromPixels.map(pair.pixel.x, pair.pixel.y),
                let s = fromShelf.map(pair.shelf.xMM, pair.shelf.yMM)
            else { continue }
            equations += [p.x, p.y, 1, 0, 0, 0, -s.x * p.x, -s.x * p.y, -s.x]
            equations += [0, 0, 0, p.x, p.y, 1, -s.y * p.x, -s.y * p.y, -s.y]
        }
        // Eight independent equations leave one direction free; a ninth small value leaves the map open.
        guard let solution = SingularValues(of: equations, columns: 9),
            solution.values[7] > 1e-6 * solution.values[0]
        else { throw Self.undetermined(zone) }
        let normalised = Homography(solution.vectors[8])
        guard abs(normalised.determinant) > 1e-9 else { throw Self.undetermined(zone) }
        let map = fromShelf.inverse.after(normalised).after(fromPixels)
        toShelf = try Self.facing(map, pairs, zone: zone)
        toPixels = toShelf.inverse
    }

    /// How far the map puts a pair's pixel from its place, in millimetres.
    func residualMM(of pair: PointPair) -> Double {
        guard let mapped = toShelf.map(pair.pixel.x, pair.pixel.y) else { return .infinity }
        let (x, y) = (mapped.x - pair.shelf.xMM, mapped.y - pair.shelf.yMM)
        return (x * x + y * y).squareRoot()
    }

    /// Chooses the sign by which the points are in front of the camera, and refuses what no camera does.
    private static func facing(
        _ map: Homography, _ pairs: [PointPair], zone: String
    ) throws(PlanogramError) -> Homography {
        let depths = pairs.map { map.depth($0.pixel.x, $0.pixel.y) }
        let sign = depths.reduce(0, +) < 0 ? -1.0 : 1.0
        guard depths.allSatisfy({ $0 * sign > 0 }) else {
            throw .degeneratePoints(
                zone: zone,
                reason:
                    "the points have another order in the picture than in the bay: two may be exchanged"
            )
        }
        // Scaled so that the mean depth is 1: the horizon test then means the same for every zone.
        let scaled = map.scaled(by: Double(pairs.count) / depths.reduce(0, +))
        // Pixels count down and millimetres up, so a picture that is not mirrored turns the orientation
        // round.
        guard scaled.determinant < 0 else {
            throw .degeneratePoints(
                zone: zone,
                reason:
                    "the bay would be mirrored: millimetres count right and up, pixels right and down"
            )
        }
        return scaled
    }

    private static func refuseRepetition(_ pairs: [PointPair], zone: String) throws(PlanogramError) {
        var kept: [PointPair] = []
        for (index, pair) in pairs.enumerated() {
            if let other = kept.first(where: { ($0.pixel == pair.pixel) != ($0.shelf == pair.shelf) }) {
                let same = other.pixel == pair.pixel ? "pixel" : "point of the shelf"
                throw .degeneratePoints(
                    zone: zone,
                    reason: "point pair \(index + 1) repeats the \(same) of another pair: correct one of them"
                )
            }
            if !kept.contains(pair) { kept.append(pair) }
        }
        guard kept.count >= 4 else { throw .tooFewPoints(zone: zone, count: kept.count) }
    }

    /// Four points of which no three are on a line must be among them, in the picture and on the shelf.
    private static func refuseLines(
        _ pixels: PointSet, _ shelf: PointSet, zone: String
    ) throws(PlanogramError) {
        let indices = pixels.points.indices
        func isOnLine(_ a: Int, _ b: Int, _ c: Int) -> Bool {
            pixels.areCollinear(a, b, c) || shelf.areCollinear(a, b, c)
        }
        for a in indices {
            for b in indices where b > a {
                for c in indices where c > b && !isOnLine(a, b, c) {
                    for d in indices where d > c {
                        if !isOnLine(a, b, d) && !isOnLine(a, c, d) && !isOnLine(b, c, d) { return }
                    }
                }
            }
        }
        throw .degeneratePoints(
            zone: zone,
            reason:
                "of any four points three are on a line: give four corners of the bay"
        )
    }

    private static func undetermined(_ zone: String) -> PlanogramError {
        .degeneratePoints(
            zone: zone, reason: "the point pairs do not determine the view: spread them over the bay")
    }
}
