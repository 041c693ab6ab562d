import Foundation
import Imaging
package import Retail

/// One bay with its catalogue, its plan and the camera before it: all that does not change with time.
package struct Store: Sendable {
    package let definition: StoreDefinition
    package let catalogue: Catalogue
    package let planogram: Planogram
    package let camera: Camera
    /// Entries of the catalogue that are planned nowhere in the bay.
    let unplanned: [CatalogueEntry]
    /// Positions with room for one more unit at their right, by id.
    let spare: Set<String>

    package init(_ definition: StoreDefinition) throws {
        self.definition = definition
        catalogue = try Catalogue(
            CatalogueGenerator(seed: definition.seed, count: definition.catalogueCount).entries())
        var random = Random(definition.seed, 0x570E)
        var planner = BayPlanner(catalogue.entries)
        planner.plan(&random)
        planogram = Planogram(id: "bay-1", revision: 1, bay: planner.bay)
        spare = planner.spare
        let planned = Set(planogram.bay.shelves.flatMap(\.positions).map(\.gtin))
        unplanned = catalogue.entries.filter { !planned.contains($0.gtin) && BayPlanner.fits($0) }
        camera = Store.camera(before: planner.bay, definition, &random)
    }

    /// Stands before the middle of the bay, a little above and aside as a mounted camera is.
    private static func camera(before bay: Bay, _ definition: StoreDefinition, _ random: inout Random)
        -> Camera
    {
        let size = PixelSize(width: definition.pictureWidth, height: definition.pictureHeight)
        let distance: Float = 2700
        let aside = random.uniform(-160...160)
        let above = random.uniform(60...200)
        let scale = min(
            Float(size.width) / Float(bay.widthMM + 160), Float(size.height) / Float(bay.heightMM + 110))
        return Camera(
            position: [Float(bay.widthMM) / 2 + aside, Float(bay.heightMM) / 2 + above, distance],
            yaw: -atan(aside / distance), pitch: -atan(above / distance),
            roll: random.uniform(-0.008...0.008),
            focal: scale * distance * 0.985, size: size)
    }

    /// Points known in pixels and in millimetres: the corners of the bay and of two of its shelves.
    package var pointPairs: [PointPair] {
        let bay = planogram.bay
        var heights = [0, bay.heightMM]
        if let middle = bay.shelves.dropFirst(2).first { heights.append(middle.surfaceMM) }
        return heights.flatMap { y in
            [0, bay.widthMM].compactMap { x in
                let point = ShelfPoint(xMM: x, yMM: y)
                return camera.pixel(of: point).map { PointPair(pixel: $0, shelf: point) }
            }
        }
    }

    /// The bay as its camera shows it.
    package var zone: Zone {
        Zone(
            id: planogram.id, camera: "rendered", planogram: planogram.id, pointPairs: pointPairs,
            pictureSize: camera.size)
    }

    /// Where the units of a position are in the picture; `nil` if there is no such position.
    package func rect(of positionID: String) -> PixelRect? {
        guard let (shelf, position) = position(positionID), let entry = catalogue[position.gtin],
            let low = camera.pixel(of: ShelfPoint(xMM: position.xMM, yMM: shelf.surfaceMM)),
            let high = camera.pixel(
                of: ShelfPoint(
                    xMM: position.xMM + position.widthMM, yMM: shelf.surfaceMM + entry.size.heightMM))
        else { return nil }
        return PixelRect(x: low.x, y: high.y, width: high.x - low.x, height: low.y - high.y)
    }

    /// The position with this id, and its shelf.
    func position(_ id: String) -> (shelf: Shelf, position: Position)? {
        for shelf in planogram.bay.shelves {
            for position in shelf.positions where position.id == id { return (shelf, position) }
        }
        return nil
    }
}
