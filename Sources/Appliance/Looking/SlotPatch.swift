internal import Imaging
internal import Retail

/// A product in a few coarse pixels: enough to see whether another one has taken its place.
struct SlotPatch: Sendable {
    private static let side = 12
    /// Levels (of 255) by which one coarse pixel, and all of them in the mean, may differ.
    ///
    /// Each is the mean of dozens of pixels, and so hardly noisy.
    private static let (mostAtOne, mostInMean) = (24.0, 5.0)
    /// Light that has changed by more than this factor changes what the camera makes of colours.
    private static let mostLight = 1.25

    private let levels: [UInt8]
    private let mean: Double

    init(_ box: PixelRect, of picture: PictureView) {
        levels = picture.cropped(box, to: PixelSize(width: Self.side, height: Self.side)).pixels
        mean = Double(levels.reduce(0) { $0 + Int($1) }) / Double(levels.count)
    }

    /// Whether both show the same, be it in somewhat other light.
    func shows(_ other: SlotPatch) -> Bool {
        let light = (mean + 1) / (other.mean + 1)
        guard (1 / Self.mostLight...Self.mostLight).contains(light) else { return false }
        var (largest, sum) = (0.0, 0.0)
        for (now, then) in zip(levels, other.levels) {
            let difference = abs(Double(now) - Double(then) * light)
            largest = max(largest, difference)
            sum += difference
        }
        return largest <= Self.mostAtOne && sum / Double(levels.count) <= Self.mostInMean
    }
}
