package import Imaging
package import Recognition
package import Retail

/// The looks of products that stand where they stood in an earlier picture and have not changed: naming a product costs
/// more than seeing that it is still the same.
package struct SlotCache: Sendable {
    /// A product as it was when it was looked at.
    private struct Slot {
        let box: PixelRect
        let patch: SlotPatch
        let looks: TreeClassifier.Looks
        /// Pictures since then.
        var age = 0
    }

    /// Pictures after which a product is looked at anew, changed or not: the look may have been a poor one.
    ///
    /// A product that was hidden for shorter is known again.
    private static let longest = 20
    /// Boxes of one product in two pictures overlap at least so much (intersection over union).
    private static let leastOverlap = 0.75

    private var slots: [Slot] = []
    /// Products whose looks were known, and those that had to be looked at, since the last call of `takeCounts`.
    private var (known, looked) = (0, 0)

    package init() {}

    /// Forgets all looks: they belong to another catalogue.
    package mutating func empty() { slots = [] }

    /// How many products were known and how many had to be looked at since the last call.
    package mutating func takeCounts() -> (known: Int, looked: Int) {
        defer { (known, looked) = (0, 0) }
        return (known, looked)
    }

    /// The looks of the products under `boxes` of the next picture; `nil` for each that is new there or has changed.
    package mutating func looks(under boxes: [PixelRect], in picture: PictureView) -> [TreeClassifier.Looks?]
    {
        for index in slots.indices { slots[index].age += 1 }
        slots.removeAll { $0.age > Self.longest }
        let looks = boxes.map { box in unchangedSlot(under: box, in: picture)?.looks }
        looked += looks.count { $0 == nil }
        known += looks.count { $0 != nil }
        return looks
    }

    /// Keeps what the products under `boxes` of that picture look like.
    package mutating func remember(
        _ looks: [TreeClassifier.Looks], under boxes: [PixelRect], in picture: PictureView
    ) {
        slots.removeAll { slot in boxes.contains { slot.box.overlap(with: $0) >= Self.leastOverlap } }
        for (looks, box) in zip(looks, boxes) {
            slots.append(Slot(box: box, patch: SlotPatch(box, of: picture), looks: looks))
        }
    }

    /// The slot that `box` is in, if the picture shows there what it showed then.
    private func unchangedSlot(under box: PixelRect, in picture: PictureView) -> Slot? {
        let near = slots.map { (slot: $0, overlap: $0.box.overlap(with: box)) }
        guard let best = near.max(by: { $0.overlap < $1.overlap }), best.overlap >= Self.leastOverlap
        else { return nil }
        // Boxes move by a pixel from picture to picture; the slot stays where it is.
        return SlotPatch(best.slot.box, of: picture).shows(best.slot.patch) ? best.slot : nil
    }
}
