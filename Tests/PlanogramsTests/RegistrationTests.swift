import Planograms
import Retail
import Testing

struct RegistrationTests {
    private let size = PixelSize(width: 1280, height: 720)

    /// A camera that looks at the bay from below left: a projective map with a real horizon.
    private func pixel(_ x: Double, _ y: Double) -> PixelPoint {
        let depth = 1 + 0.0002 * x + 0.0001 * y
        return PixelPoint(x: (100 + 0.9 * x + 0.02 * y) / depth, y: (650 - 0.5 * y + 0.03 * x) / depth)
    }

    private func zone(_ points: [(Double, Double)]) -> Zone {
        zone(points.map { PointPair(pixel: pixel($0.0, $0.1), shelf: ShelfPoint(xMM: $0.0, yMM: $0.1)) })
    }

    private func zone(_ pairs: [PointPair]) -> Zone {
        Zone(id: "Z", camera: "c", planogram: "p", pointPairs: pairs, pictureSize: size)
    }

    private let corners = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1200.0), (0.0, 1200.0)]

    private func isClose(_ left: ShelfPoint?, _ right: ShelfPoint, mm: Double = 1e-6) -> Bool {
        guard let left else { return false }
        return abs(left.xMM - right.xMM) < mm && abs(left.yMM - right.yMM) < mm
    }

    @Test func `four corners give back every point of the plane`() throws {
        let registration = try Registration(zone: zone(corners))
        for x in stride(from: -200.0, through: 1200, by: 140) {
            for y in stride(from: -100.0, through: 1300, by: 140) {
                let point = ShelfPoint(xMM: x, yMM: y)
                #expect(isClose(registration.shelfPoint(at: pixel(x, y)), point))
                let back = try #require(registration.pixel(at: point))
                #expect(abs(back.x - pixel(x, y).x) < 1e-6 && abs(back.y - pixel(x, y).y) < 1e-6)
            }
        }
        #expect(registration.residualsMM.allSatisfy { $0 < 1e-6 })
    }

    @Test func `more points than needed are balanced and their residuals told in millimetres`() throws {
        var pairs = zone(corners + [(500, 0), (500, 1200), (300, 700), (800, 400)]).pointPairs
        pairs[6] = PointPair(
            pixel: pairs[6].pixel, shelf: ShelfPoint(xMM: pairs[6].shelf.xMM + 20, yMM: pairs[6].shelf.yMM))
        var zone = zone(pairs)
        zone.residualLimitMM = 20
        let registration = try Registration(zone: zone)
        #expect(registration.residualsMM.count == 8)
        #expect(registration.residualsMM[6] > 10 && registration.residualsMM[6] < 20)
        #expect(isClose(registration.shelfPoint(at: pixel(500, 600)), ShelfPoint(xMM: 500, yMM: 600), mm: 8))
    }

    @Test func `pictures of another size map to the same millimetres`() throws {
        let registration = try Registration(zone: zone(corners)).scaled(
            to: PixelSize(width: 640, height: 360))
        let half = PixelPoint(x: pixel(400, 500).x / 2, y: pixel(400, 500).y / 2)
        #expect(isClose(registration.shelfPoint(at: half), ShelfPoint(xMM: 400, yMM: 500)))
    }

    @Test func `a box maps to the place where its product stands`() throws {
        let registration = try Registration(zone: zone(corners))
        let place = ShelfRect(xMM: 300, yMM: 400, widthMM: 80, heightMM: 150)
        let box = try #require(registration.pixelRect(for: place))
        let back = try #require(registration.shelfRect(for: box))
        #expect(abs(back.center.xMM - place.center.xMM) < 6 && abs(back.yMM - place.yMM) < 6)
        #expect(abs(back.widthMM - place.widthMM) < 12 && abs(back.heightMM - place.heightMM) < 12)
        #expect(registration.visibleShare(of: place) == 1)
        #expect(registration.visibleShare(of: ShelfRect(xMM: 3000, yMM: 0, widthMM: 100, heightMM: 100)) == 0)
        let share = registration.visibleShare(of: ShelfRect(xMM: 300, yMM: -250, widthMM: 100, heightMM: 300))
        #expect(share > 0.3 && share < 0.9)
    }

    @Test func `a pixel beyond the horizon has no place on the shelf`() throws {
        let registration = try Registration(zone: zone(corners))
        #expect(registration.shelfPoint(at: PixelPoint(x: 200_000, y: -90_000)) == nil)
    }

    @Test func `three pairs are too few`() {
        #expect(throws: PlanogramError.tooFewPoints(zone: "Z", count: 3)) {
            try Registration(zone: zone(Array(corners.prefix(3))))
        }
    }

    @Test func `a pair given twice does not count twice`() {
        #expect(throws: PlanogramError.tooFewPoints(zone: "Z", count: 3)) {
            try Registration(zone: zone(Array(corners.prefix(3)) + [corners[0]]))
        }
    }

    @Test(arguments: [
        [(0.0, 0.0), (500.0, 0.0), (1000.0, 0.0), (0.0, 1200.0)],
        [(0.0, 0.0), (500.0, 2.0), (1000.0, 0.0), (0.0, 1200.0)],
        [(0.0, 0.0), (300.0, 300.0), (600.0, 600.0), (900.0, 900.0), (1000.0, 1000.0)],
    ])
    func `points on a line are refused`(points: [(Double, Double)]) {
        let error = #expect(throws: PlanogramError.self) { try Registration(zone: zone(points)) }
        #expect(error?.description.contains("on a line") == true)
    }

    @Test func `one pixel for two points of the shelf is refused`() {
        var pairs = zone(corners).pointPairs
        pairs[2] = PointPair(pixel: pairs[1].pixel, shelf: pairs[2].shelf)
        let error = #expect(throws: PlanogramError.self) { try Registration(zone: zone(pairs)) }
        #expect(error?.description.contains("pair 3 repeats the pixel") == true)
    }

    @Test func `two exchanged corners are refused with the likely cause`() {
        var pairs = zone(corners).pointPairs
        pairs[0] = PointPair(pixel: pairs[0].pixel, shelf: pairs[1].shelf)
        pairs[1] = PointPair(pixel: pairs[1].pixel, shelf: ShelfPoint(xMM: 0, yMM: 0))
        let error = #expect(throws: PlanogramError.self) { try Registration(zone: zone(pairs)) }
        #expect(error?.description.contains("exchanged") == true)
    }

    @Test func `heights measured from the top are refused as mirrored`() {
        let pairs = zone(corners).pointPairs.map {
            PointPair(pixel: $0.pixel, shelf: ShelfPoint(xMM: $0.shelf.xMM, yMM: 1200 - $0.shelf.yMM))
        }
        let error = #expect(throws: PlanogramError.self) { try Registration(zone: zone(pairs)) }
        #expect(error?.description.contains("mirrored") == true)
    }

    @Test(arguments: 0..<8)
    func `the pair that contradicts the others is named with how far it is off`(wrong: Int) {
        var pairs = zone(corners + [(500, 0), (500, 1200), (300, 700), (800, 400)]).pointPairs
        let right = pairs[wrong]
        pairs[wrong] = PointPair(
            pixel: right.pixel, shelf: ShelfPoint(xMM: right.shelf.xMM + 60, yMM: right.shelf.yMM))
        let error = #expect(throws: PlanogramError.self) { try Registration(zone: zone(pairs)) }
        guard case .poorFit(_, let number, let pair, let off, let limit) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(number == wrong + 1 && pair == pairs[wrong] && limit == 15)
        #expect(abs(off - 60) < 1)
        #expect(error?.description.contains("point pair \(number) ") == true)
    }

    @Test func `four corners take their millimetres from the bay`() throws {
        var zone = zone([PointPair]())
        zone.corners = [(0, 0), (1000, 0), (1000, 1200), (0, 1200)].map { pixel($0, $1) }
        let bay = Bay(id: "B", widthMM: 1000, heightMM: 1200, shelves: [])
        let registration = try Registration(zone: zone.placed(in: bay))
        #expect(
            isClose(registration.shelfPoint(at: pixel(300, 400)), ShelfPoint(xMM: 300, yMM: 400), mm: 1e-6))
    }

    /// A camera 2 m before the bay, 300 mm right of its left side and 1500 mm above the floor, turned a little.
    private func straightPixel(_ x: Double, _ y: Double, of lens: Lens) -> PixelPoint {
        let (c, s) = (0.98, 0.02.squareRoot() * 1.407)
        let norm = (c * c + s * s).squareRoot()
        let ray = [x - 300, y - 1500, -2000.0]
        let across = (c * ray[0] + s * ray[2]) / norm, ahead = (s * ray[0] - c * ray[2]) / norm
        return PixelPoint(
            x: lens.centerX + lens.focalX * across / ahead, y: lens.centerY - lens.focalY * ray[1] / ahead)
    }

    private var bentLens: Lens {
        var lens = Lens(focalX: 700, focalY: 705, centerX: 642, centerY: 357)
        (lens.k1, lens.k2, lens.k3) = (-0.3, 0.09, -0.01)
        (lens.p1, lens.p2) = (0.001, -0.0015)
        return lens
    }

    @Test func `a lens that bends lines is undone before the map and done again after it`() throws {
        let lens = bentLens
        func seen(_ x: Double, _ y: Double) throws -> PixelPoint {
            try #require(lens.distorted(straightPixel(x, y, of: lens)))
        }
        let places: [(Double, Double)] = [
            (0, 600), (1000, 600), (1000, 1800), (0, 1800), (500, 1200), (200, 900), (800, 1700),
        ]
        var zone = zone(
            try places.map { PointPair(pixel: try seen($0.0, $0.1), shelf: ShelfPoint(xMM: $0.0, yMM: $0.1)) }
        )
        // As a pinhole the same points contradict each other.
        #expect(throws: PlanogramError.self) { try Registration(zone: zone) }
        zone.lens = lens
        let registration = try Registration(zone: zone)
        #expect(registration.residualsMM.allSatisfy { $0 < 1e-6 })
        #expect(
            isClose(
                registration.shelfPoint(at: try seen(430, 1333)), ShelfPoint(xMM: 430, yMM: 1333), mm: 1e-5))
        let back = try #require(registration.pixel(at: ShelfPoint(xMM: 430, yMM: 1333)))
        let there = try seen(430, 1333)
        #expect(abs(back.x - there.x) < 1e-6 && abs(back.y - there.y) < 1e-6)
        let small = registration.scaled(to: PixelSize(width: 640, height: 360))
        #expect(
            isClose(
                small.shelfPoint(at: PixelPoint(x: there.x / 2, y: there.y / 2)),
                ShelfPoint(xMM: 430, yMM: 1333), mm: 1e-5))
        let eye = try #require(registration.eye)
        #expect(abs(eye.xMM - 300) < 1 && abs(eye.yMM - 1500) < 1 && abs(eye.zMM - 2000) < 1)
    }

    @Test func `where a camera of unknown focal length stands is told about so, if it looks straight ahead`()
        throws
    {
        func eye(focal: Double) throws -> ShelfEye? {
            let pairs = [(0.0, 600.0), (1000, 600), (1000, 1800), (0, 1800)].map { x, y in
                PointPair(
                    pixel: PixelPoint(
                        x: 640 + focal * (x - 400) / 2500, y: 360 - focal * (y - 1300) / 2500),
                    shelf: ShelfPoint(xMM: x, yMM: y))
            }
            return try Registration(zone: zone(pairs)).eye
        }
        // The distance is wrong by as much as the guess of 0.75 widths is, the place before the shelf is not.
        for focal in [640.0, 960, 1280] {
            let seen = try #require(try eye(focal: focal))
            #expect(abs(seen.xMM - 400) < 1 && abs(seen.yMM - 1300) < 1)
            #expect(abs(seen.zMM - 2500 * 960 / focal) < 1)
        }
        let turned = [(0.0, 600.0), (1000, 600), (1000, 1800), (0, 1800)].map { x, y in
            PointPair(pixel: straightPixel(x, y, of: bentLens), shelf: ShelfPoint(xMM: x, yMM: y))
        }
        #expect(try Registration(zone: zone(turned)).eye == nil)
    }

    @Test func `a lens that folds the picture is refused`() {
        var zone = zone(corners)
        zone.lens = Lens(focalX: 700, focalY: 700, centerX: 640, centerY: 360)
        zone.lens?.k1 = -0.8
        let error = #expect(throws: PlanogramError.self) { try Registration(zone: zone) }
        #expect(error?.description.contains("folds the picture's corner") == true)
    }
}
