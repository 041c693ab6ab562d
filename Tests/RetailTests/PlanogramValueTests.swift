import Retail
import TestSupport
import Testing

struct PlanogramValueTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-12-01T06:00:00+01:00", 1_796_101_200),
        ("2000-02-29T23:59:59Z", 951_868_799),
        ("2026-12-01T05:00:00.5Z", 1_796_101_200.5), ("1969-12-31t23:59:59z", -1),
        ("2100-03-01T00:00:00-00:30", 4_107_544_200),
    ])
    func `times are read with their offset`(text: String, seconds: Double) {
        #expect(UTCTime(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01T06:00:00", "2026-13-01T06:00:00Z", "2026-02-30T06:00:00Z",
        "2026-12-01T24:00:00Z", "2026-12-01T06:00:00+1:00", "2026-12-01T06:00:00.Z", "2026-12-01 06:00:00Z",
        "é026-12-01T06:00:00Z", "2026-12-01T06:00:00Zz", "+026-12-01T06:00:00Z",
    ])
    func `what is no full time is refused`(text: String) {
        #expect(UTCTime(text) == nil)
    }

    @Test func `times survive the way to text and back`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let time = UTCTime(
                seconds: Double(Int.random(in: -30_000_000_000_000...200_000_000_000_000, using: &random))
                    / 1000)
            #expect(UTCTime(time.description) == time)
        }
    }

    @Test func `a validity holds from its first moment to before its last`() {
        let validity = Validity(from: UTCTime(seconds: 100), to: UTCTime(seconds: 200))
        #expect(
            [99.9, 100, 199.9, 200].map { validity.contains(UTCTime(seconds: $0)) } == [
                false, true, true, false,
            ])
        #expect(Validity.always.contains(UTCTime(seconds: -1e9)))
    }

    @Test(arguments: Orientation.Face.allCases, 0..<4)
    func `orientations survive the way to text and back`(face: Orientation.Face, turns: Int) {
        let orientation = Orientation(face, quarterTurns: turns)
        #expect(Orientation(orientation.description) == orientation)
    }

    @Test(arguments: ["", "front 45", "front 360", "front -90", "inside", "front 90 90", "Front"])
    func `what is no orientation is refused`(text: String) { #expect(Orientation(text) == nil) }

    @Test func `a turned package shows the sides it is turned to`() {
        let size = PackageSize(widthMM: 10, heightMM: 20, depthMM: 5)
        func seen(_ text: String) -> [Double] {
            let turned = (Orientation(text) ?? .front).turned(size)
            return [turned.widthMM, turned.heightMM, turned.depthMM]
        }
        #expect(seen("front") == [10, 20, 5])
        #expect(seen("back 90") == [20, 10, 5])
        #expect(seen("left") == [5, 20, 10])
        #expect(seen("top 180") == [10, 5, 20])
        #expect(seen("right 270") == [20, 5, 10])
    }
}
