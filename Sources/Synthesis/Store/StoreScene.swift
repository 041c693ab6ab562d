import Foundation
import Retail

/// The bay of a rendered store as a scene, for any state of its stock.
struct StoreScene {
    private let store: Store
    private let shelving: Shelving
    private let light: Light
    let film: Film

    init(_ store: Store) {
        self.store = store
        let bay = store.planogram.bay
        let boards = bay.shelves.map {
            Shelving.Board(surfaceMM: Float($0.surfaceMM), thicknessMM: Float(BayPlanner.boardMM))
        }
        let top = Float(bay.shelves.last.map { $0.surfaceMM + $0.clearanceMM } ?? bay.heightMM)
        let white = Colour(0.9, 0.9, 0.88)
        shelving = Shelving(
            boards: boards + [Shelving.Board(surfaceMM: top + 25, thicknessMM: 25)], leftMM: -40,
            rightMM: Float(bay.widthMM) + 40, depthMM: 380, topMM: top + 60, railBelowMM: 40, lipMM: 2,
            railProudMM: 10, boardColour: white, railColour: Colour(0.35, 0.25, 0.2),
            railStripe: Colour(0.25, 0.17, 0.13), backColour: Colour(0.3, 0.3, 0.32), uprightColour: white,
            uprightsMM: [-40, Float(bay.widthMM)], uprightWidthMM: 40, style: 5,
            wallSeed: store.definition.seed)
        light = Light(ambient: 0.75, lamps: 0.6, fade: 0.25, topMM: top, fadeMM: 2200, shadow: 0.8)
        film = Film(gain: Colour(1.02, 1, 0.97), contrast: 1.05, vignette: 0.12, blur: 0.5, noise: 2.2)
    }

    /// The bay with this stock and nobody before it, as it looks under `disturbances`.
    func scene(_ stock: StockState, _ disturbances: [Scenario.Disturbance] = []) -> Scene {
        var units: [Scene.Unit] = []
        var tags: [Scene.Tag] = []
        for shelf in store.planogram.bay.shelves {
            for position in shelf.positions {
                addUnits(of: position, on: shelf, stock, to: &units)
                tags.append(tag(of: position, on: shelf))
            }
        }
        var (camera, light) = (store.camera, light)
        for disturbance in disturbances {
            var random = Random(disturbance.seed, 0xD157)
            switch disturbance.kind {
            case .lightsDown:
                let share = random.uniform(0.05...0.3)
                light.ambient *= share
                light.lamps *= share
            case .cameraNudged:
                camera = camera.turned(
                    yaw: (random.chance(0.5) ? 1 : -1) * random.uniform(0.02...0.08),
                    pitch: random.normal() * 0.02)
            }
        }
        return Scene(
            camera: camera, light: light, film: film, shelving: shelving, units: units, tags: tags,
            gaps: [],
            occluders: [], seed: store.definition.seed, jpegQuality: 90)
    }

    /// The shopper of `pass` at `seconds`, before nothing.
    func shopper(_ pass: Scenario.Pass, at seconds: Double) -> Scene {
        let share = Float((seconds - pass.start) / (pass.end - pass.start))
        let width = Float(store.planogram.bay.widthMM)
        let way = -500 + (width + 1000) * (pass.leftToRight ? share : 1 - share)
        let occluder = Occluder(kind: .person, place: [way, 0, 750], seed: pass.seed)
        return Scene(
            camera: store.camera, light: light, film: film, shelving: nil, units: [], tags: [], gaps: [],
            occluders: [occluder], seed: 0, jpegQuality: 90)
    }

    private func addUnits(
        of position: Position, on shelf: Shelf, _ stock: StockState, to units: inout [Scene.Unit]
    ) {
        let columns = stock.columns[position.id, default: []]
        let slot = (position.widthMM - 2 * BayPlanner.edgeMM) / Double(max(1, position.facings))
        for (index, entry) in columns.enumerated() {
            guard let entry else { continue }
            let x = position.xMM + BayPlanner.edgeMM + slot * (Double(index) + 0.5)
            addColumn(of: entry, number: index, x: x, position, shelf, to: &units)
        }
        if let extra = stock.extras[position.id] {
            let x = position.xMM + position.widthMM + extra.size.widthMM / 2
            addColumn(of: extra, number: columns.count, x: x, position, shelf, to: &units)
        }
    }

    /// A unit in front and one behind it; each stands where its key and place say, whatever happens around
    /// it.
    private func addColumn(
        of entry: CatalogueEntry, number: Int, x: Double, _ position: Position, _ shelf: Shelf,
        to units: inout [Scene.Unit]
    ) {
        var random = Random(
            store.definition.seed, stableHash([position.id]), UInt64(number), entry.gtin.number)
        let depth = Float(entry.size.depthMM)
        let isRound = entry.form.isRound
        let push = -random.uniform(0...14)
        for row in 0..<(depth < 170 ? 2 : 1) {
            var unit = Scene.Unit(
                entry: entry,
                base: [
                    Float(x) + random.normal() * 0.8, Float(shelf.surfaceMM), push - Float(row) * (depth + 6),
                ],
                row: row, ceilingMM: Float(shelf.surfaceMM + shelf.clearanceMM))
            unit.yaw = random.normal() * (isRound ? 0.08 : 0.025)
            if entry.form.leans { unit.lean = random.uniform(0.02...0.14) }
            units.append(unit)
        }
    }

    private func tag(of position: Position, on shelf: Shelf) -> Scene.Tag {
        Scene.Tag(
            rect: ShelfRect(xMM: position.xMM + 8, yMM: shelf.surfaceMM - 39, widthMM: 58, heightMM: 36),
            zMM: 11.5,
            print: stableHash([position.gtin.description]), style: 0)
    }
}
