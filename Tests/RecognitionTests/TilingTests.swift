import Recognition
import Retail
import Testing

struct TilingTests {
    @Test(arguments: [(640, 480), (1920, 1080), (3840, 2160), (1201, 5000)])
    func `the tiles cover the picture, are of one size and stay within the limit`(width: Int, height: Int) {
        let tiling = Tiling(of: PixelSize(width: width, height: height), largestSide: 1200)
        let first = tiling.tiles[0]
        for tile in tiling.tiles {
            #expect(tile.width <= 1200 && tile.height <= 1200)
            #expect(abs(tile.width - first.width) < 1e-9 && abs(tile.height - first.height) < 1e-9)
        }
        for x in stride(from: 0.5, to: Double(width), by: 37) {
            for y in stride(from: 0.5, to: Double(height), by: 37) {
                #expect(
                    tiling.tiles.contains {
                        $0.x <= x && x <= $0.x + $0.width && $0.y <= y && y <= $0.y + $0.height
                    })
            }
        }
    }

    @Test func `a small box is whole in at least one tile`() {
        let tiling = Tiling(of: PixelSize(width: 3840, height: 2160), largestSide: 1200)
        for x in stride(from: 0.0, to: 3700, by: 41) {
            for y in stride(from: 0.0, to: 2000, by: 41) {
                let box = PixelRect(x: x, y: y, width: 100, height: 140)
                let views = tiling.tiles.filter { $0.intersection(box).area > 0 }
                #expect(views.contains { !tiling.isFragment(box.intersection($0), of: $0) })
            }
        }
    }

    @Test func `a letterbox restores the box it was given`() {
        let letterbox = Letterbox(region: PixelRect(x: 720, y: 0, width: 1200, height: 1080), side: 640)
        let restored = letterbox.restore(PixelRect(x: 64, y: 32, width: 16, height: 8))
        #expect(abs(restored.x - 840) < 1e-9 && abs(restored.y - 60) < 1e-9)
        #expect(abs(restored.width - 30) < 1e-9 && abs(restored.height - 15) < 1e-9)
    }
}
