import Imaging
import Retail
import TestSupport
import Testing

struct FramePixelsTests {
    /// Coarse coloured squares: smooth enough to survive coding nearly.
    static func picture(width: Int, height: Int) -> RGBImage {
        var image = RGBImage(width: width, height: height, gray: 128)
        var generator = SeededGenerator(seed: 5)
        for row in stride(from: 0, to: height, by: 16) {
            for column in stride(from: 0, to: width, by: 16) {
                let value = UInt8.random(in: 60...190, using: &generator)
                image.fill(
                    PixelRect(x: Double(column), y: Double(row), width: 16, height: 16),
                    color: RGBColor(red: value, green: 128, blue: 250 - value))
            }
        }
        return image
    }

    static func frame(_ image: RGBImage) throws -> Frame {
        Frame(
            camera: "x", sequence: 1, monotonic: .now, wallSeconds: 0,
            payload: .jpeg(try JPEG.encode(image, quality: 95)))
    }

    static func difference(_ left: RGBImage, _ right: RGBImage) -> Double {
        Double(zip(left.pixels, right.pixels).map { abs(Int($0) - Int($1)) }.reduce(0, +))
            / Double(left.pixels.count)
    }

    @Test func `crops from parts are those from the whole picture`() throws {
        let pixels = try FramePixels(Self.frame(Self.picture(width: 333, height: 250)))
        let whole = try pixels.whole(shrunk: .full)
        let boxes = [
            PixelRect(x: 40.5, y: 30, width: 31, height: 44),
            PixelRect(x: 200, y: 35.5, width: 60, height: 20),
            PixelRect(x: 130, y: 190, width: 25, height: 55),
            PixelRect(x: -10, y: 200, width: 30, height: 80),
        ]
        for some in [boxes, [boxes[0]], [boxes[2], boxes[1]]] {
            let parts = try pixels.parts(under: some)
            for box in some {
                let size = PixelSize(width: 24, height: 32)
                #expect(Self.difference(parts.cropped(box, to: size), whole.cropped(box, to: size)) < 0.5)
            }
        }
    }

    @Test func `parts hold no more lines than the boxes need`() throws {
        let pixels = try FramePixels(Self.frame(Self.picture(width: 640, height: 480)))
        let view = try pixels.parts(under: [PixelRect(x: 300, y: 100, width: 20, height: 50)])
        #expect(view.image.height <= 56 && view.image.width <= 64)
    }

    @Test(arguments: JPEG.Scale.allCases)
    func `places mean the same at every scale`(_ scale: JPEG.Scale) throws {
        let pixels = try FramePixels(Self.frame(Self.picture(width: 330, height: 250)))
        let box = PixelRect(x: 64, y: 48, width: 128, height: 96)
        let size = PixelSize(width: 16, height: 12)
        let full = try pixels.whole(shrunk: .full).cropped(box, to: size)
        let small = try pixels.whole(shrunk: scale).cropped(box, to: size)
        #expect(Self.difference(full, small) < 8)
    }

    @Test func `boxes anywhere, also far outside, never crash`() throws {
        let pixels = try FramePixels(Self.frame(Self.picture(width: 100, height: 70)))
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<300 {
            let boxes = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                PixelRect(
                    x: .random(in: -1e4...1e4, using: &generator),
                    y: .random(in: -200...200, using: &generator),
                    width: .random(in: 0...300, using: &generator),
                    height: .random(in: 0...1e5, using: &generator))
            }
            let view = try pixels.parts(under: boxes)
            #expect(view.image.width <= 100 && view.image.height <= 70)
        }
    }

    @Test func `a part of a damaged picture is an error or a picture`() throws {
        let bytes = try JPEG.encode(Self.picture(width: 96, height: 96), quality: 80)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<1000 {
            var damaged = bytes
            for _ in 0..<4 {
                damaged[Int.random(in: 2..<damaged.count, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            let frame = Frame(
                camera: "x", sequence: 1, monotonic: .now, wallSeconds: 0, payload: .jpeg(damaged))
            guard let pixels = try? FramePixels(frame), pixels.size.area < 1_000_000,
                let view = try? pixels.parts(under: [PixelRect(x: 10, y: 40, width: 20, height: 30)])
            else { continue }
            #expect(view.image.pixels.count == view.image.width * view.image.height * 3)
        }
    }

    @Test func `brightness alone is near that of the colours`() throws {
        let frame = try Self.frame(Self.picture(width: 160, height: 96))
        let gray = try FramePixels(frame).gray(shrunk: .quarter)
        let colours = try FramePixels(frame).whole(shrunk: .quarter).image.gray
        #expect(gray.width == 40 && gray.height == 24)
        let difference = zip(gray.pixels, colours.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(difference <= 6)
    }
}
