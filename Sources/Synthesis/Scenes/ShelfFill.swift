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
        let rows: Int
        let longestRun: Int

        init(_ random: inout Random, longestRun: Int? = nil) {
            let isNeat = random.chance(0.6)
            gap = 0.5...random.uniform(isNeat ? 2...8 : 4...25)
            yaw = random.uniform(isNeat ? 0.005...0.05 : 0.04...0.22)
            pushBack = random.uniform(isNeat ? 2...15 : 10...90)
            missing = random.chance(0.35) ? random.uniform(0.06...0.3) : random.uniform(0...0.05)
            bigGap = random.chance(0.5) ? 0 : random.uniform(0...0.06)
            stacking = random.unit()
            rows = random.whole(1...3)
            let run = random.whole(2...6)
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
        if isMissing {
            content.gaps.append(
                Scene.Gap(
                    rect: ShelfRect(
                        xMM: Double(x) - entry.size.widthMM / 2, yMM: Double(surfaceMM),
                        widthMM: entry.size.widthMM,
                        heightMM: entry.size.heightMM * Double(high)), gtin: entry.gtin))
        }
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
                content.units.append(unit)
            }
        }
    }
}
