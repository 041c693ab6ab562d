import CRaster

/// The signed areas that a path's edges leave in the cells of its bounding box.
struct Coverage {
    let left: Int
    let top: Int
    let columns: Int
    let rows: Int
    /// Row by row, each with two cells more than there are columns.
    private(set) var areas: [Float]

    var stride: Int { columns + 2 }

    /// `nil` when the path does not touch the picture.
    init?(_ path: Path, scale: Float, width: Int, height: Int) {
        var low = Point(repeating: .infinity)
        var high = Point(repeating: -.infinity)
        for outline in path.outlines {
            for point in outline {
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }
        guard low.x < high.x, low.y < high.y else { return nil }
        low *= scale
        high *= scale
        guard low.x < Float(width), low.y < Float(height), high.x > 0, high.y > 0 else { return nil }
        left = Int(max(0, low.x))
        top = Int(max(0, low.y))
        columns = min(width, Int(min(Float(width), high.x)) + 1) - left
        rows = min(height, Int(min(Float(height), high.y)) + 1) - top
        areas = [Float](repeating: 0, count: (columns + 2) * rows)
        unsafe areas.withUnsafeMutableBufferPointer { areas in
            var box = unsafe cr_coverage(
                left: Int32(left), top: Int32(top), columns: Int32(columns), rows: Int32(rows),
                areas: areas.baseAddress)
            for outline in path.outlines where !outline.isEmpty {
                unsafe outline.withUnsafeBytes { points in
                    // Safe: a point is two floats, like C's; C keeps to the rows and columns.
                    unsafe cr_cover(
                        &box, points.baseAddress?.assumingMemoryBound(to: cr_point.self),
                        Int32(outline.count), scale)
                }
            }
        }
    }

    /// Mixes `colour` into the covered pixels of a canvas, as far as they are within `clip`.
    func blend(
        _ colour: Colour, opacity: Float, into pixels: inout [Colour], width: Int,
        _ clip: (columns: Range<Int>, rows: Range<Int>)
    ) {
        unsafe areas.withUnsafeBufferPointer { areas in
            // Safe: painting only reads the areas.
            var box = unsafe cr_coverage(
                left: Int32(left), top: Int32(top), columns: Int32(columns), rows: Int32(rows),
                areas: UnsafeMutablePointer(mutating: areas.baseAddress))
            unsafe pixels.withUnsafeMutableBytes { pixels in
                // Safe: a colour has room for four floats, and the box lies within the canvas.
                unsafe cr_paint(
                    &box, pixels.baseAddress?.assumingMemoryBound(to: Float.self), Int32(width),
                    Int32(clip.columns.lowerBound), Int32(clip.columns.upperBound),
                    Int32(clip.rows.lowerBound), Int32(clip.rows.upperBound),
                    cr_colour(red: colour.x, green: colour.y, blue: colour.z), opacity)
            }
        }
    }
}
