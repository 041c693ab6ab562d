internal import Imaging
package import Retail

/// How the planes of a picture, each in memory of its own and with padding of its own, are put together to one whole.
///
/// The result is a `RawPicture` without padding.
package struct PlanePacking: Equatable, Sendable {
    /// One plane as the driver lays it out.
    private struct Plane: Equatable {
        let rows: Int
        let lineBytes: Int
        let bytesPerLine: Int
    }

    private let planes: [Plane]

    /// `bytesPerLine` has the driver's figure for each plane, in their order.
    ///
    /// `nil` for formats that have one plane only, and when the figures can't be: too few, or less than a line.
    package init?(_ format: CameraFormat, size: PixelSize, bytesPerLine: [Int]) {
        let (half, halfRows) = ((size.width + 1) / 2, (size.height + 1) / 2)
        let colours: [(rows: Int, lineBytes: Int)] =
            switch format {
            case .nv12m, .nv21m: [(halfRows, half * 2)]
            case .nv16m: [(size.height, half * 2)]
            case .yuv420m: [(halfRows, half), (halfRows, half)]
            default: []
            }
        let shapes = [(rows: size.height, lineBytes: size.width)] + colours
        guard size.width > 0, size.height > 0, !colours.isEmpty, shapes.count == bytesPerLine.count,
            zip(shapes, bytesPerLine).allSatisfy({ $0.lineBytes <= $1 })
        else { return nil }
        planes = zip(shapes, bytesPerLine).map {
            Plane(rows: $0.rows, lineBytes: $0.lineBytes, bytesPerLine: $1)
        }
    }

    /// The planes' lines one after the other; `nil` when a plane has fewer bytes than its lines need.
    package func packed(_ parts: [UnsafeRawBufferPointer]) -> [UInt8]? {
        guard unsafe parts.count == planes.count else { return nil }
        for (index, plane) in planes.enumerated() {
            let least = plane.bytesPerLine * (plane.rows - 1) + plane.lineBytes
            guard unsafe parts[index].count >= least else { return nil }
        }
        let count = planes.reduce(0) { $0 + $1.rows * $1.lineBytes }
        // Safe: the lines add up to `count`, and each part has been seen to hold its lines.
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            let whole = UnsafeMutableRawBufferPointer(target)
            for (index, plane) in planes.enumerated() {
                for row in 0..<plane.rows {
                    let line = unsafe parts[index][(row * plane.bytesPerLine)...].prefix(plane.lineBytes)
                    unsafe UnsafeMutableRawBufferPointer(rebasing: whole[filled...])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: line))
                    filled += plane.lineBytes
                }
            }
        }
    }
}
