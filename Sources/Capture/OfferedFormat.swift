package import Retail

/// One format that a driver offers, with its sizes.
package struct OfferedFormat: Equatable, Sendable {
    package let format: CameraFormat
    /// True when libv4l2 converts into this format; the camera itself sends another.
    package let isConverted: Bool
    package let sizes: [OfferedSize]

    package init(format: CameraFormat, isConverted: Bool, sizes: [OfferedSize]) {
        self.format = format
        self.isConverted = isConverted
        self.sizes = sizes
    }
}

/// One size of a format, or a range of sizes in steps, with its rates.
package struct OfferedSize: Equatable, Sendable {
    package let smallest: PixelSize
    package let largest: PixelSize
    /// Both sides at least 1.
    package let step: PixelSize
    /// Frames per second; empty when the driver does not list them.
    package let rates: [ClosedRange<Double>]

    /// `smallest` is at most `largest` on both sides.
    package init(smallest: PixelSize, largest: PixelSize, step: PixelSize, rates: [ClosedRange<Double>]) {
        precondition(smallest.width <= largest.width && smallest.height <= largest.height)
        self.smallest = smallest
        self.largest = largest
        self.step = PixelSize(width: max(step.width, 1), height: max(step.height, 1))
        self.rates = rates
    }

    /// A single size with single rates.
    package init(_ size: PixelSize, rates: [Double]) {
        self.init(
            smallest: size, largest: size, step: PixelSize(width: 1, height: 1), rates: rates.map { $0...$0 })
    }

    /// The size on offer that covers `wanted` most tightly, or the largest where none covers it.
    package func size(nearest wanted: PixelSize) -> PixelSize {
        PixelSize(
            width: Self.side(wanted.width, from: smallest.width, to: largest.width, step: step.width),
            height: Self.side(wanted.height, from: smallest.height, to: largest.height, step: step.height))
    }

    /// The slowest rate on offer that is not slower than `wanted`, or the fastest; `nil` when none is listed.
    package func rate(nearest wanted: Double) -> Double? {
        // 29.97 serves who wants 30.
        let enough = rates.filter { $0.upperBound >= wanted * 0.99 }.map {
            max($0.lowerBound, min($0.upperBound, wanted))
        }
        return enough.min() ?? rates.map(\.upperBound).max()
    }

    private static func side(_ wanted: Int, from least: Int, to most: Int, step: Int) -> Int {
        guard wanted > least else { return least }
        let rounded = least + (wanted - least + step - 1) / step * step
        return rounded <= most ? rounded : least + (most - least) / step * step
    }
}
