import Imaging
import Retail
import TestSupport
import Testing

struct RawPictureTests {
    /// 75 % colour bars, BT.601 limited range: Y, U, V and the RGB they stand for.
    static let bars: [(yuv: [UInt8], rgb: [Int])] = [
        ([180, 128, 128], [191, 191, 191]), ([162, 44, 142], [191, 191, 0]),
        ([131, 156, 44], [0, 191, 191]),
        ([112, 72, 58], [0, 191, 0]), ([84, 184, 198], [191, 0, 191]), ([65, 100, 212], [191, 0, 0]),
        ([35, 212, 114], [0, 0, 191]), ([16, 128, 128], [0, 0, 0]), ([235, 128, 128], [255, 255, 255]),
    ]

    /// A picture of one colour with `padding` bytes behind each line.
    static func plain(
        _ layout: RawLayout, _ yuv: [UInt8], rgb: [UInt8], size: PixelSize, padding: Int = 0
    ) -> RawPicture {
        let (y, u, v) = (yuv[0], yuv[1], yuv[2])
        func lines(_ count: Int, _ unit: [UInt8], _ units: Int, padding: Int) -> [UInt8] {
            let line =
                [[UInt8]](repeating: unit, count: units).flatMap(\.self)
                + [UInt8](repeating: 77, count: padding)
            return [[UInt8]](repeating: line, count: count).flatMap(\.self)
        }
        let (width, height) = (size.width, size.height)
        let bytes: [UInt8] =
            switch layout {
            case .yuyv: lines(height, [y, u, y, v], width / 2, padding: padding)
            case .uyvy: lines(height, [u, y, v, y], width / 2, padding: padding)
            case .yvyu: lines(height, [y, v, y, u], width / 2, padding: padding)
            case .nv12:
                lines(height, [y], width, padding: padding)
                    + lines(height / 2, [u, v], width / 2, padding: padding)
            case .nv21:
                lines(height, [y], width, padding: padding)
                    + lines(height / 2, [v, u], width / 2, padding: padding)
            case .nv16:
                lines(height, [y], width, padding: padding)
                    + lines(height, [u, v], width / 2, padding: padding)
            case .yuv420:
                lines(height, [y], width, padding: padding)
                    + lines(height / 2, [u], width / 2, padding: padding / 2)
                    + lines(height / 2, [v], width / 2, padding: padding / 2)
            case .grey: lines(height, [y], width, padding: padding)
            case .rgb24: lines(height, rgb, width, padding: padding)
            case .bgr24: lines(height, rgb.reversed(), width, padding: padding)
            }
        return RawPicture(
            layout: layout, size: size, bytesPerLine: layout.leastBytesPerLine(width: width) + padding,
            bytes: bytes)
    }

    @Test(arguments: RawLayout.allCases, JPEG.Scale.allCases)
    func `colour bars come out in their colours, in every layout and scale, without the driver's padding`(
        _ layout: RawLayout, _ scale: JPEG.Scale
    ) throws {
        for bar in Self.bars {
            let picture = Self.plain(
                layout, bar.yuv, rgb: bar.rgb.map { UInt8($0) }, size: PixelSize(width: 32, height: 16),
                padding: 6)
            let image = try picture.decoded(scale)
            #expect(image.width == 32 / scale.factor && image.height == 16 / scale.factor)
            let wanted =
                layout == .grey ? [Int](repeating: (Int(bar.yuv[0]) - 16) * 255 / 219, count: 3) : bar.rgb
            for (index, value) in image.pixels.enumerated() {
                #expect(abs(Int(value) - wanted[index % 3]) <= 3)
            }
        }
    }

    @Test(arguments: RawLayout.allCases)
    func `brightness alone is that of the colours`(_ layout: RawLayout) throws {
        let picture = Self.plain(
            layout, [112, 72, 58], rgb: [0, 191, 0], size: PixelSize(width: 16, height: 16))
        #expect(try picture.decodedGray(.half).pixels.allSatisfy { abs(Int($0) - 112) <= 3 })
    }

    @Test func `a shrunk pixel is the mean of those it covers`() throws {
        let line: [UInt8] = [16, 16, 235, 235, 16, 235, 16, 235]
        let picture = RawPicture(
            layout: .grey, size: PixelSize(width: 8, height: 2), bytesPerLine: 8, bytes: line + line)
        #expect(try picture.decodedGray(.half).pixels == [0, 255, 128, 128])
    }

    @Test(arguments: RawLayout.allCases)
    func `every frame that is cut off is refused`(_ layout: RawLayout) throws {
        let size = PixelSize(width: 8, height: 4)
        let whole = Self.plain(layout, [1, 2, 3], rgb: [1, 2, 3], size: size)
        #expect(throws: Never.self) { try whole.decoded() }
        for count in stride(from: 0, to: whole.bytes.count, by: 5) {
            let cut = RawPicture(
                layout: layout, size: size, bytesPerLine: whole.bytesPerLine,
                bytes: Array(whole.bytes.prefix(count)))
            #expect(throws: ImagingError.self) { try cut.decoded() }
            #expect(throws: ImagingError.self) { try cut.decodedGray() }
        }
    }

    @Test func `the last line of a plane need not be padded`() throws {
        let whole = Self.plain(
            .yuv420, [100, 90, 80], rgb: [], size: PixelSize(width: 8, height: 4), padding: 8)
        let picture = RawPicture(
            layout: .yuv420, size: whole.size, bytesPerLine: 16, bytes: whole.bytes.dropLast(4))
        #expect(throws: Never.self) { try picture.decoded() }
    }

    @Test func `sizes and lines that make no sense are refused`() {
        for (size, line) in [
            (PixelSize(width: 0, height: 4), 16), (PixelSize(width: 8, height: 0), 16),
            (PixelSize(width: 40000, height: 4), 80000), (PixelSize(width: 8, height: 4), 15),
            (PixelSize(width: 7, height: 4), 16),
        ] {
            let picture = RawPicture(
                layout: .yuyv, size: size, bytesPerLine: line, bytes: [UInt8](repeating: 0, count: 4000))
            #expect(throws: ImagingError.self) { try picture.decoded() }
        }
    }
}
