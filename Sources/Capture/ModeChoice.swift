package import Retail

/// The format, size and rate to ask a driver for: the closest to what is wanted.
///
/// A size that covers the wanted one beats any that does not, since pixels that were never taken cannot be
/// had later; then the least difference in area counts, then how far the rate falls short, then the order of
/// formats.
package struct ModeChoice: Equatable, Sendable {
    package let format: CameraFormat
    package let isConverted: Bool
    package let size: PixelSize
    /// `nil` when the driver lists no rates; then what is wanted is asked for anyway.
    package let framesPerSecond: Double?

    package init(format: CameraFormat, isConverted: Bool, size: PixelSize, framesPerSecond: Double?) {
        self.format = format
        self.isConverted = isConverted
        self.size = size
        self.framesPerSecond = framesPerSecond
    }

    /// The best of what is offered; `nil` when nothing of it can be used.
    ///
    /// What libv4l2 converts is considered only where the camera itself sends none of the wanted formats.
    package static func choose(from offered: [OfferedFormat], for request: CaptureRequest) -> ModeChoice? {
        let sent = offered.filter {
            !$0.isConverted && request.formats.contains($0.format) && !$0.sizes.isEmpty
        }
        let usable = sent.isEmpty ? offered.filter { $0.isConverted && !$0.sizes.isEmpty } : sent
        var best: (choice: ModeChoice, cost: Cost)?
        for offer in usable {
            let order = request.formats.firstIndex(of: offer.format) ?? request.formats.count
            for sizes in offer.sizes {
                let choice = ModeChoice(
                    format: offer.format, isConverted: offer.isConverted,
                    size: sizes.size(nearest: request.size),
                    framesPerSecond: sizes.rate(nearest: request.framesPerSecond))
                let cost = Cost(of: choice, order: order, for: request)
                if best.map({ cost < $0.cost }) ?? true { best = (choice, cost) }
            }
        }
        return best?.choice
    }

    private struct Cost: Comparable {
        let misses: Bool
        let areaDifference: Int
        let rateShortfall: Double
        let order: Int

        init(of choice: ModeChoice, order: Int, for request: CaptureRequest) {
            let got = choice.size
            let wanted = request.size
            let common = min(got.width, wanted.width) * min(got.height, wanted.height)
            misses = common < wanted.area
            areaDifference = misses ? wanted.area - common : got.area - wanted.area
            rateShortfall = max(
                0, request.framesPerSecond - (choice.framesPerSecond ?? request.framesPerSecond))
            self.order = order
        }

        static func < (left: Cost, right: Cost) -> Bool {
            if left.misses != right.misses { return right.misses }
            if left.areaDifference != right.areaDifference {
                return left.areaDifference < right.areaDifference
            }
            if left.rateShortfall != right.rateShortfall { return left.rateShortfall < right.rateShortfall }
            return left.order < right.order
        }
    }
}
