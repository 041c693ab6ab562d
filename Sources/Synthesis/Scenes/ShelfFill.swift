import Foundation
import Retail

/// Fills one board of a made-up shop from left to right, as carelessly as shops do.
struct ShelfFill {
    /// How neatly a shop keeps its shelves.
    struct Habits: Sendable {
        let gap: ClosedRange<Float>
        let yaw: Float
        let pushBack: Float
        let missing: Float
        let bigGap: Float
        let stacking: Float
        let fallen: Float
        let intruders: Float
        let rows: Int
        let longestRun: Int

        init(_ goods: SceneSettings.Goods, longestRun: Int?, _ random: inout Random) {
            let isTidy = random.chance(goods.tidy)
            gap = 0.5...random.uniform((isTidy ? goods.tidyGapMM : goods.carelessGapMM).range)
            yaw = random.uniform((isTidy ? goods.tidyYaw : goods.carelessYaw).range)
            pushBack = random.uniform((isTidy ? goods.tidyPushMM : goods.carelessPushMM).range)
            missing = random.uniform(
                (random.chance(goods.shortOf) ? goods.missingMany : goods.missingFew).range)
            bigGap = random.chance(0.5) ? 0 : random.uniform(0...0.06)
            stacking = random.unit()
            fallen = isTidy ? 0 : random.uniform(goods.fallen.range)
            intruders = isTidy ? 0 : random.uniform(goods.intruders.range)
            rows = random.whole(1...3)
            let run = random.whole(2...max(2, goods.longestRun))
            self.longestRun = longestRun ?? run
        }
    }

    /// What became of one planned facing.
    struct Facing: Sendable {
        enum State: Sendable { case stocked, frontGap, empty }

        var state = State.stocked
        /// What stands in front, if that is not what was planned.
        var intruder: CatalogueEntry?
        var posture = Posture.upright
    }

    /// A stretch that one SKU was planned for.
    struct Run: Sendable {
        let entry: CatalogueEntry
        let startMM: Float
        let endMM: Float
        let facings: [Facing]
        let unitsHigh: Int
    }

    let surfaceMM: Float
    let ceilingMM: Float
    let leftMM: Float
    let rightMM: Float
    let depthMM: Float
    let habits: Habits
    let furnishing: Furnishing
    private(set) var runs: [Run] = []

    init(
        surfaceMM: Float, ceilingMM: Float, leftMM: Float, rightMM: Float, depthMM: Float, habits: Habits,
        furnishing: Furnishing
    ) {
        self.surfaceMM = surfaceMM
        self.ceilingMM = ceilingMM
        self.leftMM = leftMM
        self.rightMM = rightMM
        self.depthMM = depthMM
        self.habits = habits
        self.furnishing = furnishing
    }

    mutating func fill(
        with stock: [CatalogueEntry], strangers: [CatalogueEntry], uprights: [(Float, Float)],
        _ random: inout Random,
        into content: inout Content
    ) {
        var x = leftMM + random.uniform(0...60)
        var index = 0
        while x < rightMM {
            let entry = stock[index % stock.count]
            index += 1
            let width = Float(entry.size.widthMM)
            var start = x
            var facings: [Facing] = []
            let high = unitsHigh(of: entry, &random)
            for _ in 0..<random.whole(1...habits.longestRun) where x < rightMM {
                if let upright = uprights.first(where: { $0.0 < x + width + 2 && $0.0 + $0.1 > x - 2 }) {
                    // The next bay has a plan of its own.
                    if !facings.isEmpty { addRun(entry, start, x, facings, high) }
                    facings = []
                    x = upright.0 + upright.1 + 3
                    start = x
                }
                facings.append(
                    place(entry, among: strangers, high: high, x: x + width / 2, &random, into: &content))
                x += width + random.uniform(habits.gap)
            }
            addRun(entry, start, x, facings, high)
            if random.chance(habits.bigGap) { x += random.uniform(20...160) }
            if random.chance(furnishing.cartonsAmong) {
                let size = Vector(
                    random.uniform(100...260), min(ceilingMM - surfaceMM - 8, random.uniform(90...240)),
                    depthMM - 20)
                content.props.append(
                    furnishing.carton(at: [x, surfaceMM, -4], size, ceiling: ceilingMM, &random))
                x += size.x + 6
            }
        }
    }

    private mutating func addRun(
        _ entry: CatalogueEntry, _ start: Float, _ end: Float, _ facings: [Facing], _ high: Int
    ) {
        runs.append(Run(entry: entry, startMM: start, endMM: end, facings: facings, unitsHigh: high))
    }

    /// How many units of one SKU stand on each other: the same all along its run.
    private func unitsHigh(of entry: CatalogueEntry, _ random: inout Random) -> Int {
        let height = Float(entry.size.heightMM)
        if entry.form == .hanging { return max(1, Int((ceilingMM - surfaceMM - 10) / (height + 36))) }
        let fits = max(1, Int((ceilingMM - surfaceMM - 6) / max(8, height)))
        // Flat packages are nearly always piled up; high ones seldom.
        let isFlat = height < (ceilingMM - surfaceMM) * 0.55
        let piles =
            entry.form.mayStack && (random.chance(habits.stacking) || (isFlat && random.chance(0.85)))
        return piles ? min(fits, random.whole(isFlat ? 2...9 : 1...3)) : 1
    }

    /// One facing: the unit in front, those on and behind it.
    private func place(
        _ entry: CatalogueEntry, among strangers: [CatalogueEntry], high most: Int, x: Float,
        _ random: inout Random, into content: inout Content
    ) -> Facing {
        if entry.form == .hanging { return hang(entry, pegs: most, x: x, &random, into: &content) }
        let height = Float(entry.size.heightMM)
        let depth = Float(entry.size.depthMM)
        var facing = Facing()
        if random.chance(habits.missing) { facing.state = random.chance(0.6) ? .empty : .frontGap }
        // Piles are not all of one height.
        let high = most > 1 && random.chance(0.4) ? random.whole(1...most) : most
        if facing.state != .stocked {
            addGap(entry, x: x, bottom: surfaceMM, height: height * Float(most), to: &content)
        }
        guard facing.state != .empty else { return facing }
        if facing.state == .stocked, random.chance(habits.intruders) {
            facing.intruder = strangers.filter { $0.gtin != entry.gtin && fits($0, instead: entry) }
                .randomElement(using: &random)
        }
        let push = -random.unit() * random.unit() * habits.pushBack
        let roomy = Int((depthMM - 20) / (depth + 4))
        for row in (facing.state == .frontGap ? 1 : 0)..<max(1, min(habits.rows + 1, roomy)) {
            let z = push - Float(row) * (depth + random.uniform(1...10))
            let stranger = row == 0 ? facing.intruder : nil
            for level in 0..<(stranger != nil ? 1 : row == 0 ? high : max(1, high - random.whole(0...1))) {
                var unit = Scene.Unit(
                    entry: stranger ?? entry,
                    base: [
                        x + random.normal() * 1.2, surfaceMM + Float(level) * height, z - random.unit() * 4,
                    ],
                    row: row, ceilingMM: ceilingMM)
                unit.yaw = random.normal() * habits.yaw * (unit.entry.form.isRound ? 3 : 1)
                if unit.entry.form.leans {
                    unit.lean = random.uniform(0...0.28)
                    unit.roll = random.normal() * 0.03
                }
                if high == 1, random.chance(habits.fallen) {
                    unit.posture = posture(of: unit.entry, &random)
                    unit.lean = 0
                    if row == 0 { facing.posture = unit.posture }
                }
                content.units.append(unit)
            }
        }
        return facing
    }

    /// Whether a customer could have put `other` down where `entry` stands.
    private func fits(_ other: CatalogueEntry, instead entry: CatalogueEntry) -> Bool {
        other.size.widthMM < entry.size.widthMM * 1.15 && other.size.widthMM > entry.size.widthMM * 0.5
            && Float(other.size.heightMM) < ceilingMM - surfaceMM - 6 && other.form != .hanging
    }

    /// A way to lie or be turned that needs hardly more room along the board than standing does.
    private func posture(of entry: CatalogueEntry, _ random: inout Random) -> Posture {
        let posture = random.pick(Array(Posture.allCases.dropFirst()))
        let width = posture.extent(of: entry.size).x
        return width <= Float(entry.size.widthMM) * 1.3 + 8 ? posture : .onHead
    }

    /// One peg after the other above each other, each with some units on it.
    private func hang(
        _ entry: CatalogueEntry, pegs: Int, x: Float, _ random: inout Random, into content: inout Content
    ) -> Facing {
        let height = Float(entry.size.heightMM)
        let spacing = Float(entry.size.depthMM) + random.uniform(1...5)
        let swing = random.normal() * habits.yaw
        var facing = Facing(state: .empty)
        for peg in 0..<pegs {
            let bottom = surfaceMM + 6 + Float(peg) * (height + 36)
            let length = min(depthMM * 0.7, random.uniform(120...260))
            if random.chance(0.9) {
                content.props.append(
                    Prop(
                        kind: .hook, origin: [x - 2, bottom + height - 14, 8], size: [4, 4, length],
                        ceilingMM: ceilingMM, seed: 1))
            }
            guard !random.chance(habits.missing) else {
                addGap(entry, x: x, bottom: bottom, height: height, to: &content)
                continue
            }
            facing.state = .stocked
            let push = -random.unit() * random.unit() * habits.pushBack
            for row in 0..<max(1, min(Int(length / spacing), random.whole(1...5))) {
                var unit = Scene.Unit(
                    entry: entry,
                    base: [x + random.normal() * 1.5, bottom, push - Float(row) * spacing],
                    row: row, ceilingMM: ceilingMM)
                unit.yaw = swing + random.normal() * habits.yaw
                unit.lean = random.uniform(-0.02...0.1)
                unit.roll = random.normal() * 0.02
                content.units.append(unit)
            }
        }
        return facing
    }

    private func addGap(
        _ entry: CatalogueEntry, x: Float, bottom: Float, height: Float, to content: inout Content
    ) {
        content.gaps.append(
            Scene.Gap(
                rect: ShelfRect(
                    xMM: Double(x) - entry.size.widthMM / 2, yMM: Double(bottom),
                    widthMM: entry.size.widthMM, heightMM: Double(height)), gtin: entry.gtin))
    }
}
