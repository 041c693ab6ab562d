internal import Foundation
internal import Inference
internal import Retail

/// Reads the detector's answer: for each cell of a grid, distances to the four sides of a box as distributions over
/// `bins` multiples of the cell's size (generalized focal loss, https://arxiv.org/abs/2006.04388), and a logit per
/// class.
struct DetectionHead: Sendable {
    let classes: [ObjectClass]
    let bins: Int

    /// The objects of one grid [1, 4 * bins + classes, height, width] with a score of at least `threshold`, boxes in
    /// pixels of the input.
    func detections(in map: Tensor, stride: Int, threshold: Double) -> [Detection] {
        let height = map.shape[2]
        let width = map.shape[3]
        let plane = height * width
        let values = map.values.span
        let least = Float(log(threshold / (1 - threshold)))
        var found: [Detection] = []
        for (kind, objectClass) in classes.enumerated() {
            let scores = (4 * bins + kind) * plane
            for cell in 0..<plane where values[scores + cell] >= least {
                let sides = (0..<4).map { side in
                    mean(values, first: side * bins * plane + cell, step: plane) * Double(stride)
                }
                let x = (Double(cell % width) + 0.5) * Double(stride)
                let y = (Double(cell / width) + 0.5) * Double(stride)
                let box = PixelRect(
                    x: x - sides[0], y: y - sides[1], width: sides[0] + sides[2], height: sides[1] + sides[3])
                let score = 1 / (1 + exp(-Double(values[scores + cell])))
                found.append(Detection(box: box, objectClass: objectClass, score: score))
            }
        }
        return found
    }

    /// The mean bin of a softmax over `bins` logits that lie `step` apart.
    private func mean(_ values: borrowing Span<Float>, first: Int, step: Int) -> Double {
        var largest = values[first]
        for bin in 1..<bins { largest = max(largest, values[first + bin * step]) }
        var sum = 0.0
        var weighted = 0.0
        for bin in 0..<bins {
            let share = exp(Double(values[first + bin * step] - largest))
            sum += share
            weighted += share * Double(bin)
        }
        return weighted / sum
    }
}
