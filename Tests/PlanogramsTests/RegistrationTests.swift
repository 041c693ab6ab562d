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
        let registration = try Registration(zone: zone(pairs))
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
}
