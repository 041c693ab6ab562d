import Foundation
import Imaging
import Retail

/// A stage's picture, drawn; every thing in it has a number by which its samples are counted.
struct Drawing {
    let raster: Raster
    private let stage: Stage
    /// Samples per pixel and axis.
    let oversampling: Int
    /// The samples that each item would have with nothing before it.
    private var areas: [Float]

    init(_ stage: Stage, oversampling: Int) {
        self.stage = stage
        self.oversampling = oversampling
        let size = stage.scene.camera.size
        raster = Raster(
            width: size.width * oversampling, height: size.height * oversampling,
            ground: (stage.scene.ground * Film.headroom).packed)
        areas = [Float](repeating: 0, count: stage.items.count)
        let scale = Float(oversampling)
        let whole = PixelRect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        let seen = stage.surfaces.indices.filter { stage.surfaces[$0].bounds.intersection(whole).area > 0 }
        for index in seen where !stage.surfaces[index].isTranslucent {
            let number = Int(stage.surfaces[index].number)
            let area = raster.draw(stage.surfaces[index], scale: scale)
            if number > 0 { areas[number - 1] += area }
        }
        raster.shade()
        for index in seen where stage.surfaces[index].isTranslucent {
            raster.lay(stage.surfaces[index], scale: scale)
        }
    }

    /// What can be seen of each package, tag and occluder, boxes in pixels.
    ///
    /// `masks`: also of which pixels it is seen in.
    func visibleObjects(masks: Bool = false) -> [VisibleObject] {
        struct Tally {
            var count = 0
            var left = Int.max
            var right = -1
            var top = Int.max
            var bottom = -1
        }
        var tallies = [Tally](repeating: Tally(), count: areas.count + 1)
        let samples = raster.numbers
        let numbers = samples.span
        for y in 0..<raster.height {
            var x = 0
            while x < raster.width {
                let number = Int(numbers[y * raster.width + x])
                let start = x
                repeat { x += 1 } while x < raster.width && numbers[y * raster.width + x] == number
                guard number > 0 else { continue }
                tallies[number].count += x - start
                tallies[number].left = min(tallies[number].left, start)
                tallies[number].right = max(tallies[number].right, x - 1)
                tallies[number].top = min(tallies[number].top, y)
                tallies[number].bottom = max(tallies[number].bottom, y)
            }
        }
        let scale = 1 / Double(oversampling)
        var objects: [VisibleObject] = []
        for (number, tally) in tallies.enumerated().dropFirst() where tally.count > 0 {
            let item = stage.items[number - 1]
            let box = PixelRect(
                x: Double(tally.left) * scale, y: Double(tally.top) * scale,
                width: Double(tally.right + 1 - tally.left) * scale,
                height: Double(tally.bottom + 1 - tally.top) * scale)
            objects.append(
                VisibleObject(
                    objectClass: item.objectClass, box: box,
                    visibleShare: min(1, Double(tally.count) / Double(max(1, areas[number - 1]))),
                    gtin: item.gtin, isFront: item.isFront, index: item.index,
                    mask: masks
                        ? mask(
                            of: UInt16(number), samples, tally.left...tally.right, tally.top...tally.bottom)
                        : nil))
        }
        return objects
    }

    /// The pixels of which at least half of the samples show the item.
    private func mask(
        of number: UInt16, _ samples: [UInt16], _ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>
    ) -> RunLengthMask {
        let numbers = samples.span
        let factor = oversampling
        return RunLengthMask(
            width: raster.width / factor, height: raster.height / factor,
            columns: columns.lowerBound / factor..<columns.upperBound / factor + 1,
            rows: rows.lowerBound / factor..<rows.upperBound / factor + 1
        ) { x, y in
            var count = 0
            for row in y * factor..<(y + 1) * factor {
                for column in x * factor..<(x + 1) * factor
                where numbers[row * raster.width + column] == number { count += 1 }
            }
            return count * 2 >= factor * factor
        }
    }

    /// The places where a unit is missing, as far as they can be seen.
    func visibleGaps() -> [VisibleObject] {
        guard !stage.scene.gaps.isEmpty else { return [] }
        let (numbers, depths) = (raster.numbers, raster.depths)
        return stage.scene.gaps.indices.compactMap { visibleGap($0, numbers, depths) }
    }

    /// A gap counts as seen where neither the front row nor anything before the front plane covers it.
    private func visibleGap(_ index: Int, _ numbers: [UInt16], _ depths: [Float]) -> VisibleObject? {
        let rect = stage.scene.gaps[index].rect
        let corners = [(0.0, 0.0), (1, 0), (0, 1), (1, 1)].compactMap { share in
            stage.scene.camera.pixel(
                of: ShelfPoint(
                    xMM: rect.xMM + share.0 * rect.widthMM, yMM: rect.yMM + share.1 * rect.heightMM))
        }
        guard corners.count == 4, let left = corners.map(\.x).min(), let right = corners.map(\.x).max(),
            let top = corners.map(\.y).min(), let bottom = corners.map(\.y).max()
        else { return nil }
        let samples = Double(oversampling)
        let columns = Drawing.samples(
            from: left * samples, to: right * samples, of: raster.width)
        let rows = Drawing.samples(
            from: top * samples, to: bottom * samples, of: raster.height)
        guard columns.count > 2 * oversampling, rows.count > 2 * oversampling else { return nil }
        let middle = Vector(
            Float(rect.xMM + rect.widthMM / 2), Float(rect.yMM + rect.heightMM / 2), 20)
        guard let before = stage.scene.camera.project(middle)?.z else { return nil }
        var open = 0
        for y in rows {
            for x in columns {
                let place = y * raster.width + x
                let number = Int(numbers[place])
                let isGoods =
                    number > 0 && stage.items[number - 1].objectClass != .priceTag
                    && stage.items[number - 1].isFront
                if !isGoods && depths[place] < before { open += 1 }
            }
        }
        let scale = 1 / samples
        return VisibleObject(
            objectClass: .emptyFacing,
            box: PixelRect(
                x: Double(columns.lowerBound) * scale, y: Double(rows.lowerBound) * scale,
                width: Double(columns.count) * scale, height: Double(rows.count) * scale),
            visibleShare: min(1, Double(open) / ((right - left) * (bottom - top) * samples * samples)),
            gtin: stage.scene.gaps[index].gtin, isFront: true, index: index)
    }

    private static func samples(from low: Double, to high: Double, of count: Int) -> Range<Int> {
        let first = max(0, min(count, Int(low)))
        return first..<max(first, min(count, Int(high)))
    }
}
