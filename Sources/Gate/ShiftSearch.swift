internal import Imaging

/// By how far a picture has moved, in pixels of the pictures compared.
package struct PixelShift: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    package var length: Double { (x * x + y * y).squareRoot() }
}

/// Finds by how far one picture of a scene is shifted against another, whatever the light and whoever stands before it.
///
/// The earlier picture is cut into tiles, and each is sought around its place in the later one by normalised correlation.
/// The tiles vote together: shelves repeat, and what one tile takes for its like, the others do not. The best shift of
/// pictures shrunk by four is refined at twice and at full size.
struct ShiftSearch {
    /// The shift, and how well the tiles that can tell agree with it, 0...1.
    struct Found {
        let shift: PixelShift
        let agreement: Double
        /// How well they agree with no shift at all.
        let agreementAtRest: Double
        /// How far a typical tile has moved: more than the shift when the camera was turned or the lens zoomed.
        let typicalMove: Double
    }

    private static let columns = 6
    private static let rows = 4
    /// Largest shift that is sought, as a part of the picture's width.
    private static let reach = 0.12

    private let levels: [(earlier: GrayImage, later: GrayImage)]

    init(_ earlier: GrayImage, _ later: GrayImage) {
        let half = (earlier.shrunk(by: 2), later.shrunk(by: 2))
        levels = [(earlier, later), half, (half.0.shrunk(by: 2), half.1.shrunk(by: 2))]
    }

    /// `nil` when the earlier picture holds nothing by which a shift could be told.
    func find() -> Found? {
        let coarse = levels[2]
        let reach = max(2, Int(Double(coarse.earlier.width) * Self.reach))
        let tiles = self.tiles(of: coarse.earlier)
        guard tiles.count >= 3 else { return nil }
        let rest = agreement(of: tiles, at: (0, 0), level: 2)
        var best = (x: 0, y: 0, agreement: rest)
        for y in -reach...reach {
            for x in -reach...reach {
                let found = agreement(of: tiles, at: (x, y), level: 2)
                if found > best.agreement { best = (x, y, found) }
            }
        }
        for level in [1, 0] {
            let center = (x: best.x * 2, y: best.y * 2)
            let tiles = self.tiles(of: levels[level].earlier)
            best = (center.x, center.y, -1)
            for y in (center.y - 2)...(center.y + 2) {
                for x in (center.x - 2)...(center.x + 2) {
                    let found = agreement(of: tiles, at: (x, y), level: level)
                    if found > best.agreement { best = (x, y, found) }
                }
            }
        }
        let shift = PixelShift(x: Double(best.x), y: Double(best.y))
        return Found(
            shift: shift, agreement: best.agreement, agreementAtRest: rest,
            typicalMove: typicalMove(around: (best.x / 2, best.y / 2)) * 2)
    }

    private struct Tile {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
    }

    /// The tiles that hold enough to be recognised.
    private func tiles(of picture: GrayImage) -> [Tile] {
        let (width, height) = (picture.width / Self.columns, picture.height / Self.rows)
        guard width >= 6, height >= 6 else { return [] }
        return (0..<Self.rows * Self.columns).compactMap { index in
            let tile = Tile(
                x: index % Self.columns * width, y: index / Self.columns * height, width: width,
                height: height)
            let own = picture.compared(
                x: tile.x, y: tile.y, with: picture, x: tile.x, y: tile.y, width: width, height: height)
            return own.firstVariance > 60 ? tile : nil
        }
    }

    /// The mean correlation of the tiles that still lie in the picture; what is not alike counts as nothing.
    private func agreement(of tiles: [Tile], at shift: (x: Int, y: Int), level: Int) -> Double {
        let alike = tiles.compactMap { correlation(of: $0, at: shift, level: level) }
        guard alike.count * 2 >= tiles.count else { return 0 }
        return alike.reduce(0) { $0 + max(0, $1) } / Double(alike.count)
    }

    private func correlation(of tile: Tile, at shift: (x: Int, y: Int), level: Int) -> Double? {
        let (earlier, later) = levels[level]
        let (x, y) = (tile.x + shift.x, tile.y + shift.y)
        guard x >= 0, y >= 0, x + tile.width <= later.width, y + tile.height <= later.height else {
            return nil
        }
        return earlier.compared(
            x: tile.x, y: tile.y, with: later, x: x, y: y, width: tile.width, height: tile.height
        ).correlation
    }

    /// Each tile alone, sought a little around the shift of all: the median of how far the tiles moved, at half size.
    private func typicalMove(around shift: (x: Int, y: Int)) -> Double {
        let tiles = tiles(of: levels[1].earlier)
        let moves = tiles.compactMap { tile -> Double? in
            var best: (move: Double, alike: Double)?
            for y in (shift.y - 6)...(shift.y + 6) {
                for x in (shift.x - 6)...(shift.x + 6) {
                    guard let alike = correlation(of: tile, at: (x, y), level: 1) else { continue }
                    if alike > (best?.alike ?? 0.6) {
                        best = (PixelShift(x: Double(x), y: Double(y)).length, alike)
                    }
                }
            }
            return best?.move
        }
        // Few that are found may be found by chance.
        return moves.count * 2 >= tiles.count ? BlockComparison.median(moves) ?? 0 : 0
    }
}
