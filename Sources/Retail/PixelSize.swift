/// Width and height of a picture in pixels.
package struct PixelSize: Hashable, Sendable, Codable, CustomStringConvertible {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Reads `1280x720`; `nil` when the text is anything else or a side is not in 16...16384.
    package init?(_ text: String) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1] else { return nil }
        guard (16...16384).contains(width), (16...16384).contains(height) else { return nil }
        self.init(width: width, height: height)
    }

    package var description: String { "\(width)x\(height)" }

    package var area: Int { width * height }
}
