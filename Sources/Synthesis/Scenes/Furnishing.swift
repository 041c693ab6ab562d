import Foundation
import Retail

/// How a shop furnishes its shelves beyond boards and price tags: cartons, trays, dividers, signs, glass.
struct Furnishing: Sendable {
    /// How often each thing occurs, 0...1.
    let trays: Float
    let dividers: Float
    let panels: Float
    let sheets: Float
    let cartonsOnTop: Bool
    let cartonsAmong: Float
    let hasGuard: Bool
    let hasDoor: Bool
    let bins: Float
    private let guardHeightMM: Float
    private let seed: UInt64

    init(_ settings: SceneSettings.Fittings, _ random: inout Random) {
        func sometimes(_ chance: Float, _ share: ClosedRange<Float>) -> Float {
            random.chance(chance) ? random.uniform(share) : 0
        }
        trays = sometimes(settings.trays, 0.1...0.7)
        dividers = sometimes(settings.dividers, 0.3...1)
        panels = sometimes(settings.railPanels, 0.1...0.8)
        sheets = sometimes(settings.sheets, 0.3...1)
        cartonsOnTop = random.chance(settings.cartonsOnTop)
        cartonsAmong = sometimes(settings.cartonsAmongGoods, 0.02...0.12)
        hasGuard = random.chance(settings.guardStrips)
        hasDoor = random.chance(settings.glassDoors)
        bins = sometimes(settings.bins, 0.2...0.8)
        guardHeightMM = random.uniform(15...60)
        seed = random.next()
    }

    /// What stands about the goods of one board.
    func furnish(_ shelf: ShelfFill, _ shelving: Shelving, number: Int, into content: inout Content) {
        var random = Random(seed, UInt64(number))
        let surface = shelf.surfaceMM
        let room = shelf.ceilingMM - surface
        let depth = shelving.depthMM
        for run in shelf.runs {
            let width = run.endMM - run.startMM
            if random.chance(bins) {
                let size = Vector(width + 4, min(room * 0.7, random.uniform(60...160)), depth - 10)
                content.props.append(
                    Prop(
                        kind: .bin, origin: [run.startMM - 4, surface, 4], size: size,
                        ceilingMM: shelf.ceilingMM, seed: random.next()))
            } else if random.chance(trays) {
                let high = Float(run.entry.size.heightMM) * random.uniform(0.12...0.42)
                content.props.append(
                    Prop(
                        kind: .tray, origin: [run.startMM - 2, surface, 4],
                        size: [width + 2, high, min(depth - 10, random.uniform(150...400))],
                        ceilingMM: shelf.ceilingMM, seed: random.next()))
            }
            if random.chance(dividers) {
                content.props.append(
                    Prop(
                        kind: .divider, origin: [run.endMM - 1.5, surface, random.uniform(-5...12)],
                        size: [2, min(room * 0.9, random.uniform(40...180)), depth * 0.9],
                        ceilingMM: shelf.ceilingMM, seed: seed))
            }
        }
        addRail(shelf, shelving, &random, into: &content)
    }

    private func addRail(
        _ shelf: ShelfFill, _ shelving: Shelving, _ random: inout Random, into content: inout Content
    ) {
        let rail = shelving.railBelowMM
        if panels > 0 {
            var x = shelf.leftMM
            while x < shelf.rightMM {
                let width = rail * random.uniform(1...7)
                if random.chance(panels) {
                    content.props.append(
                        Prop(
                            kind: .railPanel,
                            origin: [x, shelf.surfaceMM - rail, shelving.railProudMM + 0.8],
                            size: [width, rail * random.uniform(0.8...1.25), 0], ceilingMM: shelf.ceilingMM,
                            seed: random.chance(0.5) ? seed : random.next()))
                }
                x += width + random.uniform(0...60)
            }
        }
        if hasGuard {
            content.props.append(
                Prop(
                    kind: .guardStrip,
                    origin: [shelf.leftMM, shelf.surfaceMM - rail, shelving.railProudMM + 4],
                    size: [shelf.rightMM - shelf.leftMM, rail + guardHeightMM, 0], ceilingMM: shelf.ceilingMM,
                    seed: random.next()))
        }
    }

    /// What stands on top of the shelving and hangs before it; `view` is what the camera sees of the front plane.
    func crown(
        _ shelving: Shelving, view: (left: Float, right: Float, bottom: Float, top: Float), cameraMM: Float,
        into content: inout Content
    ) {
        var random = Random(seed, 0xC403)
        if cartonsOnTop, let top = shelving.boards.last {
            var x = view.left - 100
            while x < view.right {
                let size = Vector(
                    random.uniform(150...520), random.uniform(90...380), random.uniform(200...380))
                if random.chance(0.85) {
                    let place = Vector(x, top.surfaceMM, -random.unit() * 90)
                    content.props.append(carton(at: place, size, ceiling: top.surfaceMM + 900, &random))
                    if random.chance(0.3) {
                        content.props.append(
                            carton(
                                at: place + [random.uniform(-20...20), size.y, -random.unit() * 30],
                                [size.x, random.uniform(90...260), size.z], ceiling: top.surfaceMM + 900,
                                &random))
                    }
                }
                x += size.x + random.uniform(2...80)
            }
        }
        guard cameraMM > 500 else { return }
        if sheets > 0 {
            for _ in 0..<random.whole(1...3) where random.chance(sheets) {
                let isBanner = random.chance(0.4)
                let height = (view.top - view.bottom) * random.uniform(0.08...(isBanner ? 0.5 : 0.28))
                let width = height * (isBanner ? random.uniform(0.12...0.3) : random.uniform(0.6...2.2))
                content.props.append(
                    Prop(
                        kind: .sheet,
                        origin: [
                            random.uniform(view.left...view.right),
                            random.uniform(view.bottom...(view.top - height * 0.5)),
                            min(cameraMM * 0.4, random.uniform(15...160)),
                        ], size: [width, height, 0], ceilingMM: view.top + 600, seed: random.next()))
            }
        }
        if hasDoor {
            let width = random.uniform(550...800)
            let first = view.left - random.unit() * width
            for index in 0..<Int((view.right - first) / width) + 1 {
                content.props.append(
                    Prop(
                        kind: .glassDoor, origin: [first + Float(index) * width, view.bottom - 300, 60],
                        size: [width - 6, view.top - view.bottom + 600, 30], ceilingMM: view.top + 900,
                        seed: seed &+ UInt64(index)))
            }
        }
    }

    /// A shipping carton whose front has its lower left corner at `place`.
    func carton(
        at place: Vector, _ size: Vector, ceiling: Float, _ random: inout Random
    ) -> Prop {
        Prop(kind: .carton, origin: place, size: size, ceilingMM: ceiling, seed: random.next())
    }
}
