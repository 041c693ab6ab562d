import Retail

/// How well a map from pixels to millimetres puts products where they are planned.
struct UnitFit {
    struct Match {
        let product: NamedBox
        let place: ShelfRect
        let stepMM: (x: Double, y: Double)

        var distanceMM: Double { (stepMM.x * stepMM.x + stepMM.y * stepMM.y).squareRoot() }
    }

    /// Sizes on the shelf may differ from the planned ones by this factor: boxes are rough, packages stand back.
    private static let sizeFactor = 1.6

    let map: HomographyEstimate
    /// Each product at the place nearest to it, each place taken once.
    let matches: [Match]
    /// 1 for a product exactly at its place, falling to 0 at the reach (MSAC, Torr and Zisserman 2000).
    let score: Double

    init(_ products: [NamedBox], in bay: PlannedUnits, map: HomographyEstimate, reachMM: Double) {
        self.map = map
        var taken: [ShelfRect: Match] = [:]
        for product in products {
            guard let seen = Self.place(of: product, map) else { continue }
            var nearest: Match?
            for place in bay[product.gtin] where Self.hasSize(of: place, seen) {
                let (x, y) = (seen.center.xMM - place.center.xMM, seen.center.yMM - place.center.yMM)
                let distance = (x * x + y * y).squareRoot()
                guard distance < min(reachMM, nearest?.distanceMM ?? .infinity) else { continue }
                nearest = Match(product: product, place: place, stepMM: (x, y))
            }
            guard let nearest, nearest.distanceMM < taken[nearest.place]?.distanceMM ?? .infinity else {
                continue
            }
            taken[nearest.place] = nearest
        }
        // A dictionary has no order; the fit must not depend on it.
        matches = taken.values.sorted { ($0.place.yMM, $0.place.xMM) < ($1.place.yMM, $1.place.xMM) }
        score = matches.reduce(0) { sum, match in
            let share = match.distanceMM / reachMM
            return sum + 1 - share * share
        }
    }

    /// How far products are beside their places all in the same way: the length of the median step.
    var medianOffsetMM: Double {
        guard !matches.isEmpty else { return .infinity }
        let across = matches.map(\.stepMM.x).sorted()[matches.count / 2]
        let up = matches.map(\.stepMM.y).sorted()[matches.count / 2]
        return (across * across + up * up).squareRoot()
    }

    var pairs: [PointPair] {
        matches.flatMap { match in
            zip(match.product.sides, match.place.sides).map { PointPair(pixel: $0, shelf: $1) }
        }
    }

    private static func place(of product: NamedBox, _ map: HomographyEstimate) -> ShelfRect? {
        let points = product.sides.compactMap { map.toShelf.map($0.x, $0.y) }
        guard points.count == 4 else { return nil }
        return ShelfRect(
            xMM: points[0].x, yMM: points[3].y, widthMM: points[1].x - points[0].x,
            heightMM: points[2].y - points[3].y)
    }

    private static func hasSize(of place: ShelfRect, _ seen: ShelfRect) -> Bool {
        (place.widthMM / sizeFactor...place.widthMM * sizeFactor).contains(seen.widthMM)
            && (place.heightMM / sizeFactor...place.heightMM * sizeFactor).contains(seen.heightMM)
    }
}
