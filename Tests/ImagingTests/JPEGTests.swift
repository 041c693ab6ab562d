import Imaging
import TestSupport
import Testing

struct JPEGTests {
    private static func gradient(width: Int, height: Int) -> RGBImage {
        var image = RGBImage(width: width, height: height, gray: 0)
        for row in 0..<height {
            for column in 0..<width {
                let at = (row * width + column) * 3
                image.pixels[at] = UInt8(column * 255 / width)
                image.pixels[at + 1] = UInt8(row * 255 / height)
                image.pixels[at + 2] = 128
            }
        }
        return image
    }

    @Test(arguments: [(1, 1), (64, 48), (333, 77)])
    func `a picture survives encoding and decoding, nearly`(width: Int, height: Int) throws {
        let image = JPEGTests.gradient(width: width, height: height)
        let copy = try JPEG.decode(JPEG.encode(image, quality: 95))
        #expect(copy.width == width && copy.height == height)
        let difference = zip(image.pixels, copy.pixels).map { abs(Int($0) - Int($1)) }.reduce(0, +)
        #expect(difference <= 8 * image.pixels.count)
    }

    @Test func `decoding at half the size gives half the pixels`() throws {
        let bytes = try JPEG.encode(JPEGTests.gradient(width: 100, height: 60), quality: 90)
        let half = try JPEG.decode(bytes, scale: .half)
        #expect(half.width == 50 && half.height == 30)
    }

    @Test(arguments: JPEG.Scale.allCases)
    func `brightness and colours in planes are those of the picture`(scale: JPEG.Scale) throws {
        let bytes = try JPEG.encode(JPEGTests.gradient(width: 128, height: 96), quality: 95)
        let picture = try JPEG.decode(bytes, scale: scale)
        let planes = try JPEG.decodeColours(bytes, scale: scale)
        #expect(planes.light == (try JPEG.decodeGray(bytes, scale: scale)))
        #expect(planes.light.width == picture.width && planes.light.height == picture.height)
        for index in stride(from: 0, to: planes.blue.count, by: 7) {
            let (r, g, b) = (
                Double(picture.pixels[index * 3]), Double(picture.pixels[index * 3 + 1]),
                Double(picture.pixels[index * 3 + 2])
            )
            // ITU-R BT.601, as JFIF has it; the corners of the cube are cut.
            #expect(abs(Double(planes.blue[index]) - (128 - 0.1687 * r - 0.3313 * g + 0.5 * b)) < 16)
            #expect(abs(Double(planes.red[index]) - (128 + 0.5 * r - 0.4187 * g - 0.0813 * b)) < 16)
        }
    }

    @Test func `planes of a picture that is cut off are refused`() throws {
        let bytes = try JPEG.encode(JPEGTests.gradient(width: 120, height: 90), quality: 90)
        for count in [0, 10, bytes.count / 2, bytes.count - 40] {
            #expect(throws: ImagingError.self) {
                try JPEG.decodeColours(Array(bytes.prefix(count)), scale: .half)
            }
        }
    }

    @Test func `what is no JPEG is refused with a reason`() {
        #expect(throws: ImagingError.self) { try JPEG.decode([]) }
        #expect(throws: ImagingError.self) { try JPEG.decode([UInt8](repeating: 7, count: 500)) }
    }

    @Test func `a picture that is cut off anywhere is refused, not painted grey`() throws {
        let bytes = try JPEG.encode(JPEGTests.gradient(width: 120, height: 90), quality: 90)
        for length in stride(from: 0, to: bytes.count - 2, by: 37) {
            #expect(throws: ImagingError.self) { try JPEG.decode(Array(bytes.prefix(length))) }
        }
    }

    @Test func `damaged bytes never crash the decoder`() throws {
        let bytes = try JPEG.encode(JPEGTests.gradient(width: 40, height: 40), quality: 80)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                damaged[Int.random(in: 2..<damaged.count, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            // Either an error or a picture of the size that the header claims.
            if let size = try? JPEG.readSize(damaged), size.width * size.height < 1_000_000,
                let picture = try? JPEG.decode(damaged)
            {
                #expect(picture.pixels.count == size.width * size.height * 3)
            }
        }
    }

    @Test func `a missing file is named`() {
        let error = #expect(throws: ImagingError.self) { try JPEG.read(path: "/nowhere/shelf.jpg") }
        #expect("\(error, default: "")".contains("/nowhere/shelf.jpg: cannot be read: no such file"))
    }
}
