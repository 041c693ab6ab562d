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
            rows = random.whole(1...3)
            let run = random.whole(2...max(2, goods.longestRun))
            self.longestRun = longestRun ?? run
        }
    }

    /// A stretch of equal units.
    struct Run {
        let startMM: Float
        let endMM: Float
        let heightMM: Double
        let name: String
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
        with stock: [CatalogueEntry], uprights: [(Float, Float)], _ random: inout Random,
        into content: inout Content
    ) {
        var x = leftMM + random.uniform(0...60)
        var index = 0
        while x < rightMM {
            let entry = stock[index % stock.count]
            index += 1
            let start = x
            let width = Float(entry.size.widthMM)
            for _ in 0..<random.whole(1...habits.longestRun) where x < rightMM {
                if let upright = uprights.first(where: { $0.0 < x + width + 2 && $0.0 + $0.1 > x - 2 }) {
                    x = upright.0 + upright.1 + 3
                }
                place(entry, x: x + width / 2, &random, into: &content)
                x += width + random.uniform(habits.gap)
            }
            runs.append(
                Run(startMM: start, endMM: x, heightMM: entry.size.heightMM, name: entry.path.names[3]))
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

    /// One facing: the unit in front, those on and behind it.
    private func place(_ entry: CatalogueEntry, x: Float, _ random: inout Random, into content: inout Content)
    {
        if entry.form == .hanging { return hang(entry, x: x, &random, into: &content) }
        let height = Float(entry.size.heightMM)
        let depth = Float(entry.size.depthMM)
        let isMissing = random.chance(habits.missing)
        let isEmpty = isMissing && random.chance(0.6)
        let fits = max(1, Int((ceilingMM - surfaceMM - 6) / max(8, height)))
        let mayStack = entry.form.mayStack
        // Flat packages are nearly always piled up; high ones seldom.
        let isFlat = height < (ceilingMM - surfaceMM) * 0.55
        let piles = mayStack && (random.chance(habits.stacking) || (isFlat && random.chance(0.85)))
        let high = piles ? min(fits, random.whole(isFlat ? 2...9 : 1...3)) : 1
        if isMissing { addGap(entry, x: x, bottom: surfaceMM, height: height * Float(high), to: &content) }
        guard !isEmpty else { return }
        let push = -random.unit() * random.unit() * habits.pushBack
        let roomy = Int((depthMM - 20) / (depth + 4))
        for row in (isMissing ? 1 : 0)..<max(1, min(habits.rows + 1, roomy)) {
            let z = push - Float(row) * (depth + random.uniform(1...10))
            for level in 0..<(row == 0 ? high : max(1, high - random.whole(0...1))) {
                var unit = Scene.Unit(
                    entry: entry,
                    base: [
                        x + random.normal() * 1.2, surfaceMM + Float(level) * height, z - random.unit() * 4,
                    ],
                    row: row, ceilingMM: ceilingMM)
                unit.yaw =
                    random.normal() * habits.yaw * (entry.form.isRound ? 3 : 1)
                if entry.form.leans {
                    unit.lean = random.uniform(0...0.28)
                    unit.roll = random.normal() * 0.03
                }
                if high == 1, random.chance(habits.fallen) {
                    unit.posture = posture(of: entry, &random)
                    unit.lean = 0
                }
                content.units.append(unit)
            }
        }
    }

    /// A way to lie or be turned that needs hardly more room along the board than standing does.
    private func posture(of entry: CatalogueEntry, _ random: inout Random) -> Posture {
        let posture = random.pick(Array(Posture.allCases.dropFirst()))
        let width = posture.extent(of: entry.size).x
        return width <= Float(entry.size.widthMM) * 1.3 + 8 ? posture : .onHead
    }

    /// One peg after the other above each other, each with some units on it.
    private func hang(_ entry: CatalogueEntry, x: Float, _ random: inout Random, into content: inout Content)
    {
        let height = Float(entry.size.heightMM)
        let pitch = height + 36
        let pegs = max(1, Int((ceilingMM - surfaceMM - 10) / pitch))
        let spacing = Float(entry.size.depthMM) + random.uniform(1...5)
        let swing = random.normal() * habits.yaw
        for peg in 0..<pegs {
            let bottom = surfaceMM + 6 + Float(peg) * pitch
            let isEmpty = random.chance(habits.missing)
            let length = min(depthMM * 0.7, random.uniform(120...260))
            if random.chance(0.9) {
                content.props.append(
                    Prop(
                        kind: .hook, origin: [x - 2, bottom + height - 14, 8], size: [4, 4, length],
                        ceilingMM: ceilingMM, seed: 1))
            }
            guard !isEmpty else {
                addGap(entry, x: x, bottom: bottom, height: height, to: &content)
                continue
            }
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
