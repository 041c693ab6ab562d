internal import Judging
internal import Retail

/// A judgement as a table.
struct JudgeReport {
    private let score: JudgeScore
    private let bays: [JudgedBay]

    init(_ score: JudgeScore, _ bays: [JudgedBay]) {
        self.score = score
        self.bays = bays
    }

    var rows: [JudgeScore.Row] { score.rows }

    func show() {
        print("kind                  true  false  missed  precision  recall  delay (median, longest; frames)")
        for row in score.rows {
            let counts =
                "\(row.isTrue)".leftPadded(to: 6) + "\(row.isFalse)".leftPadded(to: 7)
                + "\(row.missed)".leftPadded(to: 8)
            let shares =
                (row.precision?.threeDecimals ?? "-").leftPadded(to: 11)
                + (row.recall?.threeDecimals ?? "-").leftPadded(to: 8)
            let delay = [row.medianDelayFrames, row.longestDelayFrames].map { $0.map { "\($0)" } ?? "-" }
            print(row.kind.rightPadded(to: 20) + counts + shares + "  " + delay.joined(separator: ", "))
        }
        let hours = bays.reduce(0) { $0 + $1.seconds } / 3600
        print(
            "\(bays.count) bays, \(hours.oneDecimal) hours; false alerts a zone and day: \(score.falseAlertsPerDay.oneDecimal)"
        )
        for mistake in score.mistakes.prefix(100) {
            let place = mistake.position.isEmpty ? "the bay" : mistake.position
            let truth = mistake.truth.map(\.rawValue) ?? "in order"
            print(
                "bay \(mistake.seed), \(place), frame \(mistake.frame): "
                    + (mistake.isMissed
                        ? "\(mistake.kind.rawValue) missed" : "\(mistake.kind.rawValue) told, was \(truth)"))
        }
    }
}
