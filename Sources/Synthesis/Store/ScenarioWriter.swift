import Retail

/// Thinks up what happens: every kind of deviation once, then over again as long as there is time.
struct ScenarioWriter {
    private enum Story: CaseIterable {
        case depletion, misplaced, foreign, lookAlike, unverified, extra, shortage, frontGap, swap, turn, tag
    }

    private(set) var changes: [Scenario.Change] = []
    private(set) var passes: [Scenario.Pass] = []
    private(set) var disturbances: [Scenario.Disturbance] = []
    private(set) var restocking: [ClosedRange<Double>] = []
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

    private var definition: StoreDefinition { store.definition }

    mutating func write() {
        if definition.restocking { writeRestocking() }
        var stories: [Story] = []
        var time = ScenarioWriter.calmSeconds
        while !free.isEmpty {
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
        let hold = definition.holdSeconds
        let catalogue = store.catalogue
        switch story {
        case .depletion:
            guard let position = take({ $0.facings >= 2 }) else { return }
            var stock = planned(position)
            stock.units[0] = nil
            add(position, at: time, stock)
            // The rest goes unit by unit towards the end of the low state.
            for index in 1..<stock.units.count {
                stock.units[index] = nil
                let share = 0.6 + 0.4 * Double(index) / Double(stock.units.count - 1)
                add(position, at: time + hold * share, stock)
            }
            mend(position, at: time + hold * 2)
        case .shortage:
            change(take { $0.facings >= 2 }, at: time) { $0.units[$1.whole(0...$0.units.count - 1)] = nil }
        case .extra:
            let spare = store.spare
            change(take { spare.contains($0.id) }, at: time) { stock, _ in stock.extra = stock.units[0] }
        case .misplaced:
            replace(
                from: store.planogram.bay.shelves.joinedPositions.compactMap { catalogue[$0.gtin] }, at: time)
        case .foreign: replace(from: store.unplanned, at: time)
        case .lookAlike: replaceByLookAlike(at: time)
        case .unverified:
            guard let position = take({ _ in true }), let own = catalogue[position.gtin] else { return }
            replaceOne(of: position, with: unlisted(beside: own), at: time)
        case .frontGap:
            // Deep enough that the one behind is clearly further back, and so flat that two stand behind each other.
            let position = take { position in
                catalogue[position.gtin].map { (65..<150).contains($0.size.depthMM) } ?? false
            }
            change(position, at: time) { $0.frontGaps = [$1.whole(0...$0.units.count - 1)] }
        case .swap: swap(at: time)
        case .turn:
            let position = take { catalogue[$0.gtin].flatMap(Self.visiblyTurned) != nil }
            change(position, at: time) { stock, random in
                let index = random.whole(0...stock.units.count - 1)
                stock.postures[index] = stock.units[index].flatMap(Self.visiblyTurned)
            }
        case .tag: change(take { _ in true }, at: time) { stock, _ in stock.isTagMissing = true }
        }
    }

    private func planned(_ position: Position) -> StockState.Stock {
        StockState.Stock(store.catalogue[position.gtin], facings: position.facings)
    }

    /// For a while something is otherwise at `position` than planned.
    private mutating func change(
        _ position: Position?, at time: Double, _ change: (inout StockState.Stock, inout Random) -> Void
    ) {
        guard let position else { return }
        var stock = planned(position)
        change(&stock, &random)
        add(position, at: time, stock)
        mend(position, at: time + definition.holdSeconds)
    }

    /// Puts one of `entries` in a position whose own packages are about as large but of another brand.
    private mutating func replace(from entries: [CatalogueEntry], at time: Double) {
        let catalogue = store.catalogue
        for candidate in entries.shuffled(using: &random) {
            let brand = candidate.path.ancestor(at: .brand)
            let position = take { position in
                guard let own = catalogue[position.gtin] else { return false }
                return Self.fits(candidate, insteadOf: own) && own.path.names[2] != brand.names[2]
            }
            guard let position else { continue }
            replaceOne(of: position, with: candidate, at: time)
            return
        }
    }

    /// Puts another size or flavour of the brand in a position.
    private mutating func replaceByLookAlike(at time: Double) {
        let catalogue = store.catalogue
        func alike(_ position: Position) -> CatalogueEntry? {
            guard let own = catalogue[position.gtin] else { return nil }
            let brand = own.path.ancestor(at: .brand)
            return catalogue.entries.first {
                $0.gtin != own.gtin && $0.form == own.form && brand.contains($0.path)
                    && Self.fits($0, insteadOf: own)
            }
        }
        guard let position = take({ alike($0) != nil }), let other = alike(position) else { return }
        replaceOne(of: position, with: other, at: time)
    }

    /// Whether a unit can stand in the space of another.
    private static func fits(_ other: CatalogueEntry, insteadOf own: CatalogueEntry) -> Bool {
        abs(own.size.widthMM - other.size.widthMM) < 0.2 * own.size.widthMM
            && abs(own.size.heightMM - other.size.heightMM) < 0.4 * own.size.heightMM
    }

    private mutating func replaceOne(of position: Position, with entry: CatalogueEntry, at time: Double) {
        change(position, at: time) { $0.units[$1.whole(0...$0.units.count - 1)] = entry }
    }

    /// Two neighbours on a shelf change places.
    private mutating func swap(at time: Double) {
        let neighbours = store.planogram.bay.shelves.flatMap {
            Array(zip($0.positions, $0.positions.dropFirst()))
        }
        let unused = Set(free.map(\.id))
        let spare = store.spare
        guard
            let (left, right) = neighbours.shuffled(using: &random).first(where: {
                unused.contains($0.id) && unused.contains($1.id) && !spare.contains($0.id)
            })
        else { return }
        free.removeAll { $0.id == left.id || $0.id == right.id }
        change(left, at: time) { stock, _ in stock.swappedWith = right.id }
    }

    /// A way to stand wrongly that shows clearly in the outline of a stiff package and needs no more room.
    private static func visiblyTurned(_ entry: CatalogueEntry) -> Posture? {
        guard !entry.form.isRound, !entry.form.leans, entry.form != .tube else { return nil }
        let upright = Posture.upright.extent(of: entry.size)
        return [Posture.turnedLeft, .onBack, .onLeftSide].first { posture in
            let extent = posture.extent(of: entry.size)
            let factors = [extent.x / upright.x, extent.y / upright.y]
            let differs = factors.contains { max($0, 1 / $0) > 1.45 }
            return differs && extent.x < upright.x + 3 && extent.y < upright.y + 20
        }
    }

    /// A new variety of the same product that the catalogue does not know.
    private mutating func unlisted(beside entry: CatalogueEntry) -> CatalogueEntry {
        var names = entry.path.names
        let content = names[4].split(separator: " ").suffix(2).joined(separator: " ")
        names[4] = "\(random.pick(["Limited", "Winter", "Festival", "Reserve"])) \(content)"
        let item = definition.seed % 50_000 * 200_000 + 199_000 + UInt64(changes.count)
        return CatalogueEntry(
            gtin: GTIN(restrictedCirculationItem: item), path: SKUPath(names), form: entry.form,
            size: entry.size)
    }

    /// The next unused position that suits; each is used once.
    private mutating func take(_ suits: (Position) -> Bool) -> Position? {
        guard let index = free.firstIndex(where: suits) else { return nil }
        return free.remove(at: index)
    }

    private mutating func add(_ position: Position, at time: Double, _ stock: StockState.Stock) {
        changes.append(Scenario.Change(at: time, position: position.id, stock: stock))
    }

    private mutating func mend(_ position: Position, at time: Double) {
        add(position, at: time, planned(position))
    }

    /// In the middle of the scenario one shelf is cleared, position by position, and filled again.
    private mutating func writeRestocking() {
        let start = definition.durationSeconds / 2
        let length = definition.holdSeconds * 2
        let shelf = random.pick(store.planogram.bay.shelves)
        restocking = [start...start + length]
        for (index, position) in shelf.positions.enumerated() {
            free.removeAll { $0.id == position.id }
            var stock = planned(position)
            stock.units = stock.units.map { _ in nil }
            let share = Double(index) / Double(shelf.positions.count)
            add(position, at: start + length * 0.4 * share, stock)
            mend(position, at: start + length * (0.5 + 0.4 * share))
        }
    }

    /// A shopper about every half minute; one in three stops before the shelf.
    private mutating func writePasses() {
        var time = ScenarioWriter.calmSeconds + Double(random.uniform(4...12))
        while time + 8 < definition.durationSeconds {
            let stops = random.chance(0.33)
            let share = Double(random.uniform(0.2...0.8))
            let stop = Scenario.Pass.Stop(share: share, seconds: definition.holdSeconds * 0.4)
            let length = Double(random.uniform(3...5)) + (stops ? stop.seconds : 0)
            passes.append(
                Scenario.Pass(
                    start: time, end: time + length, leftToRight: random.chance(0.5),
                    stop: stops ? stop : nil,
                    seed: random.next()))
            time += length + Double(random.uniform(18...34))
        }
    }

    /// Lights down, a nudged camera, lights off and a covered camera in turn, each for a while and then as before.
    private mutating func writeDisturbances() {
        let kinds: [Scenario.Disturbance.Kind] = [.lightsDown, .cameraNudged, .lightsOff, .covered]
        let shortest = max(7, definition.holdSeconds * 0.5)
        var time = ScenarioWriter.calmSeconds + Double(random.uniform(8...16))
        var number = 0
        while time + shortest * 1.5 < definition.durationSeconds {
            let length = shortest * Double(random.uniform(0.7...1.3))
            let kind = kinds[number % kinds.count]
            disturbances.append(
                Scenario.Disturbance(kind: kind, start: time, end: time + length, seed: random.next()))
            number += 1
            time += length + shortest * Double(random.uniform(2...3.5))
        }
    }
}
