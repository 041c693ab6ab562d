internal import Retail

extension ShelfLook {
    /// The look at a zone for which no plan holds.
    static func ofNothing(zone: String) -> ShelfLook {
        ShelfLook(
            zone: zone, findings: [], observed: [], unobserved: [],
            figures: ZoneFigures(
                onShelfAvailability: nil, facingsPlanned: 0, facingsFound: 0, compliance: nil,
                observedShare: 0))
    }

    /// The same look, which also says that the view is as it should be.
    func seeing(_ view: PositionReference) -> ShelfLook {
        var look = ShelfLook(
            zone: zone, findings: findings, observed: observed.union([view]), unobserved: unobserved,
            figures: figures)
        look.tagsHidden = tagsHidden
        return look
    }
}

extension RunningPlan {
    func viewReference(zone: String) -> PositionReference { .view(zone: zone, bay: planogram.bay.id) }

    /// The look of a camera that was moved: nothing of the shelf is judged.
    func lookAside(zone: String) -> ShelfLook {
        let view = viewReference(zone: zone)
        let bay = planogram.bay
        let finding = Finding(
            kind: .viewChanged, place: view, expected: nil, expectedFacings: 0, facingsFound: 0,
            confidence: 0.9,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: bay.widthMM, heightMM: bay.heightMM))
        let positions = bay.shelves.flatMap { shelf in
            shelf.positions.map {
                PositionReference(zone: zone, bay: bay.id, shelf: shelf.id, position: $0.id)
            }
        }
        return ShelfLook(
            zone: zone, findings: [finding], observed: [view], unobserved: Set(positions),
            figures: ShelfLook.ofNothing(zone: zone).figures)
    }
}
