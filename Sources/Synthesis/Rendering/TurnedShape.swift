import Foundation
import Retail

/// The outline of a package that is round or nearly so: how wide it is at each height, and what it is made of.
///
/// Heights are shares of the whole height, radii shares of the largest radius.
struct TurnedShape {
    struct Ring {
        let height: Float
        let radius: Float
    }

    enum Part { case base, label, shoulder, cap }

    enum Material {
        case metal, plastic
        /// Clear, filled up to this share of the height with a liquid.
        case liquid(level: Float)
        /// Clear, full of goods.
        case goods
    }

    var rings: [Ring] = []
    var labelBottom: Float = 0
    var labelTop: Float = 1
    var capBottom: Float = 1
    var capColour = Colour.white
    var bodyColour = Colour.white
    var material = Material.plastic
    /// 2 is round; the higher, the squarer.
    var squareness: Float = 2
    /// Rings pressed into the body of thin bottles.
    var hasRibs = false
    var hasTrigger = false
    /// How much the label mirrors, and how sharply.
    var labelGloss: Float = 0.4
    var labelSharpness: Float = 24

    init(_ entry: CatalogueEntry) {
        var random = Random(stableHash(Array(entry.path.names.prefix(3)) + [entry.form.rawValue]), 0x5A9E)
        let design = LabelPainter.Design(entry)
        switch entry.form {
        case .can: makeCan(entry, design, &random)
        case .jar: makeJar(entry, design, &random)
        case .tub: makeTub(entry, design, &random)
        default: makeBottle(entry, design, &random)
        }
    }

    func part(from lower: Float, to upper: Float) -> Part {
        if lower >= capBottom - 0.001 { return .cap }
        if lower >= labelBottom - 0.001 && upper <= labelTop + 0.001 { return .label }
        return lower < labelBottom ? .base : .shoulder
    }

    /// The same with rings at `low` and `high` too, so that it can be cut there.
    func cut(at range: ClosedRange<Float>) -> TurnedShape {
        var shape = self
        for height in [range.lowerBound, range.upperBound] {
            guard let next = shape.rings.firstIndex(where: { $0.height > height }), next > 0 else { continue }
            let lower = shape.rings[next - 1]
            let upper = shape.rings[next]
            let share = (height - lower.height) / (upper.height - lower.height)
            let radius = lower.radius + (upper.radius - lower.radius) * share
            shape.rings.insert(Ring(height: height, radius: radius), at: next)
        }
        return shape
    }

    static func rings(_ points: (Float, Float)...) -> [Ring] {
        points.map { Ring(height: $0.0, radius: $0.1) }
    }
}
