package import Imaging

/// The small picture by which a frame is judged: its brightness, and the colour of each of its blocks.
package struct GatePicture: Equatable, Sendable {
    /// The mean colour differences of a block.
    struct Tint: Equatable {
        var blue: Float
        var red: Float
    }

    package private(set) var light: GrayImage
    /// Row by row, for blocks of `BlockComparison.side`; none for a picture without colours.
    private(set) var tints: [Tint]

    package init(_ picture: ColourImage) {
        light = picture.light
        let side = BlockComparison.side
        let (columns, rows) = (light.width / side, light.height / side)
        let (blue, red) = (picture.blue.span, picture.red.span)
        var sums = [(blue: Int32, red: Int32)](repeating: (0, 0), count: columns * rows)
        for row in 0..<rows * side {
            var place = row * light.width
            for column in 0..<columns {
                var (blues, reds): (Int32, Int32) = (0, 0)
                for _ in 0..<side {
                    blues += Int32(blue[place])
                    reds += Int32(red[place])
                    place += 1
                }
                sums[row / side * columns + column].blue += blues
                sums[row / side * columns + column].red += reds
            }
        }
        let count = Float(side * side)
        tints = sums.map { Tint(blue: Float($0.blue) / count - 128, red: Float($0.red) / count - 128) }
    }

    /// A picture without colours.
    package init(_ light: GrayImage) {
        self.light = light
        tints = []
    }

    func isAsLarge(as other: GatePicture) -> Bool { light.isAsLarge(as: other.light) }

    /// Takes those blocks of `other` for which `holds` says so, and the margin that no block covers.
    mutating func replaceBlocks(of grid: BlockComparison, by other: GatePicture, where holds: (Int) -> Bool) {
        light.replaceBlocks(of: grid, by: other.light, where: holds)
        guard tints.count == other.tints.count else { return }
        for block in tints.indices where holds(block) { tints[block] = other.tints[block] }
    }
}
