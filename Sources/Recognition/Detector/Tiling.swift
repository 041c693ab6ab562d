package import Retail

/// Cuts a large picture into overlapping tiles, so that small products keep enough pixels.
package struct Tiling: Sendable {
    /// Row by row.
    package let tiles: [PixelRect]
    /// How far neighbouring tiles overlap, in pixels.
    package let overlap: Double
    private let picture: PixelSize

    /// Tiles of at most `largestSide` pixels a side that together cover the picture, all of one size.
    ///
    /// A picture that fits in one tile is one tile. `overlapShare` is the part of a tile's side that it shares with
    /// its neighbour.
    package init(of picture: PixelSize, largestSide: Double, overlapShare: Double = 0.2) {
        self.picture = picture
        overlap = largestSide * overlapShare
        let columns = Tiling.spans(length: Double(picture.width), largest: largestSide, overlap: overlap)
        let rows = Tiling.spans(length: Double(picture.height), largest: largestSide, overlap: overlap)
        tiles = rows.flatMap { row in
            columns.map { PixelRect(x: $0.start, y: row.start, width: $0.length, height: row.length) }
        }
    }

    /// Whether `box`, found in `tile`, looks cut off by an inner edge of it, so that the neighbouring tile, which
    /// overlaps by more than the box's size, has seen the object whole.
    package func isFragment(_ box: PixelRect, of tile: PixelRect) -> Bool {
        let margin = 3.0
        let touchesLeft = tile.x > 0 && box.x < tile.x + margin
        let touchesRight =
            tile.x + tile.width < Double(picture.width) && box.x + box.width > tile.x + tile.width - margin
        let touchesTop = tile.y > 0 && box.y < tile.y + margin
        let touchesBottom =
            tile.y + tile.height < Double(picture.height)
            && box.y + box.height > tile.y + tile.height - margin
        return (touchesLeft || touchesRight) && box.width < overlap * 0.8
            || (touchesTop || touchesBottom) && box.height < overlap * 0.8
    }

    private static func spans(length: Double, largest: Double, overlap: Double) -> [(
        start: Double, length: Double
    )] {
        guard length > largest else { return [(0, length)] }
        let count = ((length - overlap) / (largest - overlap)).rounded(.up)
        let size = (length + (count - 1) * overlap) / count
        return (0..<Int(count)).map { ((size - overlap) * Double($0), size) }
    }
}
