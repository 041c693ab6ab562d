import Retail

/// The places on a bay's front plane where units of each SKU should stand.
struct PlannedUnits {
    let bay: Bay
    private let places: [GTIN: [ShelfRect]]

    /// Positions whose SKU has no size, in the plan or in `catalogue`, are of no use here and left out.
    init(_ bay: Bay, catalogue: any SKUTable) {
        self.bay = bay
        var places: [GTIN: [ShelfRect]] = [:]
        for shelf in bay.shelves {
            for position in shelf.positions {
                guard let size = position.seenSize(catalogue: catalogue) else { continue }
                let pitch = position.widthMM / Double(position.facings)
                for facing in 0..<position.facings {
                    for level in 0..<position.unitsHigh {
                        places[position.gtin, default: []].append(
                            ShelfRect(
                                xMM: position.xMM + (Double(facing) + 0.5) * pitch - size.widthMM / 2,
                                yMM: shelf.surfaceMM + position.presentation.raisedMM + Double(level)
                                    * size.heightMM,
                                widthMM: size.widthMM, heightMM: size.heightMM))
                    }
                }
            }
        }
        self.places = places
    }

    /// Where `gtin` should stand; empty if this bay does not plan it.
    subscript(gtin: GTIN) -> [ShelfRect] { places[gtin] ?? [] }
}

extension Position {
    /// The outer size of one unit as it stands there: the plan's, else the catalogue's turned as planned.
    func seenSize(catalogue: any SKUTable) -> PackageSize? {
        presentation.unitSize ?? catalogue[gtin].map { presentation.orientation.turned($0.size) }
    }
}

extension ShelfRect {
    /// The middles of the four sides: left, right, upper, lower.
    var sides: [ShelfPoint] {
        [
            ShelfPoint(xMM: xMM, yMM: center.yMM), ShelfPoint(xMM: xMM + widthMM, yMM: center.yMM),
            ShelfPoint(xMM: center.xMM, yMM: yMM + heightMM), ShelfPoint(xMM: center.xMM, yMM: yMM),
        ]
    }
}
