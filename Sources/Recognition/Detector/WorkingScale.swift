package import Retail

/// The scale at which the detector looks at a camera's pictures, found from what it sees there.
///
/// A network knows products of the sizes it was trained on. A close camera of many pixels shows them larger, a far one
/// smaller, so the tiles that a picture is cut into are made larger or smaller until the middle one of the products
/// comes out at a size that the network knows well.
package struct WorkingScale: Sendable {
    /// Sides (square root of the area), in pixels of the network's input, at which products are found well.
    private static let knownSides = 32.0...88.0
    private static let bestSide = 52.0
    /// Fewer products than this say nothing about the camera.
    private static let fewestProducts = 5
    /// A product must be at least this sure to be counted.
    private static let surety = 0.35

    /// Side of the largest tile, in pixels of the picture; `nil` before the first picture.
    private var tileSide: Double?

    package init() {}

    /// The tiles of a picture of `size` for a network whose square input has `inputSide` pixels a side.
    package func tiling(of size: PixelSize, inputSide: Int) -> Tiling {
        Tiling(of: size, largestSide: tileSide ?? Self.firstTileSide(of: size, inputSide: inputSide))
    }

    /// Takes a better scale if the products found with this one ask for it; says whether it did.
    package mutating func adapt(to detections: [Detection], in size: PixelSize, inputSide: Int) -> Bool {
        let sides = detections.filter { $0.objectClass == .product && $0.score >= Self.surety }
            .map { $0.box.area.squareRoot() }.sorted()
        guard sides.count >= Self.fewestProducts else { return false }
        let tile = tiling(of: size, inputSide: inputSide).tiles[0]
        let current = max(tile.width, tile.height)
        let median = sides[sides.count / 2]
        guard !Self.knownSides.contains(median * Double(inputSide) / current) else { return false }
        let longest = Double(max(size.width, size.height))
        let wanted = min(longest, max(Double(inputSide), median * Double(inputSide) / Self.bestSide))
        // A step that small would change nothing but the tiles' number.
        guard abs(wanted - current) > current * 0.2 else { return false }
        tileSide = wanted
        return true
    }

    /// A tile as high as the picture: one for a square picture, two for a wide one.
    private static func firstTileSide(of size: PixelSize, inputSide: Int) -> Double {
        max(Double(inputSide), Double(min(size.width, size.height)) * 1.12)
    }
}
