import Retail

/// Thinks up what happens: every kind of deviation once, then over again as long as there is time.
struct ScenarioWriter {
    private enum Story: CaseIterable { case depletion, misplaced, foreign, unverified, extra, shortage }

    private(set) var changes: [Scenario.Change] = []
    private(set) var passes: [Scenario.Pass] = []
    private(set) var disturbances: [Scenario.Disturbance] = []
    private let store: Store
    private var random: Random
    /// Positions in the order in which they will be used.
    private var free: [Position]

    /// Before the first change and after the last one all is as planned, so that a watcher can settle.
    private static let calmSeconds = 8.0

    init(_ store: Store) {
        self.store = store
        random = Random(store.definition.seed, 0x5CE7)
        free = store.planogram.bay.shelves.joinedPositions
        free.shuffle(using: &random)
    }

    mutating func write() {
        let definition = store.definition
        var stories: [Story] = []
        var time = ScenarioWriter.calmSeconds
        while true {
            if stories.isEmpty { stories = Story.allCases.shuffled(using: &random) }
            let story = stories.removeFirst()
            let length = definition.holdSeconds * (story == .depletion ? 2 : 1)
            guard time + length + ScenarioWriter.calmSeconds <= definition.durationSeconds else {
                // The story may be too long while a shorter one still fits.
                if story == .depletion, !stories.isEmpty { continue }
                break
            }
            tell(story, at: time)
            time += definition.changeEverySeconds
        }
        writePasses()
        if definition.disturbances { writeDisturbances() }
    }

    private mutating func tell(_ story: Story, at time: Double) {
        let hold = store.definition.holdSeconds
        switch story {
        case .depletion:
            guard let position = take({ $0.facings >= 2 }), let own = store.catalogue[position.gtin] else {
                return
            }
            var units: [CatalogueEntry?] = Array(repeating: own, count: position.facings)
            units[0] = nil
            add(position, at: time, units)
            // The rest goes unit by unit towards the end of the low state.
            for index in 1..<units.count {
                units[index] = nil
                add(position, at: time + hold * (0.6 + 0.4 * Double(index) / Double(units.count - 1)), units)
            }
            mend(position, at: time + hold * 2)
        case .shortage:
            guard let position = take({ $0.facings >= 2 }), let own = store.catalogue[position.gtin] else {
                return
            }
            var units: [CatalogueEntry?] = Array(repeating: own, count: position.facings)
            units[random.whole(0...units.count - 1)] = nil
            add(position, at: time, units)
            mend(position, at: time + hold)
        case .extra:
            let spare = store.spare
            guard let position = take({ spare.contains($0.id) }), let own = store.catalogue[position.gtin]
            else { return }
            add(position, at: time, Array(repeating: own, count: position.facings), extra: own)
            mend(position, at: time + hold)
        case .misplaced:
            let entries = store.planogram.bay.shelves.joinedPositions.compactMap { store.catalogue[$0.gtin] }
            replace(from: entries, at: time)
        case .foreign: replace(from: store.unplanned, at: time)
        case .unverified:
            guard let position = take({ _ in true }), let own = store.catalogue[position.gtin] else { return }
            replaceOne(of: position, with: unlisted(beside: own), at: time)
        }
    }

    /// Puts one of `entries` in a position whose own packages are about as large but of another brand.
    private mutating func replace(from entries: [CatalogueEntry], at time: Double) {
        let catalogue = store.catalogue
        for candidate in entries.shuffled(using: &random) {
            let brand = candidate.path.ancestor(at: .brand)
            let position = take { position in
                guard let own = catalogue[position.gtin] else { return false }
                return abs(own.size.widthMM - candidate.size.widthMM) < 0.2 * own.size.widthMM
                    && abs(own.size.heightMM - candidate.size.heightMM) < 0.4 * own.size.heightMM
                    && own.path.names[2] != brand.names[2]
            }
            guard let position else { continue }
            replaceOne(of: position, with: candidate, at: time)
            return
        }
    }

    private mutating func replaceOne(of position: Position, with entry: CatalogueEntry, at time: Double) {
        guard let own = store.catalogue[position.gtin] else { return }
        var units: [CatalogueEntry?] = Array(repeating: own, count: position.facings)
        units[random.whole(0...units.count - 1)] = entry
        add(position, at: time, units)
        mend(position, at: time + store.definition.holdSeconds)
    }

    /// A new variety of the same product that the catalogue does not know.
    private mutating func unlisted(beside entry: CatalogueEntry) -> CatalogueEntry {
        var names = entry.path.names
        let content = names[4].split(separator: " ").suffix(2).joined(separator: " ")
        names[4] = "\(random.pick(["Limited", "Winter", "Festival", "Reserve"])) \(content)"
        let item = store.definition.seed % 50_000 * 200_000 + 199_000 + UInt64(changes.count)
        return CatalogueEntry(
            gtin: GTIN(restrictedCirculationItem: item), path: SKUPath(names), form: entry.form,
            size: entry.size)
    }

    /// The next unused position that suits; each is used once.
    private mutating func take(_ suits: (Position) -> Bool) -> Position? {
        guard let index = free.firstIndex(where: suits) else { return nil }
        return free.remove(at: index)
    }

    private mutating func add(
        _ position: Position, at time: Double, _ columns: [CatalogueEntry?], extra: CatalogueEntry? = nil
    ) {
        changes.append(Scenario.Change(at: time, position: position.id, columns: columns, extra: extra))
    }

    private mutating func mend(_ position: Position, at time: Double) {
        add(position, at: time, Array(repeating: store.catalogue[position.gtin], count: position.facings))
    }

    /// A shopper about every half minute.
    private mutating func writePasses() {
        var time = ScenarioWriter.calmSeconds + Double(random.uniform(4...12))
        while time + 8 < store.definition.durationSeconds {
            let length = Double(random.uniform(3...5))
            passes.append(
                Scenario.Pass(
                    start: time, end: time + length, leftToRight: random.chance(0.5), seed: random.next()))
            time += length + Double(random.uniform(18...34))
        }
    }

    /// Lights down and a nudged camera in turn, each for some seconds and then as before.
    private mutating func writeDisturbances() {
        var time = ScenarioWriter.calmSeconds + Double(random.uniform(8...16))
        var kind = Scenario.Disturbance.Kind.lightsDown
        while time + 12 < store.definition.durationSeconds {
            let length = Double(random.uniform(5...9))
            disturbances.append(
                Scenario.Disturbance(kind: kind, start: time, end: time + length, seed: random.next()))
            kind = kind == .lightsDown ? .cameraNudged : .lightsDown
            time += length + Double(random.uniform(14...24))
        }
    }
}
