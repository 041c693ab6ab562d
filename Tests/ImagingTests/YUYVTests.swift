import Imaging
import Testing

struct YUYVTests {
    /// 75 % colour bars, BT.601 limited range: Y, U, V and the RGB they stand for.
    static let bars: [(yuv: [UInt8], rgb: [Int])] = [
        ([180, 128, 128], [191, 191, 191]), ([162, 44, 142], [191, 191, 0]),
        ([131, 156, 44], [0, 191, 191]),
        ([112, 72, 58], [0, 191, 0]), ([84, 184, 198], [191, 0, 191]), ([65, 100, 212], [191, 0, 0]),
        ([35, 212, 114], [0, 0, 191]), ([16, 128, 128], [0, 0, 0]), ([235, 128, 128], [255, 255, 255]),
    ]

    @Test func `colour bars come out in their colours`() throws {
        for bar in YUYVTests.bars {
            let bytes = [bar.yuv[0], bar.yuv[1], bar.yuv[0], bar.yuv[2]]
            let image = try YUYV.decode(bytes, width: 2, height: 1, bytesPerLine: 4)
            for (channel, wanted) in bar.rgb.enumerated() {
                #expect(abs(Int(image.pixels[channel]) - wanted) <= 3)
            }
        }
    }

    @Test func `the driver's padding at the end of each line is skipped`() throws {
        let line: [UInt8] = [235, 128, 235, 128, 16, 128, 16, 128, 99, 99]
        let image = try YUYV.decode(line + line, width: 4, height: 2, bytesPerLine: 10)
        #expect(image.pixels.prefix(6).allSatisfy { $0 == 255 })
        #expect(image.pixels.suffix(6).allSatisfy { $0 == 0 })
    }

    @Test func `a frame that is cut off says how many bytes are missing`() {
        #expect(throws: ImagingError.truncated(format: "YUYV", expectedBytes: 16, actualBytes: 15)) {
            try YUYV.decode([UInt8](repeating: 0, count: 15), width: 4, height: 2, bytesPerLine: 8)
        }
        #expect(throws: ImagingError.self) { try YUYV.decode([], width: 0, height: 0, bytesPerLine: 0) }
    }
}
