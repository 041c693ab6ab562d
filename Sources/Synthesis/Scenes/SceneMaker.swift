import Foundation
package import Retail

/// Makes up scenes of wide variety for training: each seed its own shop, shelf, light and camera.
package struct SceneMaker: Sendable {
    package let size: PixelSize
    let settings: SceneSettings

    package init(
        size: PixelSize = PixelSize(width: 640, height: 640), settings: SceneSettings = SceneSettings()
    ) {
        self.size = size
        self.settings = settings
    }

    /// A scene with a small catalogue of its own.
    package func scene(seed: UInt64) -> Scene {
        scene(seed: seed, selling: CatalogueGenerator(seed: seed, count: 120).entries())
    }

    /// A scene of a shop that sells `entries`, boards with goods of one category each.
    package func scene(seed: UInt64, selling entries: [CatalogueEntry]) -> Scene {
        scene(seed: seed, offering: Offering(entries))
    }

    /// A scene that shows the packages `offering` hands out.
    func scene(seed: UInt64, offering: Offering) -> Scene {
        var random = Random(seed, 0x5CE4E)
        var offering = offering
        let view = SceneView(size, settings.camera, &random)
        let rack = Rack(settings, longestRun: offering.longestRun, &random)
        var content = Content()
        var shelving = rack.shelving(left: view.left - 400, right: view.right + 400, &random)
        // Goods that are meant to be seen keep within the view; a shop knows no such edges.
        let isFixed = offering.isFixed
        let below: Float = isFixed ? random.uniform(0...60) : random.uniform(-320...(-80))
        let (left, right) =
            isFixed ? (view.core.left, view.core.right) : (view.left - 60, view.right + 60)
        let end = isFixed ? view.core.top - 80 : view.top + 150
        var surface = max(60, below + view.bottom)
        var earlier: [CatalogueEntry] = []
        repeat {
            let stock = offering.next(roomMM: right - left, &random)
            let clearance = SceneMaker.clearance(over: stock, &random)
            shelving.boards.append(Shelving.Board(surfaceMM: surface, thicknessMM: rack.thicknessMM))
            var shelf = ShelfFill(
                surfaceMM: surface, ceilingMM: surface + clearance, leftMM: left, rightMM: right,
                depthMM: shelving.depthMM, habits: rack.habits, furnishing: rack.furnishing)
            shelf.fill(
                with: stock, strangers: stock + earlier,
                uprights: shelving.uprightsMM.map { ($0, shelving.uprightWidthMM) }, &random,
                into: &content)
            content.add(
                shelf, shelving: shelving, style: rack.tagStyle, tagged: settings.shelf.tagged, &random)
            earlier = stock
            rack.furnishing.furnish(shelf, shelving, number: shelving.boards.count, into: &content)
            surface += clearance + rack.thicknessMM
        } while surface < end
        shelving.boards.append(Shelving.Board(surfaceMM: surface, thicknessMM: rack.thicknessMM))
        shelving.topMM = surface + (random.chance(0.5) ? 900 : 10)
        rack.furnishing.crown(
            shelving, view: (view.left, view.right, view.bottom, view.top), cameraMM: view.position.z,
            into: &content)
        let camera = view.camera(size)
        var others = occluders(view, &random)
        if random.chance(settings.people.holding),
            let held = HeldPackage(random.pick(offering.next(roomMM: 1, &random)), before: camera, &random)
        {
            content.units.append(held.unit)
            others.append(held.hand)
        }
        return Scene(
            camera: camera, light: light(top: shelving.topMM, &random),
            film: film(distanceMM: view.position.z, &random), shelving: shelving, units: content.units,
            tags: content.tags, gaps: content.gaps, props: content.props,
            plan: ScenePlan(boards: content.boards, leftMM: left, rightMM: right),
            occluders: others, seed: seed, jpegQuality: jpegQuality(&random))
    }

    func jpegQuality(_ random: inout Random) -> Int {
        Int(random.uniform(settings.film.jpegQuality.range))
    }

    /// Boards are set to the height of what stands on them; hanging goods get room for some above each other.
    private static func clearance(over stock: [CatalogueEntry], _ random: inout Random) -> Float {
        let tallest = Float(stock.map(\.size.heightMM).max() ?? 200)
        if stock.allSatisfy({ $0.form == .hanging }) {
            return (tallest + 40) * Float(random.whole(1...3)) + random.uniform(10...60)
        }
        return tallest * (tallest < 100 ? random.uniform(1...2.6) : 1)
            + random.uniform(14...(random.chance(0.75) ? 50 : 150))
    }

    private func light(top: Float, _ random: inout Random) -> Light {
        let lamps = settings.light
        var light = Light(
            ambient: random.uniform(lamps.ambient.range), lamps: random.uniform(lamps.lamps.range),
            direction: SceneMaker.lampDirection(&random), fade: random.uniform(lamps.fade.range), topMM: top,
            fadeMM: random.uniform(1500...2600), shadow: random.uniform(lamps.shadow.range))
        if random.chance(lamps.second) {
            light.secondDirection = SceneMaker.lampDirection(&random)
            let strength = random.uniform(lamps.secondStrength.range)
            // Together they are as bright as one.
            light.secondLamps = light.lamps * strength / (1 + strength)
            light.lamps /= 1 + strength
        }
        if random.chance(lamps.boardLamps) { light.boardLamps = random.uniform(0.3...1) }
        return light
    }

    private static func lampDirection(_ random: inout Random) -> Vector {
        Vector(random.uniform(-0.6...0.6), random.uniform(0.45...1), random.uniform(0.4...1)).normalized
    }

    /// What a camera this far from the shelf does to the light.
    func film(distanceMM: Float, _ random: inout Random) -> Film {
        let film = settings.film
        let exposure = exp(random.normal() * film.exposureDeviation + film.exposureMean)
        let warmth = random.normal() * film.warmth
        let isSharp = random.chance(film.sharp)
        var result = Film(
            gain: Colour(1 + warmth, 1 + random.normal() * film.tint, 1 - warmth) * exposure,
            contrast: random.uniform(film.contrast.range),
            vignette: random.chance(film.vignetted) ? random.uniform(film.vignette.range) : 0,
            blur: random.uniform((isSharp ? film.sharpBlur : film.softBlur).range),
            smear: random.chance(film.smeared) ? random.uniform(film.smear.range) : 0,
            noise: random.uniform(film.noise.range),
            sharpening: random.chance(film.sharpened) ? random.uniform(film.sharpening.range) : 0)
        if random.chance(film.defocused) {
            result.focus = 1 / (distanceMM * random.uniform(0.7...1.2))
            // Wholly soft at a third nearer than what is in focus, for a strength of 1.
            result.defocus = random.uniform(film.defocus.range) * 2 * distanceMM
        }
        return result
    }

    private func occluders(_ view: SceneView, _ random: inout Random) -> [Occluder] {
        guard random.chance(settings.people.present) else { return [] }
        return (0..<(random.chance(settings.people.second) ? 2 : 1)).map { _ in
            // Close to the shelf a whole shopper would hide all of it.
            let isWide = view.top - view.bottom > 1000
            let kind = random.pick(
                isWide
                    ? [Occluder.Kind.person, .person, .person, .arm, .arm, .trolley, .post]
                    : [.arm, .arm, .arm, .post])
            let x = random.uniform(view.left...view.right)
            let nearest = max(180, view.position.z - 500)
            let z = min(nearest, kind == .arm ? random.uniform(20...120) : random.uniform(250...700))
            let y =
                kind == .arm
                ? random.uniform(view.bottom...view.top)
                : view.bottom - random.uniform(0...200) + (kind == .trolley ? 100 : 0)
            return Occluder(kind: kind, place: [x, y, z], seed: random.next())
        }
    }
}
