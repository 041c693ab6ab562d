package import Retail

extension RGBImage {
    /// Makes the pixels inside a polygon black, and those that its edges touch: nothing private shines through.
    ///
    /// Where the polygon crosses itself, the even-odd rule says what is inside.
    package mutating func blacken(_ outline: [PixelPoint]) {
        guard outline.count >= 3, width > 0, height > 0 else { return }
        let edges = Array(zip(outline, outline.dropFirst() + [outline[0]]))
        for row in 0..<height {
            // A pixel is covered if the polygon reaches it anywhere; three lines through it tell nearly that.
            for part in [0.02, 0.5, 0.98] {
                let y = Double(row) + part
                let crossings = edges.compactMap { from, to -> Double? in
                    guard (from.y <= y) != (to.y <= y) else { return nil }
                    return from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x)
                }.sorted()
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    fill(row, from: crossings[pair], to: crossings[pair + 1])
                }
            }
        }
    }

    private mutating func fill(_ row: Int, from left: Double, to right: Double) {
        let first = Int(max(0, min(Double(width), left.rounded(.down))))
        let last = Int(max(0, min(Double(width), right.rounded(.up))))
        guard first < last else { return }
        let start = (row * width + first) * 3
        pixels.replaceSubrange(
            start..<start + (last - first) * 3, with: repeatElement(0, count: (last - first) * 3))
    }
}
