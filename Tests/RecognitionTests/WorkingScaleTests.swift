import Recognition
import Retail
import Testing

struct WorkingScaleTests {
    private let camera4K = PixelSize(width: 3840, height: 2160)

    /// `count` products of `side` × `side` pixels each.
    private func products(_ count: Int, side: Double) -> [Detection] {
        (0..<count).map { index in
            Detection(
                box: PixelRect(x: Double(index) * side, y: 40, width: side, height: side),
                objectClass: .product, score: 0.8)
        }
    }

    private func tileSide(_ scale: WorkingScale) -> Double {
        scale.tiling(of: camera4K, inputSide: 640).tiles[0].width
    }

    @Test func `a wide picture is first looked at in two tiles of its height`() {
        let scale = WorkingScale()
        #expect(scale.tiling(of: PixelSize(width: 1920, height: 1080), inputSide: 640).tiles.count == 2)
        #expect(scale.tiling(of: camera4K, inputSide: 640).tiles.count == 2)
        #expect(scale.tiling(of: PixelSize(width: 640, height: 480), inputSide: 640).tiles.count == 1)
    }

    @Test func `far products are looked at in smaller tiles`() {
        var scale = WorkingScale()
        let before = tileSide(scale)
        let mustLookAgain = scale.adapt(to: products(20, side: 60), in: camera4K, inputSide: 640)
        #expect(mustLookAgain)
        #expect(tileSide(scale) < before / 2)
    }

    @Test func `close products are looked at in larger tiles, up to the whole picture`() {
        var scale = WorkingScale()
        let mustLookAgain = scale.adapt(to: products(20, side: 900), in: camera4K, inputSide: 640)
        #expect(mustLookAgain)
        #expect(scale.tiling(of: camera4K, inputSide: 640).tiles.count == 1)
    }

    @Test(arguments: [20.0, 60, 150, 300, 600, 1200])
    func `the same products ask for a change once at most`(side: Double) {
        var scale = WorkingScale()
        _ = scale.adapt(to: products(20, side: side), in: camera4K, inputSide: 640)
        let mustLookAgain = scale.adapt(to: products(20, side: side), in: camera4K, inputSide: 640)
        #expect(!mustLookAgain)
    }

    @Test func `a few products, or doubtful ones, change nothing`() {
        var scale = WorkingScale()
        let fewChangeIt = scale.adapt(to: products(4, side: 900), in: camera4K, inputSide: 640)
        #expect(!fewChangeIt)
        let doubtful = products(20, side: 900).map {
            Detection(box: $0.box, objectClass: .product, score: 0.1)
        }
        let doubtfulChangeIt = scale.adapt(to: doubtful, in: camera4K, inputSide: 640)
        #expect(!doubtfulChangeIt)
    }
}
