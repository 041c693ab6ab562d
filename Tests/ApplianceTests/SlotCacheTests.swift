import Appliance
import Imaging
import Recognition
import Retail
import TestSupport
import Testing

struct SlotCacheTests {
    private static let boxes = (0..<4).map {
        PixelRect(x: 20 + Double($0) * 50, y: 30, width: 40, height: 70)
    }

    /// Four products, each a pattern of its own kind, in light of some strength and with noise.
    private static func picture(
        kinds: [UInt64] = [0, 1, 2, 3], light: Double = 1, noise: Double = 4, seed: UInt64 = 1, shift: Int = 0
    ) -> RGBImage {
        var picture = RGBImage(width: 240, height: 130, gray: 90)
        for (kind, box) in zip(kinds, boxes) {
            var pattern = SeededGenerator(seed: 100 + kind)
            for row in 0..<7 {
                for column in 0..<4 {
                    let color = RGBColor(
                        red: .random(in: 30...220, using: &pattern),
                        green: .random(in: 30...220, using: &pattern),
                        blue: .random(in: 30...220, using: &pattern))
                    let cell = PixelRect(
                        x: box.x + Double(column * 10 + shift), y: box.y + Double(row * 10), width: 10,
                        height: 10)
                    picture.fill(cell, color: color)
                }
            }
        }
        var generator = SeededGenerator(seed: seed)
        let pixels = picture.pixels.map { level in
            let seen = Double(level) * light + Double.random(in: -noise...noise, using: &generator)
            return UInt8(max(0, min(255, seen)))
        }
        return RGBImage(width: 240, height: 130, pixels: pixels)
    }

    /// Which of the four products have to be looked at in `picture`.
    private static func asked(_ cache: inout SlotCache, _ picture: RGBImage, jitter: Double = 0) -> [Int] {
        let seen = boxes.map {
            PixelRect(x: $0.x + jitter, y: $0.y - jitter, width: $0.width, height: $0.height)
        }
        let looks = cache.looks(under: seen, in: PictureView(picture))
        let new = looks.indices.filter { looks[$0] == nil }
        let answers = new.map { TreeClassifier.Looks(embedding: [Float($0)], candidates: []) }
        cache.remember(answers, under: new.map { seen[$0] }, in: PictureView(picture))
        for (place, known) in looks.enumerated() {
            if let known { #expect(known.embedding == [Float(place)]) }
        }
        return new
    }

    @Test
    func `an unchanged product is looked at once, in spite of noise, dimmer light and boxes that waver`() {
        var cache = SlotCache()
        let first = Self.asked(&cache, Self.picture())
        #expect(first == [0, 1, 2, 3])
        for look in 1...10 {
            let light = 1 - Double(look) * 0.015
            let picture = Self.picture(light: light, seed: UInt64(look) + 1)
            let asked = Self.asked(&cache, picture, jitter: look % 2 == 0 ? 1 : -1)
            #expect(asked.isEmpty)
        }
        let counts = cache.takeCounts()
        #expect(counts.known == 40 && counts.looked == 4)
    }

    @Test func `a product that another one has taken the place of is looked at, and only that`() {
        var cache = SlotCache()
        _ = Self.asked(&cache, Self.picture())
        let asked = Self.asked(&cache, Self.picture(kinds: [0, 1, 9, 3], seed: 2))
        #expect(asked == [2])
        let again = Self.asked(&cache, Self.picture(kinds: [0, 1, 9, 3], seed: 3))
        #expect(again.isEmpty)
    }

    @Test func `a product that was hidden for some pictures is known again`() {
        var cache = SlotCache()
        _ = Self.asked(&cache, Self.picture())
        for look in 0..<5 {
            let picture = Self.picture(seed: UInt64(look) + 2)
            let looks = cache.looks(under: Array(Self.boxes.prefix(2)), in: PictureView(picture))
            #expect(looks.count { $0 != nil } == 2)
        }
        let asked = Self.asked(&cache, Self.picture(seed: 9))
        #expect(asked.isEmpty)
    }

    @Test func `after twenty pictures every product is looked at anew`() {
        var cache = SlotCache()
        _ = Self.asked(&cache, Self.picture())
        var pictures = 0
        for look in 0..<40 where Self.asked(&cache, Self.picture(seed: UInt64(look) + 2)).isEmpty {
            pictures += 1
        }
        #expect(pictures == 39)
    }

    @Test func `what is dark or moved is not known`() {
        var cache = SlotCache()
        _ = Self.asked(&cache, Self.picture())
        var other = cache
        let dark = Self.asked(&cache, Self.picture(light: 0.6, seed: 2))
        let moved = Self.asked(&other, Self.picture(seed: 2, shift: 5))
        #expect(dark == [0, 1, 2, 3] && moved == [0, 1, 2, 3])
    }

    @Test func `an emptied cache knows nothing`() {
        var cache = SlotCache()
        _ = Self.asked(&cache, Self.picture())
        cache.empty()
        let asked = Self.asked(&cache, Self.picture(seed: 2))
        #expect(asked == [0, 1, 2, 3])
    }
}
