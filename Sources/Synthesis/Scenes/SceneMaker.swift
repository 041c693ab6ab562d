import Foundation
package import Retail

/// Makes up scenes of wide variety for training: each seed its own shop, shelf, light and camera.
package struct SceneMaker: Sendable {
    package let size: PixelSize

    package init(size: PixelSize = PixelSize(width: 640, height: 640)) { self.size = size }

    /// A scene with a small catalogue of its own.
    package func scene(seed: UInt64) -> Scene {
        scene(seed: seed, selling: CatalogueGenerator(seed: seed, count: 120).entries())
    }

    /// A scene of a shop that sells `entries`, boards with goods of one category each.
    package func scene(seed: UInt64, selling entries: [CatalogueEntry]) -> Scene {
        scene(seed: seed, offering: Offering(entries))
    }

    /// A scene that shows the packages `offering` hands out.
    func scene(seed: UInt64, offering: Offering, close: ClosedRange<Float> = 520...2300) -> Scene {
        var random = Random(seed, 0x5CE4E)
        var offering = offering
        let view = View(size, close, &random)
        let rack = Rack(&random, longestRun: offering.longestRun)
        var content = Content()
        var shelving = rack.shelving(left: view.left - 400, right: view.right + 400, &random)
        // Goods that are meant to be seen begin at the lower edge of the view; a shop knows no such edge.
        let below: Float = offering.isFixed ? random.uniform(0...60) : random.uniform(-320...(-80))
        var surface = max(60, below + view.bottom)
        while surface < view.top + 150 {
            let stock = offering.next(&random)
            let tallest = Float(stock.map(\.size.heightMM).max() ?? 200)
            let clearance =
                tallest * (tallest < 100 ? random.uniform(1...2.6) : 1)
                + random.uniform(14...(random.chance(0.75) ? 50 : 150))
            shelving.boards.append(Shelving.Board(surfaceMM: surface, thicknessMM: rack.thicknessMM))
            var shelf = ShelfFill(
                surfaceMM: surface, ceilingMM: surface + clearance, leftMM: view.left - 60,
                rightMM: view.right + 60,
                depthMM: shelving.depthMM, habits: rack.habits, furnishing: rack.furnishing)
            shelf.fill(
                with: stock, uprights: shelving.uprightsMM.map { ($0, shelving.uprightWidthMM) }, &random,
                into: &content)
            content.addTags(of: shelf, shelving: shelving, style: rack.tagStyle, &random)
            rack.furnishing.furnish(shelf, shelving, number: shelving.boards.count, into: &content)
            surface += clearance + rack.thicknessMM
        }
        shelving.boards.append(Shelving.Board(surfaceMM: surface, thicknessMM: rack.thicknessMM))
        shelving.topMM = surface + (random.chance(0.5) ? 900 : 10)
        rack.furnishing.crown(
            shelving, view: (view.left, view.right, view.bottom, view.top), cameraMM: view.position.z,
            into: &content)
        return Scene(
            camera: view.camera(size), light: SceneMaker.light(top: shelving.topMM, &random),
            film: SceneMaker.film(size, &random), shelving: shelving, units: content.units,
            tags: content.tags,
            gaps: content.gaps, props: content.props, occluders: SceneMaker.occluders(view, &random),
            seed: seed,
            jpegQuality: random.whole(45...96))
    }

    /// Which part of the shelf the camera looks at, and from where.
    private struct View {
        let left: Float, right: Float, bottom: Float, top: Float
        let position: Vector
        let yaw: Float, pitch: Float, roll: Float, focal: Float

        init(_ size: PixelSize, _ close: ClosedRange<Float>, _ random: inout Random) {
            let height = exp(random.uniform(log(close.lowerBound)...log(close.upperBound)))
            let distance = height * random.uniform(0.85...1.6) + 200
            let isOblique = random.chance(0.25)
            yaw = random.normal() * (isOblique ? 0.3 : 0.1)
            pitch = random.normal() * (isOblique ? 0.16 : 0.07)
            roll = random.normal() * 0.025
            focal = Float(size.height) * distance / height
            let middle = max(height * 0.35, random.uniform(500...1500))
            // The camera stands so that it looks at the middle of what is to be seen.
            position = Vector(random.uniform(-200...200), middle - tan(pitch) * distance, distance)
            let width = height * Float(size.width) / Float(size.height)
            let aim = position.x + tan(yaw) * distance
            let stretch = 1 + abs(yaw) * 1.6
            left = aim - width / 2 * stretch - 60
            right = aim + width / 2 * stretch + 60
            bottom = middle - height / 2
            top = middle + height / 2 * (1 + abs(yaw))
        }

        func camera(_ size: PixelSize) -> Camera {
            Camera(position: position, yaw: yaw, pitch: pitch, roll: roll, focal: focal, size: size)
        }
    }

    /// How one shop builds its shelves and keeps them.
    private struct Rack {
        let thicknessMM: Float
        let habits: ShelfFill.Habits
        let furnishing: Furnishing
        let tagStyle: Int

        init(_ random: inout Random, longestRun: Int?) {
            thicknessMM = random.uniform(18...45)
            habits = ShelfFill.Habits(&random, longestRun: longestRun)
            furnishing = Furnishing(&random)
            tagStyle = random.whole(0...8)
        }

        func shelving(left: Float, right: Float, _ random: inout Random) -> Shelving {
            let isPale = random.chance(0.55)
            func metal() -> Colour {
                Colour(
                    hue: random.unit(),
                    saturation: random.chance(0.82) ? random.uniform(0...0.1) : random.uniform(0.1...0.8),
                    value: isPale ? random.uniform(0.7...1) : random.uniform(0.08...0.6))
            }
            let bay = random.uniform(800...1400)
            let first = random.uniform(-bay...0)
            let count = Int((right - left) / bay) + 3
            let uprights = (-count...count).map { first + Float($0) * bay }.filter { $0 > left && $0 < right }
            return Shelving(
                boards: [], leftMM: left, rightMM: right, depthMM: random.uniform(280...520), topMM: 2000,
                railBelowMM: random.uniform(28...62), lipMM: random.chance(0.5) ? 0 : random.uniform(2...26),
                railProudMM: random.uniform(4...28), boardColour: metal(), railColour: metal(),
                railStripe: metal(),
                backColour: metal().mixed(with: .black, random.uniform(0...0.6)), uprightColour: metal(),
                uprightsMM: random.chance(0.6) ? uprights : [], uprightWidthMM: random.uniform(20...60),
                style: random.whole(0...59), wallSeed: random.next())
        }
    }

    private static func light(top: Float, _ random: inout Random) -> Light {
        Light(
            ambient: random.uniform(0.5...0.95), lamps: random.uniform(0.35...0.95),
            direction: Vector(random.uniform(-0.6...0.6), random.uniform(0.45...1), random.uniform(0.4...1))
                .normalized,
            fade: random.uniform(0...0.5), topMM: top, fadeMM: random.uniform(1500...2600),
            shadow: random.uniform(0.55...0.98))
    }

    private static func film(_ size: PixelSize, _ random: inout Random) -> Film {
        let exposure = exp(random.normal() * 0.2 + 0.1)
        let warmth = random.normal() * 0.06
        let sharp = random.chance(0.6)
        return Film(
            gain: Colour(1 + warmth, 1 + random.normal() * 0.025, 1 - warmth) * exposure,
            contrast: random.uniform(0.85...1.25), vignette: random.chance(0.5) ? random.uniform(0...0.4) : 0,
            blur: sharp ? random.uniform(0...0.7) : random.uniform(0.6...1.5),
            smear: random.chance(0.12) ? random.uniform(1...4) : 0, noise: random.uniform(0.5...7),
            sharpening: random.chance(0.4) ? random.uniform(0.3...1.2) : 0)
    }

    private static func occluders(_ view: View, _ random: inout Random) -> [Occluder] {
        guard random.chance(0.45) else { return [] }
        return (0..<(random.chance(0.2) ? 2 : 1)).map { _ in
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

/// The packages a made-up shop puts on its next board.
struct Offering: Sendable {
    private let groups: [[CatalogueEntry]]
    private var fixed: [[CatalogueEntry]]?
    /// Whether the goods are given rather than picked.
    var isFixed: Bool { fixed != nil }
    /// The most equal units side by side; as many as the shop likes if `nil`.
    let longestRun: Int?

    /// Boards with goods of one category each.
    init(_ entries: [CatalogueEntry]) {
        var groups: [[String]: [CatalogueEntry]] = [:]
        for entry in entries { groups[Array(entry.path.names.prefix(2)), default: []].append(entry) }
        longestRun = nil
        self.groups = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Boards with exactly these goods, one list a board, over and over.
    init(boards: [[CatalogueEntry]]) {
        groups = boards
        fixed = boards
        longestRun = 1
    }

    mutating func next(_ random: inout Random) -> [CatalogueEntry] {
        if var left = fixed, !left.isEmpty {
            let board = left.removeFirst()
            fixed = left.isEmpty ? groups : left
            return board
        }
        let group = random.pick(groups)
        // Now and then a board of mixed goods; else a stretch of the category in tree order.
        if random.chance(0.15) { return (0..<10).map { _ in random.pick(random.pick(groups)) } }
        let start = random.whole(0...group.count - 1)
        let stretch = (0..<14).map { group[(start + $0) % group.count] }
        // Boards are set to the height of what stands on them, so goods of one height share a board.
        let height = random.pick(stretch).size.heightMM
        return stretch.filter { (height * 0.6...height * 1.15).contains($0.size.heightMM) }
    }
}

/// What stands on the boards of a scene.
struct Content {
    var units: [Scene.Unit] = []
    var tags: [Scene.Tag] = []
    var gaps: [Scene.Gap] = []
    var props: [Prop] = []

    /// Tags at the left ends of the runs of equal units, here and there one missing.
    mutating func addTags(of shelf: ShelfFill, shelving: Shelving, style: Int, _ random: inout Random) {
        let height = Double(shelving.railBelowMM) * Double(random.uniform(0.7...1.05))
        let width = height * Double(random.uniform(1.2...1.9))
        let drop = Double(random.uniform(-0.1...0.2)) * height
        let place = random.unit()
        var previousEnd = -1e9
        for run in shelf.runs where random.chance(0.9) {
            let free = max(0, run.endMM - run.startMM - Float(width))
            let x = Double(run.startMM + free * (random.chance(0.2) ? random.unit() : place * 0.6))
            guard x > previousEnd else { continue }
            previousEnd = x + width
            let y =
                Double(shelf.surfaceMM - shelving.railBelowMM) + (Double(shelving.railBelowMM) - height) / 2
                - drop
            tags.append(
                Scene.Tag(
                    rect: ShelfRect(xMM: x, yMM: y, widthMM: width, heightMM: height),
                    zMM: shelving.railProudMM + 1.5,
                    price: random.whole(39...1999), name: run.name,
                    style: random.chance(0.85) ? style : random.whole(0...8)))
        }
    }
}
