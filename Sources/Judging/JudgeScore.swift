package import Retail

/// How often what was told of some bays is true, how much was missed, and how late it was told.
package struct JudgeScore: Sendable {
    /// The figures of one kind of deviation.
    package struct Row: Hashable, Sendable, Encodable {
        /// The kind's name in messages; `all` for all of them.
        package let kind: String
        /// Events that tell something true, each fact once.
        package internal(set) var isTrue = 0
        /// Events that tell something that is not so, or for a second time.
        package internal(set) var isFalse = 0
        /// Facts that were in view for long enough and not told.
        package internal(set) var missed = 0
        /// Frames from the last look that the settings ask for to the event, the middle of all; `nil` without events.
        package internal(set) var medianDelayFrames: Int?
        package internal(set) var longestDelayFrames: Int?

        package var precision: Double? {
            isTrue + isFalse > 0 ? Double(isTrue) / Double(isTrue + isFalse) : nil
        }
        package var recall: Double? { isTrue + missed > 0 ? Double(isTrue) / Double(isTrue + missed) : nil }

        enum CodingKeys: String, CodingKey {
            case kind, missed, precision, recall
            case isTrue = "true"
            case isFalse = "false"
            case medianDelayFrames = "median_delay_frames"
            case longestDelayFrames = "longest_delay_frames"
        }

        package func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(kind, forKey: .kind)
            try values.encode(isTrue, forKey: .isTrue)
            try values.encode(isFalse, forKey: .isFalse)
            try values.encode(missed, forKey: .missed)
            try values.encodeIfPresent(precision, forKey: .precision)
            try values.encodeIfPresent(recall, forKey: .recall)
            try values.encodeIfPresent(medianDelayFrames, forKey: .medianDelayFrames)
            try values.encodeIfPresent(longestDelayFrames, forKey: .longestDelayFrames)
        }
    }

    /// Something that was told and is not so, or is so and was not told.
    package struct Mistake: Hashable, Sendable {
        package let seed: UInt64
        package let kind: DeviationKind
        package let position: String
        /// When it was told, or could have been for the last time.
        package let frame: Int
        package let isMissed: Bool
        /// What was really there when something false was told; `nil`: nothing.
        package let truth: DeviationKind?
    }

    /// Looks beyond those asked for after which a fact counts as missed.
    package static let patience = 2

    /// One for each kind that was told or should have been, then one for all.
    package let rows: [Row]
    package let mistakes: [Mistake]
    /// False alerts about the shelf, by zone and day.
    package let falseAlertsPerDay: Double

    package init(_ bays: [JudgedBay]) {
        var rows: [DeviationKind: Row] = [:]
        var delays: [DeviationKind: [Int]] = [:]
        var mistakes: [Mistake] = []
        for bay in bays {
            var toldOf = Set<Int>()
            for told in bay.told.sorted(by: { $0.frame < $1.frame }) {
                let fits = bay.facts.indices.filter { Self.agrees(told, bay.facts[$0]) }
                if let fact = fits.first(where: { !toldOf.contains($0) && !bay.facts[$0].isQuiet }) {
                    toldOf.insert(fact)
                    rows[told.kind, default: Row(kind: told.kind.rawValue)].isTrue += 1
                    let seen = bay.facts[fact].framesInView.count { $0 <= told.frame }
                    delays[told.kind, default: []].append(max(0, seen - bay.facts[fact].looksAsked))
                } else {
                    rows[told.kind, default: Row(kind: told.kind.rawValue)].isFalse += 1
                    let truth = bay.facts.first {
                        $0.positions.contains(told.position)
                            && ($0.firstFrame...$0.lastFrame + 1).contains(told.frame)
                    }
                    mistakes.append(
                        Mistake(
                            seed: bay.seed, kind: told.kind, position: told.position, frame: told.frame,
                            isMissed: false, truth: truth?.kind))
                }
            }
            for (index, fact) in bay.facts.enumerated() where !toldOf.contains(index) {
                guard !fact.isQuiet, fact.framesInView.count >= fact.looksAsked + Self.patience else {
                    continue
                }
                rows[fact.kind, default: Row(kind: fact.kind.rawValue)].missed += 1
                mistakes.append(
                    Mistake(
                        seed: bay.seed, kind: fact.kind, position: fact.positions[0],
                        frame: fact.framesInView.last ?? fact.lastFrame, isMissed: true, truth: fact.kind))
            }
        }
        for (kind, late) in delays {
            rows[kind]?.medianDelayFrames = Self.median(late)
            rows[kind]?.longestDelayFrames = late.max()
        }
        let listed = DeviationKind.allCases.compactMap { rows[$0] }
        var all = Row(kind: "all")
        all.isTrue = listed.reduce(0) { $0 + $1.isTrue }
        all.isFalse = listed.reduce(0) { $0 + $1.isFalse }
        all.missed = listed.reduce(0) { $0 + $1.missed }
        all.medianDelayFrames = Self.median(delays.values.flatMap(\.self))
        all.longestDelayFrames = delays.values.joined().max()
        self.rows = listed + [all]
        self.mistakes = mistakes
        let days = bays.reduce(0) { $0 + $1.seconds } / 86_400
        let alerts = mistakes.count { !$0.isMissed && $0.kind != .viewChanged }
        falseAlertsPerDay = days > 0 ? Double(alerts) / days : 0
    }

    private static func agrees(_ told: JudgedBay.Told, _ fact: JudgedBay.Fact) -> Bool {
        // The look that tells it may be the one right after the fault was mended.
        told.kind == fact.kind && fact.positions.contains(told.position)
            && (fact.firstFrame...fact.lastFrame + 1).contains(told.frame)
    }

    private static func median(_ numbers: [Int]) -> Int? {
        numbers.isEmpty ? nil : numbers.sorted()[numbers.count / 2]
    }
}
