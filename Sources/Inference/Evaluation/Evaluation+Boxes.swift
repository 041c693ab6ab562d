// What detectors do with boxes: suppression of duplicates, and regions cut out of feature maps.

extension Evaluation {
    /// NonMaxSuppression: for each picture and class the best boxes that overlap no better one too much.
    ///
    /// Gives rows of picture, class and box.
    func suppression() throws(Fault) -> [Constant] {
        let boxes = try input(0), scores = try input(1)
        guard boxes.shape.count == 3, boxes.shape[2] == 4, scores.shape.count == 3,
            boxes.shape[0] == scores.shape[0], boxes.shape[1] == scores.shape[2]
        else {
            throw node.malformed("boxes of shape \(boxes.shape) and scores of \(scores.shape) do not fit")
        }
        let most = integers(2, of: node)?.first ?? 0
        let overlap = try number(3) ?? 0, least = try number(4) ?? -.infinity
        let (pictures, classes, count) = (boxes.shape[0], scores.shape[1], boxes.shape[1])
        let corners = stride(from: 0, to: boxes.count, by: 4).map { start in
            Box(boxes.floats, at: start, isCentred: node.integer("center_point_box", default: 0) != 0)
        }
        let numbers = scores.floats
        var rows: [Int64] = []
        for picture in 0..<pictures {
            for category in 0..<classes {
                let first = (picture * classes + category) * count
                let order = (0..<count).filter { numbers[first + $0] > least || optional(4) == nil }
                    .sorted { a, b in
                        let (x, y) = (numbers[first + a], numbers[first + b])
                        return x == y ? a < b : x > y
                    }
                var kept: [Int] = []
                for candidate in order where kept.count < most {
                    let box = corners[picture * count + candidate]
                    if kept.allSatisfy({ !box.overlaps(corners[picture * count + $0], moreThan: overlap) }) {
                        kept.append(candidate)
                    }
                }
                rows += kept.flatMap { [Int64(picture), Int64(category), Int64($0)] }
            }
        }
        return [.integers(rows, shape: [rows.count / 3, 3])]
    }

    /// RoiAlign: the mean of bilinear samples in each cell of a grid over each region (He et al., Mask R-CNN).
    func alignedRegions() throws(Fault) -> [Constant] {
        let maps = try input(0), regions = try input(1)
        let pictures = try input(2).integers ?? []
        let height = node.integer("output_height", default: 1),
            width = node.integer("output_width", default: 1)
        guard maps.shape.count == 4, regions.shape.count == 2, regions.shape[1] == 4,
            pictures.count == regions.shape[0], height > 0, width > 0
        else {
            throw node.malformed("maps of shape \(maps.shape) and regions of \(regions.shape) do not fit")
        }
        guard node.string("mode", default: "avg") == "avg" else {
            throw node.unsupported("the engine takes means of regions only")
        }
        let shape = [pictures.count, maps.shape[1], height, width]
        let total = try count(shape)
        // From version 16 on the centre of a pixel lies half a pixel from its corner, if nothing else is said.
        let mode = node.string(
            "coordinate_transformation_mode",
            default: operatorSet < 16 ? "output_half_pixel" : "half_pixel")
        let sampling = Sampling(
            rows: height, columns: width, perCell: node.integer("sampling_ratio", default: 0),
            scale: node.float("spatial_scale", default: 1), isHalfPixel: mode == "half_pixel",
            height: maps.shape[2], width: maps.shape[3])
        let values = maps.floats, corners = regions.floats
        let planeSize = maps.shape[2] * maps.shape[3]
        var result: [Float] = []
        result.reserveCapacity(total)
        for (region, picture) in try places(pictures, size: maps.shape[0], node).enumerated() {
            guard
                let cells = sampling.cells(
                    of: Array(corners[region * 4..<region * 4 + 4]), most: mostElements)
            else { throw node.unsupported("region \(region) is too large") }
            for channel in 0..<maps.shape[1] {
                let plane = (picture * maps.shape[1] + channel) * planeSize
                for cell in cells {
                    var sum: Float = 0
                    for tap in cell { sum += tap.weight * values[plane + tap.place] }
                    result.append(sum)
                }
            }
        }
        return [.floats(result, shape: shape)]
    }
}

/// A box by its corners.
private struct Box {
    let left: Float, top: Float, right: Float, bottom: Float

    init(_ values: [Float], at start: Int, isCentred: Bool) {
        let (a, b, c, d) = (values[start], values[start + 1], values[start + 2], values[start + 3])
        if isCentred {
            (left, top, right, bottom) = (a - c / 2, b - d / 2, a + c / 2, b + d / 2)
        } else {
            // Any two opposite corners.
            (left, top, right, bottom) = (min(a, c), min(b, d), max(a, c), max(b, d))
        }
    }

    var area: Float { (right - left) * (bottom - top) }

    func overlaps(_ other: Box, moreThan limit: Float) -> Bool {
        let across = min(right, other.right) - max(left, other.left)
        let down = min(bottom, other.bottom) - max(top, other.top)
        guard across > 0, down > 0, area > 0, other.area > 0 else { return false }
        let common = across * down
        return common / (area + other.area - common) > limit
    }
}

/// Where a region of interest is sampled.
private struct Sampling {
    struct Tap {
        /// Within the plane.
        let place: Int
        let weight: Float
    }

    let rows: Int
    let columns: Int
    /// Samples along each side of a cell; 0 takes as many as the cell has pixels.
    let perCell: Int
    let scale: Float
    let isHalfPixel: Bool
    let height: Int
    let width: Int

    /// For each cell, row by row, the pixels it is the weighted sum of; nil when there are more than `most`.
    func cells(of corners: [Float], most: Int) -> [[Tap]]? {
        let shift: Float = isHalfPixel ? 0.5 : 0
        let left = corners[0] * scale - shift, top = corners[1] * scale - shift
        var across = corners[2] * scale - shift - left, down = corners[3] * scale - shift - top
        if !isHalfPixel { (across, down) = (max(across, 1), max(down, 1)) }
        let cellHeight = down / Float(rows), cellWidth = across / Float(columns)
        let samplesDown = perCell > 0 ? Float(perCell) : cellHeight.rounded(.up)
        let samplesAcross = perCell > 0 ? Float(perCell) : cellWidth.rounded(.up)
        let largest = Float(most)
        guard samplesDown <= largest, samplesAcross <= largest,
            samplesDown * samplesAcross * Float(rows) * Float(columns) <= largest
        else { return nil }
        let gridRows = Int(max(samplesDown, 0)), gridColumns = Int(max(samplesAcross, 0))
        let share = 1 / Float(max(gridRows * gridColumns, 1))
        return (0..<rows * columns).map { cell in
            var taps: [Tap] = []
            for row in 0..<gridRows {
                let y =
                    top + Float(cell / columns) * cellHeight
                    + (Float(row) + 0.5) * cellHeight / Float(gridRows)
                for column in 0..<gridColumns {
                    let x =
                        left + Float(cell % columns) * cellWidth
                        + (Float(column) + 0.5) * cellWidth / Float(gridColumns)
                    taps += bilinear(y, x, share)
                }
            }
            return taps
        }
    }

    /// The four pixels around a point; none for a point more than a pixel outside.
    private func bilinear(_ y: Float, _ x: Float, _ share: Float) -> [Tap] {
        guard y >= -1, y <= Float(height), x >= -1, x <= Float(width), height > 0, width > 0 else {
            return []
        }
        let (row, below, down) = around(y, size: height), (column, right, across) = around(x, size: width)
        return [
            Tap(place: row * width + column, weight: (1 - down) * (1 - across) * share),
            Tap(place: row * width + right, weight: (1 - down) * across * share),
            Tap(place: below * width + column, weight: down * (1 - across) * share),
            Tap(place: below * width + right, weight: down * across * share),
        ]
    }

    private func around(_ place: Float, size: Int) -> (low: Int, high: Int, mix: Float) {
        let bounded = max(place, 0), low = Int(bounded)
        return low >= size - 1 ? (size - 1, size - 1, 0) : (low, low + 1, bounded - Float(low))
    }
}
