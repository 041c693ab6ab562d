package import Retail

/// What happens in a rendered store, decided beforehand: changes of the stock and shoppers who pass.
package struct Scenario: Sendable {
    /// From `at` on, one position holds these units.
    struct Change: Sendable {
        let at: Double
        let position: String
        let stock: StockState.Stock
    }

    /// Something that is not about the goods: for a while the lights are down or the camera looks elsewhere.
    struct Disturbance: Sendable {
        enum Kind: String, Sendable, Codable {
            case lightsDown = "lights_down"
            case cameraNudged = "camera_nudged"
            case lightsOff = "lights_off"
            case covered

            /// Whether nobody can judge a shelf so: the appliance should say that, and nothing else.
            var spoilsView: Bool { self != .lightsDown }
        }

        let kind: Kind
        let start: Double
        let end: Double
        let seed: UInt64
    }

    let changes: [Change]
    let passes: [Pass]
    let disturbances: [Disturbance]
    /// When staff fills shelves, in seconds of the scenario's clock.
    package let restocking: [ClosedRange<Double>]
    private let planned: StockState
    private let store: Store

    package init(_ store: Store) {
        self.store = store
        planned = StockState(asPlanned: store)
        var writer = ScenarioWriter(store)
        writer.write()
        changes = writer.changes.sorted { $0.at < $1.at }
        passes = writer.passes
        disturbances = writer.disturbances
        restocking = writer.restocking
    }

    /// The stock at `seconds` of the scenario's clock.
    package func stock(at seconds: Double) -> StockState {
        var state = planned
        for change in changes where change.at <= seconds { state.put(change.stock, at: change.position) }
        return state
    }

    /// How many changes have happened by `seconds`; the stock is the same as long as this number is.
    func changeCount(at seconds: Double) -> Int { changes.prefix { $0.at <= seconds }.count }

    /// What is the case at one moment.
    package struct Moment: Encodable, Sendable {
        /// Of the scenario's clock.
        package let seconds: Double
        /// Kinds of deviations by position.
        package let deviations: [String: DeviationKind]
        package let isShopperPresent: Bool
        package let areLightsDown: Bool
        package let isCameraNudged: Bool

        enum CodingKeys: String, CodingKey {
            case seconds, deviations
            case isShopperPresent = "shopper_present"
            case areLightsDown = "lights_down"
            case isCameraNudged = "camera_nudged"
        }
    }

    /// Everything that is true at `seconds` of the scenario's clock.
    package func moment(at seconds: Double) -> Moment {
        let state = stock(at: seconds)
        var deviations: [String: DeviationKind] = [:]
        for position in store.planogram.bay.shelves.joinedPositions {
            deviations[position.id] = state.deviation(at: position, in: store)?.kind
        }
        let disturbed = disturbances(at: seconds).map(\.kind)
        return Moment(
            seconds: seconds, deviations: deviations,
            isShopperPresent: passes.contains { ($0.start...$0.end).contains(seconds) },
            areLightsDown: disturbed.contains(.lightsDown) || disturbed.contains(.lightsOff),
            isCameraNudged: disturbed.contains(.cameraNudged))
    }

    /// Whether the view is spoilt at `seconds`, so that no shelf can be judged.
    package func isViewSpoilt(at seconds: Double) -> Bool {
        disturbances(at: seconds).contains(where: \.kind.spoilsView)
    }

    /// What disturbs the view at `seconds`.
    func disturbances(at seconds: Double) -> [Disturbance] {
        disturbances.filter { ($0.start..<$0.end).contains(seconds) }
    }

    /// What is really wrong, and when.
    package var truth: ScenarioTruth {
        var intervals: [ScenarioTruth.Interval] = []
        var open: [String: ScenarioTruth.Interval] = [:]
        var state = planned
        for change in changes {
            state.put(change.stock, at: change.position)
            guard let position = store.position(change.position)?.position else { continue }
            let now = state.deviation(at: position, in: store)
            if let before = open[position.id] {
                if before.kind == now?.kind && before.gtinSeen == now?.seen { continue }
                open[position.id] = nil
                intervals.append(before.closed(at: change.at))
            }
            if let now {
                open[position.id] = ScenarioTruth.Interval(
                    kind: now.kind, position: position.id, openedAt: change.at, closedAt: nil,
                    gtinSeen: now.seen, alsoAt: state.positions[position.id]?.swappedWith)
            }
        }
        intervals += open.values
        intervals += disturbances.filter(\.kind.spoilsView).map { disturbance in
            ScenarioTruth.Interval(
                kind: .viewChanged, position: "", openedAt: disturbance.start, closedAt: disturbance.end,
                gtinSeen: nil)
        }
        return ScenarioTruth(
            intervals: intervals.sorted { ($0.openedAt, $0.position) < ($1.openedAt, $1.position) })
    }
}
