internal import CPixels

/// Sums over two windows of equal size, one in each of two pictures.
package struct WindowSums: Sendable {
    /// Pixels of each window.
    package let count: Double
    package let firstMean: Double
    package let secondMean: Double
    /// Mean squared distances from the means, and the mean product of both distances.
    package let firstVariance: Double
    package let secondVariance: Double
    package let covariance: Double

    /// How alike the windows are whatever their light, -1...1; 0 if one is flat.
    package var correlation: Double {
        let spread = (firstVariance * secondVariance).squareRoot()
        return spread > 0.01 ? covariance / spread : 0
    }

    fileprivate init(_ sums: cp_sums, count: Int) {
        let count = Double(count)
        self.count = count
        firstMean = Double(sums.a) / count
        secondMean = Double(sums.b) / count
        firstVariance = max(0, Double(sums.aa) / count - firstMean * firstMean)
        secondVariance = max(0, Double(sums.bb) / count - secondMean * secondMean)
        covariance = Double(sums.ab) / count - firstMean * secondMean
    }
}

/// Sums over a block of two pictures.
package struct BlockSums: Sendable {
    package let window: WindowSums
    /// How much fine detail the block holds: the mean squared difference between neighbouring pixels.
    package let firstDetail: Double
    package let secondDetail: Double
}

extension GrayImage {
    /// Compares the window of this picture at (`x`, `y`) with the one of `other` at (`otherX`, `otherY`).
    ///
    /// Both lie in their pictures, and hold at most 32,768 pixels.
    package func compared(
        x: Int, y: Int, with other: GrayImage, x otherX: Int, y otherY: Int, width: Int, height: Int
    ) -> WindowSums {
        precondition(
            holds(x, y, width, height) && other.holds(otherX, otherY, width, height)
                && width * height <= 32768)
        // Safe: both windows lie in their pictures.
        let sums = unsafe pixels.withUnsafeBufferPointer { first in
            unsafe other.pixels.withUnsafeBufferPointer { second in
                unsafe cp_compare(
                    first.baseAddress.map { unsafe $0 + y * self.width + x }, Int32(self.width),
                    second.baseAddress.map { unsafe $0 + otherY * other.width + otherX }, Int32(other.width),
                    Int32(width),
                    Int32(height))
            }
        }
        return WindowSums(sums, count: width * height)
    }

    /// Compares two pictures of one size block by block, row by row; `side` is the blocks' side, at most 64.
    ///
    /// What does not fill a block is left out.
    package func comparedInBlocks(with other: GrayImage, side: Int) -> [BlockSums] {
        precondition(width == other.width && height == other.height && (2...64).contains(side))
        let (columns, rows) = (width / side, height / side)
        // Safe: all blocks lie in both pictures, and there is room for each of them.
        let blocks = unsafe [cp_block](unsafeUninitializedCapacity: columns * rows) { target, filled in
            if columns * rows > 0 {
                unsafe cp_compare_blocks(
                    pixels, other.pixels, Int32(width), Int32(side), Int32(columns), Int32(rows),
                    target.baseAddress)
            }
            filled = columns * rows
        }
        let pairs = Double((side - 1) * (side - 1))
        return blocks.map { block in
            BlockSums(
                window: WindowSums(block.sums, count: side * side),
                firstDetail: Double(block.a_detail) / pairs,
                secondDetail: Double(block.b_detail) / pairs)
        }
    }

    private func holds(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Bool {
        x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= self.width && y + height <= self.height
    }

    /// The picture at a fraction of its size, each pixel the mean of `factor` x `factor`; what is left over is left out.
    package func shrunk(by factor: Int) -> GrayImage {
        let (width, height) = (width / factor, height / factor)
        var small = GrayImage(
            width: width, height: height, pixels: [UInt8](repeating: 0, count: width * height))
        let source = pixels.span
        var target = small.pixels.mutableSpan
        for row in 0..<height {
            for column in 0..<width {
                var sum = 0
                for y in 0..<factor {
                    let line = (row * factor + y) * self.width + column * factor
                    for x in 0..<factor { sum += Int(source[line + x]) }
                }
                target[row * width + column] = UInt8((sum + factor * factor / 2) / (factor * factor))
            }
        }
        return small
    }
}
