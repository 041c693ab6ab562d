import Foundation

/// Shoppers, arms, trolleys and posts, made of egg shapes and tubes.
enum OccluderModel {
    static func meshes(of occluder: Occluder) -> [Mesh] {
        var random = Random(occluder.seed, 0x0CC)
        let place = occluder.place
        switch occluder.kind {
        case .person: return person(at: place, &random)
        case .arm:
            let skin = skinTone(&random)
            let cloth = clothTexture(&random)
            let side: Float = random.chance(0.5) ? 1 : -1
            let elbow =
                place
                + Vector(
                    side * random.uniform(120...330), random.uniform(-260...(-80)), random.uniform(120...260))
            // Far enough for the arm to come in from outside the picture.
            let away = Vector(
                side * random.uniform(0.3...1.2), random.uniform(-0.7...0.5), random.uniform(0.3...0.8))
            let shoulder = elbow + away.normalized * 900
            return arm(from: shoulder, elbow: elbow, hand: place, skin: skin, cloth: cloth, &random)
        case .leftGrip: return grip(at: place, side: -1, &random)
        case .rightGrip: return grip(at: place, side: 1, &random)
        case .trolley:
            let metal = Texture(
                random.chance(0.6)
                    ? Colour(0.7, 0.72, 0.75) : Colour(hue: random.unit(), saturation: 0.8, value: 0.7))
            var meshes: [Mesh] = []
            let width: Float = random.uniform(420...620)
            let height: Float = random.uniform(300...420)
            for index in 0...9 {
                let x = place.x - width / 2 + width * Float(index) / 9
                meshes.append(
                    tube(
                        [x, place.y, place.z], [x, place.y + height, place.z + 30], 4, 4, metal, gloss: 0.6))
            }
            for index in 0...5 {
                let y = place.y + height * Float(index) / 5
                let radius: Float = index == 5 ? 13 : 4
                meshes.append(
                    tube(
                        [place.x - width / 2, y, place.z], [place.x + width / 2, y, place.z + 5], radius,
                        radius, metal, gloss: 0.6))
            }
            return meshes
        case .post:
            let width = random.uniform(20...110)
            var mesh = Mesh(texture: clothTexture(&random), gloss: 0.2)
            mesh.addQuad(
                origin: place - Vector(width / 2, 0, 0), right: [width, 0, 0],
                up: [0, random.uniform(120...2600), 0], steps: 3)
            return [mesh]
        }
    }

    private static func person(at place: Vector, _ random: inout Random) -> [Mesh] {
        let skin = skinTone(&random)
        let cloth = clothTexture(&random)
        let trousers = clothTexture(&random)
        let height = random.uniform(1500...1850)
        let girth = random.uniform(170...250)
        let hair = Texture(
            random.pick([
                Colour(0.08, 0.06, 0.05), Colour(0.3, 0.2, 0.1), Colour(0.6, 0.5, 0.3), Colour(0.6, 0.6, 0.6),
            ]))
        let foot = Vector(place.x, 0, place.z)
        var meshes = [
            tube(
                foot + [0, height * 0.46, 0], foot + [0, height * 0.82, 0], girth * 0.95, girth, cloth,
                gloss: 0),
            egg(foot + [0, height * 0.81, 0], [girth * 1.05, height * 0.05, girth * 0.6], cloth),
            tube(foot + [0, height * 0.8, 0], foot + [0, height * 0.88, 0], 55, 55, skin, gloss: 0.1),
            egg(foot + [0, height * 0.935, 0], [78, 110, 95], random.chance(0.6) ? hair : skin),
            egg(foot + [0, height * 0.965, -8], [82, 85, 100], hair),
            tube(
                foot + [-girth * 0.4, 0, 0], foot + [-girth * 0.4, height * 0.48, 0], 80, 105,
                trousers, gloss: 0),
            tube(
                foot + [girth * 0.4, 0, 0], foot + [girth * 0.4, height * 0.48, 0], 80, 105,
                trousers, gloss: 0),
        ]
        for side in [Float(-1), 1] {
            let shoulder = foot + [side * girth * 1.02, height * 0.8, 0]
            let isReaching = random.chance(0.4)
            let elbow = shoulder + [side * 60, isReaching ? -120 : -290, isReaching ? -150 : 10]
            let hand =
                elbow + [side * random.uniform(-120...60), isReaching ? 150 : -230, isReaching ? -180 : -40]
            meshes += arm(from: shoulder, elbow: elbow, hand: hand, skin: skin, cloth: cloth, &random)
        }
        return meshes
    }

    private static func arm(
        from shoulder: Vector, elbow: Vector, hand: Vector, skin: Texture, cloth: Texture,
        _ random: inout Random
    ) -> [Mesh] {
        let sleeve = random.chance(0.5) ? cloth : skin
        var meshes = [
            tube(shoulder, elbow, 58, 48, cloth, gloss: 0), egg(elbow, [49, 49, 49], sleeve),
            tube(elbow, elbow + (hand - elbow) * 0.85, 47, 33, sleeve, gloss: 0),
            egg(hand, [42, 50, 34], skin),
        ]
        let reach = (hand - elbow).normalized
        let across = reach.cross([0, 0, 1]).normalized
        for finger in 0..<4 {
            let root = hand + across * (Float(finger) - 1.5) * 17 + reach * 25
            meshes.append(tube(root, root + reach * random.uniform(45...70), 10, 8, skin, gloss: 0.1))
        }
        return meshes
    }

    /// An arm from below whose fingers lie on the front of what is held, from its edge at `place` inwards.
    private static func grip(at place: Vector, side: Float, _ random: inout Random) -> [Mesh] {
        let skin = skinTone(&random)
        let cloth = clothTexture(&random)
        let palm = place + Vector(side * 24, -10, -30)
        let elbow =
            palm
            + Vector(side * random.uniform(20...220), -random.uniform(150...300), random.uniform(20...150))
        let sleeve = random.chance(0.5) ? cloth : skin
        var meshes = [
            tube(elbow + (elbow - palm).normalized * 700, elbow, 55, 47, cloth, gloss: 0),
            tube(elbow, elbow + (palm - elbow) * 0.85, 46, 32, sleeve, gloss: 0),
            egg(palm, [30, 48, 42], skin),
        ]
        let bend = random.uniform(-0.35...0.35)
        for finger in 0..<4 {
            let root = place + Vector(side * 14, (Float(finger) - 1.5) * 19, 2)
            let inwards = Vector(-side, bend, random.uniform(0...0.1))
            meshes.append(tube(root, root + inwards * random.uniform(30...60), 11, 9, skin, gloss: 0.1))
        }
        return meshes
    }

    private static func skinTone(_ random: inout Random) -> Texture {
        Texture(
            Colour(
                hue: random.uniform(0.04...0.08), saturation: random.uniform(0.3...0.6),
                value: random.uniform(0.35...0.98)))
    }

    private static func clothTexture(_ random: inout Random) -> Texture {
        let colour = Colour(
            hue: random.unit(), saturation: random.uniform(0...0.8), value: random.uniform(0.08...0.95))
        var canvas = Canvas(width: 64, height: 64, colour)
        let panel = Panel(x: 0, y: 0, width: 1, height: 1)
        if random.chance(0.5) {
            let pattern = random.pick([Pattern.stripes, .checks, .dots, .diagonals])
            let other = Colour(hue: random.unit(), saturation: random.unit(), value: random.unit())
            canvas.fill(
                pattern.path(in: panel, scale: random.unit(), &random), other,
                opacity: random.uniform(0.2...0.9))
        }
        return Texture(canvas)
    }

    /// A round body between two points, open at its ends.
    private static func tube(
        _ start: Vector, _ end: Vector, _ first: Float, _ last: Float, _ texture: Texture, gloss: Float
    ) -> Mesh {
        let axis = (end - start).normalized
        let side = (abs(axis.y) > 0.9 ? axis.cross([1, 0, 0]) : axis.cross([0, 1, 0])).normalized
        let other = axis.cross(side)
        var mesh = Mesh(texture: texture, gloss: gloss)
        mesh.addGrid(columns: 12, rows: 3) { u, v in
            let angle = u * 2 * .pi
            let outwards = side * cos(angle) + other * sin(angle)
            let radius = last + (first - last) * v
            return Mesh.Vertex(
                position: end + (start - end) * v + outwards * radius, normal: outwards, uv: [u, v])
        }
        return mesh
    }

    private static func egg(_ center: Vector, _ radii: Vector, _ texture: Texture) -> Mesh {
        var mesh = Mesh(texture: texture)
        mesh.addGrid(columns: 14, rows: 8) { u, v in
            let angle = u * 2 * .pi
            let tilt = v * .pi
            let outwards = Vector(sin(tilt) * sin(angle), cos(tilt), sin(tilt) * cos(angle))
            return Mesh.Vertex(
                position: center + outwards * radii, normal: (outwards / radii).normalized, uv: [u, v])
        }
        return mesh
    }
}
