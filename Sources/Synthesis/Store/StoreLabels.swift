package import Retail

/// Something that a frame of a rendered store shows, exactly.
package struct StoreLabel: Sendable {
    package let objectClass: ObjectClass
    /// In pixels of the camera's picture.
    package let box: PixelRect
    /// For products.
    package var entry: CatalogueEntry?
    /// How a product stands, and how far its front is behind the front plane.
    package var posture = Posture.upright
    package var depthMM = 0.0

    init(objectClass: ObjectClass, box: PixelRect) {
        self.objectClass = objectClass
        self.box = box
    }
}

/// What a perfect detector would find in a rendered store, without drawing it.
///
/// Boxes are those of the packages' fronts. What a shopper hides by half or more is not among them.
package struct StoreLabels {
    private let store: Store
    private let standing: ShelfStanding
    private let scenes: StoreScene

    package init(_ store: Store) {
        self.store = store
        standing = ShelfStanding(store)
        scenes = StoreScene(store)
    }

    /// Everything in view at `seconds` of the scenario's clock, as far as the view is not spoilt.
    package func labels(_ scenario: Scenario, at seconds: Double) -> [StoreLabel] {
        let stock = scenario.stock(at: seconds)
        let shoppers = scenario.passes.filter { ($0.start...$0.end).contains(seconds) }.compactMap {
            box(ofShopperAt: $0.place(at: seconds, bayWidthMM: Float(store.planogram.bay.widthMM)))
        }
        let goods = products(stock) + gaps(stock) + tags(stock)
        let visible = goods.filter { label in
            shoppers.allSatisfy { label.box.intersection($0).area < 0.5 * label.box.area }
        }
        return visible + shoppers.map { StoreLabel(objectClass: .occluder, box: $0) }
    }

    /// The units that nothing stands before.
    private func products(_ stock: StockState) -> [StoreLabel] {
        let units = standing.units(stock)
        let front = units.filter { $0.row == 0 }
        let revealed = units.filter { unit in
            unit.row > 0
                && !front.contains {
                    $0.base.y == unit.base.y
                        && abs($0.base.x - unit.base.x) < Float(unit.entry.size.widthMM) / 2
                }
        }
        return (front + revealed).compactMap { unit in
            let extent = unit.posture.extent(of: unit.entry.size)
            let corner = unit.base - [extent.x / 2, 0, 0]
            return box(from: corner, to: corner + [extent.x, extent.y, 0]).map { box in
                var label = StoreLabel(objectClass: .product, box: box)
                label.entry = unit.entry
                label.posture = unit.posture
                label.depthMM = Double(-unit.base.z)
                return label
            }
        }
    }

    private func gaps(_ stock: StockState) -> [StoreLabel] {
        store.planogram.bay.shelves.flatMap { shelf in
            shelf.positions.flatMap { position -> [StoreLabel] in
                guard let here = stock.positions[position.id], let own = store.catalogue[position.gtin] else {
                    return []
                }
                let pitch = (position.widthMM - 2 * BayPlanner.edgeMM) / Double(position.facings)
                return here.units.indices.filter { here.units[$0] == nil || here.frontGaps.contains($0) }
                    .compactMap { index in
                        let x = position.xMM + BayPlanner.edgeMM + pitch * Double(index)
                        let corner = Vector(Float(x), Float(shelf.surfaceMM), 0)
                        return box(
                            from: corner, to: corner + [Float(pitch), Float(own.size.heightMM), 0]
                        ).map { StoreLabel(objectClass: .emptyFacing, box: $0) }
                    }
            }
        }
    }

    private func tags(_ stock: StockState) -> [StoreLabel] {
        scenes.tags(stock).compactMap { tag in
            let low = Vector(Float(tag.rect.xMM), Float(tag.rect.yMM), tag.zMM)
            return box(from: low, to: low + [Float(tag.rect.widthMM), Float(tag.rect.heightMM), 0]).map {
                StoreLabel(objectClass: .priceTag, box: $0)
            }
        }
    }

    /// A grown-up, arms included.
    private func box(ofShopperAt place: Vector) -> PixelRect? {
        box(from: place - [270, 0, 0], to: place + [270, 1750, 0])
    }

    /// The box around an upright rectangle, as far as it is in the picture; `nil` if none of it is.
    private func box(from low: Vector, to high: Vector) -> PixelRect? {
        let corners = [low, high, [low.x, high.y, high.z], [high.x, low.y, low.z]].compactMap {
            store.camera.project($0)
        }
        guard corners.count == 4, let left = corners.map(\.x).min(), let right = corners.map(\.x).max(),
            let top = corners.map(\.y).min(), let bottom = corners.map(\.y).max()
        else { return nil }
        let size = store.camera.size
        let picture = PixelRect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        let box = PixelRect(
            x: Double(left), y: Double(top), width: Double(right - left), height: Double(bottom - top)
        ).intersection(picture)
        return box.area > 0 ? box : nil
    }
}
