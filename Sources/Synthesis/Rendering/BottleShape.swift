import Foundation
import Retail

/// The outline of a can or a bottle: how wide it is at each height, and where its label and cap are.
///
/// Heights are shares of the whole height, radii shares of the largest radius.
struct BottleShape {
    struct Ring {
        let height: Float
        let radius: Float
    }

    enum Part { case base, label, shoulder, cap }

    let rings: [Ring]
    let labelBottom: Float
    let labelTop: Float
    let capBottom: Float
    let capColour: Colour
    let bodyColour: Colour
    let isMetal: Bool
    /// A can's lid: printed colour or metal.
    let lidColour: Colour

    init(_ entry: CatalogueEntry) {
        var brandRandom = Random(
            stableHash(Array(entry.path.names.prefix(3)) + [entry.form.rawValue]), 0x5A9E)
        let variety = LabelPainter.Design(entry).varietyColour
        if entry.form == .can {
            isMetal = entry.path.names[0] == "Drinks"
            let bottom: Float = isMetal ? 0.93 : 0.985
            let waist: Float = isMetal ? 0.84 : brandRandom.pick([0.985, 1, 1.06])
            lidColour =
                isMetal
                ? Colour(0.78, 0.79, 0.81)
                : brandRandom.pick([Colour(0.75, 0.76, 0.78), .white, Colour(0.1, 0.1, 0.12), variety])
            rings = [
                Ring(height: 0, radius: isMetal ? 0.82 : 0.97), Ring(height: 0.035, radius: bottom),
                Ring(height: 0.06, radius: 1), Ring(height: isMetal ? 0.88 : 0.94, radius: 1),
                Ring(height: 0.955, radius: waist), Ring(height: 1, radius: waist),
            ]
            labelBottom = 0.035
            labelTop = 0.955
            capBottom = 0.955
            capColour = lidColour
            bodyColour = lidColour
            return
        }
        isMetal = false
        lidColour = .white
        capColour = brandRandom.pick([
            .white, Colour(0.85, 0.1, 0.1), Colour(0.1, 0.1, 0.12), variety, Colour(0.95, 0.75, 0.1),
        ])
        let isClear = brandRandom.chance(0.6)
        let liquid = brandRandom.pick([
            variety.mixed(with: .white, 0.25), variety, Colour(0.17, 0.08, 0.05), Colour(0.75, 0.82, 0.85),
        ])
        bodyColour =
            isClear
            ? liquid
            : brandRandom.pick([.white, variety, LabelPainter.Design(entry).ground, Colour(0.12, 0.25, 0.12)])
        let neck = brandRandom.uniform(0.3...0.46)
        let shoulder = brandRandom.uniform(0.6...0.76)
        let capHeight = brandRandom.uniform(0.06...0.12)
        let waist = brandRandom.chance(0.4) ? brandRandom.uniform(0.86...0.95) : 1
        capBottom = 1 - capHeight
        let isFull = brandRandom.chance(0.35)
        labelBottom = isFull ? 0.05 : brandRandom.uniform(0.12...0.3)
        labelTop = isFull ? shoulder : min(shoulder, labelBottom + brandRandom.uniform(0.25...0.45))
        let middle = (labelBottom + labelTop) / 2
        var rings = [
            Ring(height: 0, radius: 0.86), Ring(height: 0.03, radius: 1),
            Ring(height: labelBottom, radius: 1),
            Ring(height: middle, radius: waist), Ring(height: labelTop, radius: 1),
        ]
        if labelTop < shoulder { rings.append(Ring(height: shoulder, radius: 1)) }
        for step in 1...4 {
            let share = Float(step) / 4
            let curve = (1 + cos(share * .pi)) / 2
            rings.append(
                Ring(
                    height: shoulder + (capBottom - 0.02 - shoulder) * share,
                    radius: neck + (1 - neck) * curve))
        }
        rings.append(Ring(height: capBottom, radius: neck))
        rings.append(Ring(height: capBottom, radius: neck * 1.12))
        rings.append(Ring(height: 1, radius: neck * 1.12))
        self.rings = rings
    }

    func part(from lower: Float, to upper: Float) -> Part {
        if lower >= capBottom - 0.001 { return .cap }
        if lower >= labelBottom - 0.001 && upper <= labelTop + 0.001 { return .label }
        return lower < labelBottom ? .base : .shoulder
    }
}
