import Retail

/// What stands on the boards of a scene.
struct Content {
    var units: [Scene.Unit] = []
    var tags: [Scene.Tag] = []
    var gaps: [Scene.Gap] = []
    var props: [Prop] = []
    var boards: [ScenePlan.Board] = []

    /// Notes what was planned for a board, and puts up tags at the left ends of the runs of equal units, here and there one missing.
    mutating func add(
        _ shelf: ShelfFill, shelving: Shelving, style: Int, tagged share: Float, _ random: inout Random
    ) {
        let height = Double(shelving.railBelowMM) * Double(random.uniform(0.7...1.05))
        let width = height * Double(random.uniform(1.2...1.9))
        let drop = Double(random.uniform(-0.1...0.2)) * height
        let place = random.unit()
        var previousEnd = -1e9
        var tagged: [Bool] = []
        for run in shelf.runs {
            let free = max(0, run.endMM - run.startMM - Float(width))
            let x = Double(run.startMM + free * (random.chance(0.2) ? random.unit() : place * 0.6))
            tagged.append(random.chance(share) && x > previousEnd)
            guard tagged[tagged.count - 1] else { continue }
            previousEnd = x + width
            let y =
                Double(shelf.surfaceMM - shelving.railBelowMM) + (Double(shelving.railBelowMM) - height) / 2
                - drop
            tags.append(
                Scene.Tag(
                    rect: ShelfRect(xMM: x, yMM: y, widthMM: width, heightMM: height),
                    zMM: shelving.railProudMM + 1.5,
                    print: random.next(), style: random.chance(0.85) ? style : random.whole(0...8)))
        }
        boards.append(
            ScenePlan.Board(
                surfaceMM: shelf.surfaceMM, ceilingMM: shelf.ceilingMM, runs: shelf.runs, tagged: tagged))
    }
}
