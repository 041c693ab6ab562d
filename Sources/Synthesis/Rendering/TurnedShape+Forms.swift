import Foundation
import Retail

extension TurnedShape {
    /// Drinks in thin metal with drawn-in ends, tins with a seam, sprays with a dome and a cap.
    mutating func makeCan(
        _ entry: CatalogueEntry, _ design: LabelPainter.Design, _ random: inout Random
    ) {
        let isLiquid = design.content.hasSuffix("ml")
        let isSlender = entry.size.heightMM > entry.size.widthMM * 2.9
        labelGloss = isLiquid ? 0.75 : 0.4
        labelSharpness = 16
        material = .metal
        bodyColour = Colour(0.74, 0.75, 0.77)
        if isLiquid && isSlender {
            rings = TurnedShape.rings(
                (0, 0.97), (0.02, 1), (0.78, 1), (0.81, 0.97), (0.84, 0.82), (0.84, 0.8), (0.98, 0.76),
                (1, 0.66))
            labelBottom = 0.02
            labelTop = 0.78
            capBottom = 0.84
            capColour = random.pick([.white, design.variety.colour, Colour(0.1, 0.1, 0.12), design.ground])
        } else if isLiquid {
            rings = TurnedShape.rings(
                (0, 0.8), (0.035, 0.92), (0.06, 1), (0.87, 1), (0.95, 0.85), (0.97, 0.84), (0.985, 0.87),
                (1, 0.87))
            labelBottom = 0.035
            labelTop = 0.95
            capBottom = 0.95
            capColour = bodyColour
        } else {
            let lid: Float = random.pick([0.985, 1, 1])
            let hasSeam = random.chance(0.6)
            rings = TurnedShape.rings(
                (0, 0.99), (0.02, 0.98), (0.03, 0.965), (0.955, 0.965), (0.955, lid), (1, lid))
            labelBottom = 0.03
            labelTop = 0.955
            capBottom = 0.955
            capColour =
                hasSeam
                ? bodyColour : random.pick([.white, Colour(0.1, 0.1, 0.12), design.variety.colour])
        }
    }

    /// Glass that shows its contents, a label round its middle and a twist-off lid of metal.
    mutating func makeJar(
        _ entry: CatalogueEntry, _ design: LabelPainter.Design, _ random: inout Random
    ) {
        let isSlender = entry.size.heightMM > entry.size.widthMM * 1.7
        let lid: Float = isSlender ? random.uniform(0.1...0.2) : random.uniform(0.12...0.17)
        let neck = random.uniform(0.86...0.95)
        squareness = random.pick([2, 2, 2.2, 3.4])
        capBottom = 1 - lid
        let shoulder = capBottom - random.uniform(0.06...0.12)
        labelBottom = random.uniform(0.1...0.2)
        labelTop = min(shoulder - 0.02, labelBottom + random.uniform(0.34...0.56))
        rings = TurnedShape.rings(
            (0, 0.9), (0.03, 0.985), (labelBottom, 1), (labelTop, 1), (shoulder, 0.985),
            ((shoulder + capBottom) / 2, (0.985 + neck * 0.94) / 2), (capBottom, neck * 0.92),
            (capBottom, neck), (0.985, neck), (1, neck * 0.97))
        material = .goods
        bodyColour = design.product.colours[0]
        capColour = random.pick([
            Colour(0.8, 0.66, 0.32), .white, Colour(0.75, 0.08, 0.1), Colour(0.1, 0.1, 0.11), design.ground,
            Colour(0.78, 0.79, 0.8),
        ])
        labelGloss = 0.15
    }

    /// A cup that widens towards its rim, under foil or a lid that reaches over.
    mutating func makeTub(
        _ entry: CatalogueEntry, _ design: LabelPainter.Design, _ random: inout Random
    ) {
        let isRound = entry.size.widthMM == entry.size.depthMM
        squareness = isRound ? 2 : 5
        let foot = random.uniform(0.74...0.9)
        let hasLid = random.chance(0.6)
        capBottom = hasLid ? 0.87 : 0.96
        labelBottom = 0.03
        labelTop = capBottom - 0.03
        rings = TurnedShape.rings(
            (0, foot * 0.94), (labelBottom, foot), (labelTop, 0.94), (capBottom, 0.95), (capBottom, 1),
            (hasLid ? 0.98 : 0.99, 1), (1, hasLid ? 0.95 : 0.99))
        bodyColour = random.pick([.white, .white, design.ground, Colour(0.93, 0.92, 0.88)])
        capColour =
            hasLid
            ? random.pick([.white, design.ground, design.variety.colour, Colour(0.85, 0.87, 0.88)])
            : Colour(0.82, 0.83, 0.85)
        labelGloss = 0.3
    }

    mutating func makeBottle(
        _ entry: CatalogueEntry, _ design: LabelPainter.Design, _ random: inout Random
    ) {
        let isFlat = entry.size.widthMM > entry.size.depthMM * 1.25
        hasTrigger = isFlat && entry.size.heightMM > entry.size.widthMM * 2.4
        capColour = random.pick([
            .white, Colour(0.85, 0.1, 0.1), Colour(0.1, 0.1, 0.12), design.variety.colour,
            Colour(0.95, 0.75, 0.1),
        ])
        let isClear = !isFlat && random.chance(0.65)
        let liquid = random.pick([
            design.variety.colour.mixed(with: .white, 0.25), design.variety.colour, Colour(0.17, 0.08, 0.05),
            Colour(0.75, 0.82, 0.85), Colour(0.8, 0.62, 0.2), Colour(0.28, 0.15, 0.08),
        ])
        material = isClear ? .liquid(level: random.uniform(0.74...0.9)) : .plastic
        bodyColour =
            isClear
            ? liquid : random.pick([.white, design.variety.colour, design.ground, Colour(0.12, 0.25, 0.12)])
        squareness = random.pick(isFlat ? [2.4, 3, 4] : [2, 2, 2, 2, 4.5])
        hasRibs = isClear && random.chance(0.4)
        let neck = isFlat ? random.uniform(0.3...0.6) : random.uniform(0.3...0.46)
        let shoulder = random.uniform(0.6...0.76)
        capBottom = hasTrigger ? 0.84 : 1 - random.uniform(0.06...0.13)
        let waist = random.chance(0.4) ? random.uniform(0.86...0.95) : 1
        let isFull = random.chance(isFlat ? 0.6 : 0.3)
        labelBottom = isFull ? 0.05 : random.uniform(0.12...0.3)
        labelTop = isFull ? shoulder : min(shoulder, labelBottom + random.uniform(0.25...0.45))
        rings = TurnedShape.rings(
            (0, 0.86), (0.03, 1), (labelBottom, 1), ((labelBottom + labelTop) / 2, waist), (labelTop, 1))
        if labelTop < shoulder { rings.append(Ring(height: shoulder, radius: 1)) }
        // Soft shoulders fall off slowly, square ones at once.
        let squareShoulder = random.uniform(0.6...2.2)
        for step in 1...4 {
            let share = Float(step) / 4
            let curve = pow((1 + cos(share * .pi)) / 2, squareShoulder)
            rings.append(
                Ring(
                    height: shoulder + (capBottom - 0.02 - shoulder) * share,
                    radius: neck + (1 - neck) * curve))
        }
        let cap = isFlat ? min(0.75, neck * 1.2) : neck * 1.12
        rings += TurnedShape.rings((capBottom, neck), (capBottom, cap), (hasTrigger ? 0.9 : 1, cap))
    }
}
