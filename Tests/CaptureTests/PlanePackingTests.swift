import Capture
import Imaging
import Retail
import Testing

struct PlanePackingTests {
    /// A plane of `rows` lines of `line` bytes, which count up from `first`, with padding of 0xEE behind each.
    private func plane(_ rows: Int, _ line: Int, bytesPerLine: Int, first: UInt8) -> [UInt8] {
        (0..<rows).flatMap { row in
            (0..<line).map { first &+ UInt8(truncatingIfNeeded: row * line + $0) }
                + [UInt8](repeating: 0xEE, count: bytesPerLine - line)
        }
    }

    private func packed(_ packing: PlanePacking, _ planes: [[UInt8]]) -> [UInt8]? {
        let whole = planes.flatMap(\.self)
        // Safe: the parts lie in the array, which lives as long as the closure.
        return unsafe whole.withUnsafeBytes { bytes in
            var start = 0
            let parts = unsafe planes.map { plane in
                defer { start += plane.count }
                return unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + plane.count])
            }
            return unsafe packing.packed(parts)
        }
    }

    @Test(arguments: [
        (CameraFormat.nv12m, [(4, 6), (2, 6)]), (.nv21m, [(4, 6), (2, 6)]), (.nv16m, [(4, 6), (4, 6)]),
        (.yuv420m, [(4, 6), (2, 3), (2, 3)]),
    ])
    func `planes with paddings of their own become one picture without`(
        format: CameraFormat, shapes: [(Int, Int)]
    ) throws {
        let paddings = [2, 5, 0]
        let lines = zip(shapes, paddings).map { $0.1 + $1 }
        let packing = try #require(
            PlanePacking(format, size: PixelSize(width: 6, height: 4), bytesPerLine: lines))
        let planes = zip(shapes, lines).map { plane($0.0, $0.1, bytesPerLine: $1, first: 7) }
        let plain = shapes.flatMap { plane($0.0, $0.1, bytesPerLine: $0.1, first: 7) }
        #expect(packed(packing, planes) == plain)
        let layout = try #require(RawLayout(rawValue: String(format.rawValue.dropLast())))
        #expect(
            plain.count
                == RawPicture.leastBytes(layout, size: PixelSize(width: 6, height: 4), bytesPerLine: 6))
    }

    @Test func `the last line of a plane need not be padded`() throws {
        let packing = try #require(
            PlanePacking(.nv12m, size: PixelSize(width: 2, height: 2), bytesPerLine: [4, 4]))
        #expect(packed(packing, [[1, 2, 0, 0, 3, 4], [5, 6]]) == [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: [[5, 2], [6, 1], [6], [6, 2, 2], []])
    func `planes that are too short, too few or too many give no picture`(lengths: [Int]) throws {
        let packing = try #require(
            PlanePacking(.nv12m, size: PixelSize(width: 2, height: 2), bytesPerLine: [4, 4]))
        #expect(packed(packing, lengths.map { [UInt8](repeating: 1, count: $0) }) == nil)
    }

    @Test(arguments: [[], [4], [1, 4], [4, 4, 4], [-4, 4]])
    func `figures of a driver that can't be are refused`(lines: [Int]) {
        #expect(PlanePacking(.nv12m, size: PixelSize(width: 2, height: 2), bytesPerLine: lines) == nil)
    }

    @Test func `a format in one piece needs no packing`() {
        for format in [CameraFormat.mjpeg, .yuyv, .nv12, .yuv420, .grey] {
            #expect(PlanePacking(format, size: PixelSize(width: 4, height: 4), bytesPerLine: [8]) == nil)
        }
    }
}
