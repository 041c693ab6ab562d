package import Retail

/// What was planned for the shelf of a made-up scene, and what became of it.
package struct ScenePlan: Sendable {
    /// One board with the stretches that were planned on it.
    struct Board: Sendable {
        let surfaceMM: Float
        let ceilingMM: Float
        let runs: [ShelfFill.Run]
        /// Whether each run has its price tag.
        let tagged: [Bool]
    }

    /// What differs from the plan at one position.
    package struct Deviation: Encodable, Hashable, Sendable {
        package enum Kind: String, Encodable, Sendable {
            case outOfStock = "out_of_stock"
            case lowFacings = "low_facings"
            case frontGap = "front_gap"
            case foreignProduct = "foreign_product"
            case misplaced = "misplaced"
            case wrongOrientation = "wrong_orientation"
            case priceTagMissing = "price_tag_missing"
        }

        package let kind: Kind
        /// Id of the planogram's position.
        package let position: String
        /// For products that do not belong here: which.
        package let gtinSeen: GTIN?

        enum CodingKeys: String, CodingKey {
            case kind, position
            case gtinSeen = "gtin_seen"
        }
    }

    private let boards: [Board]
    private let leftMM: Float
    private let rightMM: Float

    /// `leftMM` is the scene's x of the bay's lower left corner.
    init(boards: [Board], leftMM: Float, rightMM: Float) {
        self.boards = boards
        self.leftMM = leftMM
        self.rightMM = rightMM
    }

    /// How far the scene's x lies to the right of the planogram's, in millimetres.
    package var offsetMM: Double { Double(leftMM) }

    /// Everything that was planned for.
    var goods: Set<GTIN> { Set(boards.flatMap { $0.runs.map(\.entry.gtin) }) }

    /// The plan in the project's own form.
    package func planogram(id: String) -> Planogram {
        let shelves = boards.enumerated().map { number, board in
            Shelf(
                id: "s\(number + 1)", surfaceMM: Double(board.surfaceMM).rounded(),
                clearanceMM: Double(board.ceilingMM - board.surfaceMM).rounded(),
                positions: positions(on: board, number: number))
        }
        let top = boards.map(\.ceilingMM).max() ?? 1
        return Planogram(
            id: id, revision: 1,
            bay: Bay(
                id: "bay", widthMM: Double(rightMM - leftMM + 600).rounded(),
                heightMM: Double(top).rounded(.up), shelves: shelves))
    }

    private func positions(on board: Board, number: Int) -> [Position] {
        board.runs.enumerated().map { place, run in
            Position(
                id: "s\(number + 1)p\(place + 1)", gtin: run.entry.gtin,
                xMM: Double(run.startMM - leftMM).rounded(),
                widthMM: max(1, Double(run.endMM - run.startMM).rounded(.down) - 1),
                facings: run.facings.count,
                unitsHigh: run.unitsHigh)
        }
    }

    /// Everything that differs from the plan.
    package var deviations: [Deviation] {
        let planned = goods
        return boards.enumerated().flatMap { number, board in
            board.runs.indices.flatMap { place in
                ScenePlan.deviations(
                    of: board.runs[place], isTagged: board.tagged[place], planned: planned
                ).map { Deviation(kind: $0, position: "s\(number + 1)p\(place + 1)", gtinSeen: $1) }
            }
        }
    }

    private static func deviations(
        of run: ShelfFill.Run, isTagged: Bool, planned: Set<GTIN>
    ) -> [(Deviation.Kind, GTIN?)] {
        var found: [(Deviation.Kind, GTIN?)] = []
        let present = run.facings.filter { $0.state == .stocked && $0.intruder == nil }
        let isEmpty = run.facings.allSatisfy { $0.state == .empty }
        if isEmpty {
            found.append((.outOfStock, nil))
        } else if present.count < run.facings.count {
            found.append((.lowFacings, nil))
        }
        if run.facings.contains(where: { $0.state == .frontGap }) { found.append((.frontGap, nil)) }
        for stranger in run.facings.compactMap(\.intruder) {
            found.append((planned.contains(stranger.gtin) ? .misplaced : .foreignProduct, stranger.gtin))
        }
        if present.contains(where: { $0.posture != .upright }) { found.append((.wrongOrientation, nil)) }
        if !isTagged { found.append((.priceTagMissing, nil)) }
        return found
    }
}
