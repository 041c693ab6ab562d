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
        var (camera, light) = (store.camera, light)
        for disturbance in disturbances {
            var random = Random(disturbance.seed, 0xD157)
            switch disturbance.kind {
            case .lightsDown, .lightsOff:
                let share = random.uniform(disturbance.kind == .lightsOff ? 0.01...0.15 : 0.25...0.7)
                light.ambient *= share
                light.lamps *= share
            case .cameraNudged:
                camera = camera.turned(
                    yaw: (random.chance(0.5) ? 1 : -1) * random.uniform(0.02...0.08),
                    pitch: random.normal() * 0.02)
            case .covered: break
            }
        }
        return Scene(
            camera: camera, light: light, film: film, shelving: shelving,
            units: ShelfStanding(store).units(stock), tags: tags(stock), gaps: [],
            occluders: disturbances.filter { $0.kind == .covered }.map(cover), seed: store.definition.seed,
            jpegQuality: 90)
    }

    /// The shopper of `pass` at `seconds`, before nothing.
    func shopper(_ pass: Scenario.Pass, at seconds: Double) -> Scene {
        let place = pass.place(at: seconds, bayWidthMM: Float(store.planogram.bay.widthMM))
        let occluder = Occluder(kind: .person, place: place, seed: pass.seed)
        return Scene(
            camera: store.camera, light: light, film: film, shelving: nil, units: [], tags: [], gaps: [],
            occluders: [occluder], seed: 0, jpegQuality: 90)
    }

    /// Something right before the lens: as good as nothing of the bay is seen beside it.
    private func cover(_ disturbance: Scenario.Disturbance) -> Occluder {
        Occluder(
            kind: .person, place: store.camera.position * SIMD3(1, 0, 1) - [0, 0, 430], seed: disturbance.seed
        )
    }

    /// The price tags of all positions that have theirs.
    func tags(_ stock: StockState) -> [Scene.Tag] {
        store.planogram.bay.shelves.flatMap { shelf in
            shelf.positions.filter { stock.positions[$0.id]?.isTagMissing != true }.map {
                tag(of: $0, on: shelf)
            }
        }
    }

    private func tag(of position: Position, on shelf: Shelf) -> Scene.Tag {
        Scene.Tag(
            rect: ShelfRect(xMM: position.xMM + 8, yMM: shelf.surfaceMM - 39, widthMM: 58, heightMM: 36),
            zMM: 11.5,
            print: stableHash([position.gtin.description]), style: 0)
    }
}
