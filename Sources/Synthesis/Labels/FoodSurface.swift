import Foundation

/// What food looks like from near: many lit pieces, strands or a smooth mass, computed point by point.
struct FoodSurface: Sendable {
    enum Kind: Int, CaseIterable, Sendable { case pieces, grains, strands, sauce, crumb }

    let kind: Kind
    /// Colours of the pieces, most frequent first.
    let colours: [Colour]
    /// Pieces per unit of the canvas.
    let scale: Float
    let seed: UInt32
    /// Light falls from the middle of this disc on: what is farther away lies in the shade.
    let center: Point
    let radius: Float

    func colour(at point: Point) -> Colour {
        let place = point * scale
        let arm = (point - center) / radius
        let away = (arm * arm).sum()
        let dusk = max(0.45, 1.08 - 0.42 * away - 0.1 * arm.y)
        switch kind {
        case .pieces, .grains: return pieces(place) * dusk
        case .strands: return strands(place) * dusk
        case .sauce: return sauce(place) * dusk
        case .crumb: return crumb(place) * dusk
        }
    }

    /// Cells around scattered points, each a small dome with a lit and a dark side.
    private func pieces(_ place: Point) -> Colour {
        let cell = place.rounded(.down)
        var nearest: Float = 9
        var second: Float = 9
        var side = Point.zero
        var best: UInt32 = 0
        for row in -1...1 {
            for column in -1...1 {
                let corner = cell + Point(Float(column), Float(row))
                let hash = FoodSurface.hash(corner, seed)
                let middle = corner + Point(Float(hash & 255), Float(hash >> 8 & 255)) * (1 / 255)
                var arm = place - middle
                // Pieces are longer than wide, each its own way.
                let stretch = Float(hash >> 16 & 15) * 0.06
                arm =
                    hash & 1 == 0 ? Point(arm.x * (1 + stretch), arm.y) : Point(arm.x, arm.y * (1 + stretch))
                let distance = (arm * arm).sum()
                if distance < nearest {
                    second = nearest
                    nearest = distance
                    side = arm
                    best = hash
                } else if distance < second {
                    second = distance
                }
            }
        }
        let edge = min(1, (second.squareRoot() - nearest.squareRoot()) * 3.2)
        let lit = 0.5 - side.x * 0.45 - side.y * 0.75
        let shine = max(0, 1 - ((side + Point(0.18, 0.24)) * (side + Point(0.18, 0.24))).sum() * 22)
        let pick = Int(best >> 20 & 15)
        let base = colours[pick < 7 ? 0 : pick < 11 ? 1 % colours.count : pick % colours.count]
        let spread = 0.82 + Float(best >> 24 & 63) * 0.006
        let gloss: Float = kind == .grains ? 0.15 : 0.4
        return base * (spread * (0.3 + 0.7 * edge) * (0.55 + 0.75 * lit))
            + Colour(repeating: shine * gloss * edge)
    }

    /// Noodles: bands that wander and cross, with light on their backs.
    private func strands(_ place: Point) -> Colour {
        let bend = FoodSurface.noise(place * 0.3, seed) * 2.2
        let cross = FoodSurface.noise(place * 0.42 + 7, seed &+ 5) > 0.52
        let along = cross ? place.x * 0.8 + place.y * 0.6 : place.y - place.x * 0.35
        let wave = sin((along + bend) * 9)
        let tone = 0.8 + 0.2 * wave - 0.2 * max(0, -wave - 0.4)
        let accent = FoodSurface.noise(place * 0.8 + 3, seed &+ 9)
        let base = accent > 0.72 && colours.count > 1 ? colours[1] : colours[0]
        return base * tone + Colour(repeating: max(0, wave - 0.85) * 0.5)
    }

    /// A thick liquid with swirls and wet lights.
    private func sauce(_ place: Point) -> Colour {
        let first = FoodSurface.noise(place * 0.5, seed)
        let second = FoodSurface.noise(place * 1.1 + first * 2, seed &+ 3)
        let base = colours[0].mixed(with: colours[1 % colours.count], second * 0.6)
        return base * (0.82 + 0.3 * first) + Colour(repeating: max(0, second - 0.78) * 0.9)
    }

    /// Baked: speckled with pores and darker rims.
    private func crumb(_ place: Point) -> Colour {
        let coarse = FoodSurface.noise(place * 0.6, seed)
        let fine = FoodSurface.noise(place * 2.3, seed &+ 1)
        let base = colours[0].mixed(with: colours[1 % colours.count], fine > 0.7 ? 0.8 : coarse * 0.3)
        return base * (0.75 + 0.3 * coarse + 0.15 * fine)
    }

    private static func hash(_ cell: Point, _ seed: UInt32) -> UInt32 {
        let x = UInt32(bitPattern: Int32(cell.x))
        let y = UInt32(bitPattern: Int32(cell.y))
        var mixed = x &* 0x9E37_79B1 ^ y &* 0x85EB_CA77 ^ seed
        mixed = (mixed ^ mixed >> 15) &* 0x2C1B_3C6D
        mixed = (mixed ^ mixed >> 12) &* 0x297A_2D39
        return mixed ^ mixed >> 15
    }

    /// Smooth noise, 0...1.
    static func noise(_ place: Point, _ seed: UInt32) -> Float {
        let cell = place.rounded(.down)
        let share = place - cell
        let soft = share * share * (3 - 2 * share)
        func value(_ x: Float, _ y: Float) -> Float {
            Float(hash(cell + Point(x, y), seed) & 0xFFFF) * (1 / 65_535)
        }
        let upper = value(0, 0) + (value(1, 0) - value(0, 0)) * soft.x
        let lower = value(0, 1) + (value(1, 1) - value(0, 1)) * soft.x
        return upper + (lower - upper) * soft.y
    }
}
