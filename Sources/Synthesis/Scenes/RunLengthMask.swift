/// The pixels of one thing, as run lengths in the compressed form of the COCO API's masks.
///
/// Runs go down the columns, from left to right; the first one counts pixels that are not part of it.
package struct RunLengthMask: Encodable, Hashable, Sendable {
    /// Height and width of the picture.
    package let size: [Int]
    /// The runs, five bits a character, differences from the run before last.
    package let counts: String
    /// Pixels of the mask.
    package let area: Int

    enum CodingKeys: String, CodingKey { case size, counts }

    /// The mask of those pixels of a `width` by `height` picture for which `contains` holds; it holds for none outside
    /// of `columns` and `rows`.
    package init(width: Int, height: Int, columns: Range<Int>, rows: Range<Int>, contains: (Int, Int) -> Bool)
    {
        // Stretches of pixels inside, as places in the order of columns; one that goes on in the next column is one.
        var stretches: [Range<Int>] = []
        for x in columns {
            for y in rows where contains(x, y) {
                let place = x * height + y
                if let last = stretches.last, last.upperBound == place {
                    stretches[stretches.count - 1] = last.lowerBound..<place + 1
                } else {
                    stretches.append(place..<place + 1)
                }
            }
        }
        var runs: [Int] = []
        var end = 0
        for stretch in stretches {
            runs += [stretch.lowerBound - end, stretch.count]
            end = stretch.upperBound
        }
        if end < width * height { runs.append(width * height - end) }
        size = [height, width]
        counts = RunLengthMask.compressed(runs)
        area = stretches.reduce(0) { $0 + $1.count }
    }

    private static func compressed(_ runs: [Int]) -> String {
        var text: [UInt8] = []
        for (index, run) in runs.enumerated() {
            var rest = index > 2 ? run - runs[index - 2] : run
            while true {
                let bits = rest & 0x1F
                rest >>= 5
                let isLast = bits & 0x10 != 0 ? rest == -1 : rest == 0
                text.append(UInt8(48 + bits + (isLast ? 0 : 0x20)))
                if isLast { break }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
