import Judging
import Retail
import TestSupport
import Testing

struct JudgeScoreTests {
    private func fact(
        _ kind: DeviationKind, at positions: [String], frames: ClosedRange<Int>, isQuiet: Bool = false
    ) -> JudgedBay.Fact {
        JudgedBay.Fact(
            kind: kind, positions: positions, firstFrame: frames.lowerBound, lastFrame: frames.upperBound,
            framesInView: Array(frames), isQuiet: isQuiet, looksAsked: 5)
    }

    private func score(_ told: [JudgedBay.Told], _ facts: [JudgedBay.Fact], days: Double = 1) -> JudgeScore {
        JudgeScore([JudgedBay(seed: 1, seconds: days * 86_400, secondsPerFrame: 5, told: told, facts: facts)])
    }

    private func row(_ kind: String, _ score: JudgeScore) throws -> JudgeScore.Row {
        try #require(score.rows.first { $0.kind == kind })
    }

    @Test func `an event for each fact in time is perfect`() throws {
        let score = score(
            [
                JudgedBay.Told(kind: .outOfStock, position: "p1", frame: 14),
                JudgedBay.Told(kind: .wrongOrder, position: "p3", frame: 26),
            ],
            [
                fact(.outOfStock, at: ["p1"], frames: 10...40),
                fact(.wrongOrder, at: ["p2", "p3"], frames: 20...40),
            ])
        let all = try row("all", score)
        #expect(all.isTrue == 2 && all.isFalse == 0 && all.missed == 0)
        #expect(all.precision == 1 && all.recall == 1)
        // Frames 10 to 14 are the five looks asked for; 20 to 26 are two more.
        #expect(try row("out_of_stock", score).medianDelayFrames == 0)
        #expect(try row("wrong_order", score).medianDelayFrames == 2)
        #expect(score.falseAlertsPerDay == 0 && score.mistakes.isEmpty)
    }

    @Test func `what is not so, of another kind, at another place or told twice is false`() throws {
        let score = score(
            [
                JudgedBay.Told(kind: .outOfStock, position: "p9", frame: 15),
                JudgedBay.Told(kind: .lowFacings, position: "p1", frame: 15),
                JudgedBay.Told(kind: .outOfStock, position: "p1", frame: 15),
                JudgedBay.Told(kind: .outOfStock, position: "p1", frame: 30),
                JudgedBay.Told(kind: .outOfStock, position: "p1", frame: 60),
            ], [fact(.outOfStock, at: ["p1"], frames: 10...40)], days: 2)
        let row = try row("out_of_stock", score)
        #expect(row.isTrue == 1 && row.isFalse == 3 && row.missed == 0)
        #expect(row.precision == 0.25 && row.recall == 1)
        #expect(score.falseAlertsPerDay == 2)
        #expect(score.mistakes.first { $0.kind == .lowFacings }?.truth == .outOfStock)
        #expect(score.mistakes.first { $0.position == "p9" }?.truth == nil)
    }

    @Test func `a fact is missed only if it was in view for long enough and was to be told`() throws {
        let score = score(
            [],
            [
                fact(.misplaced, at: ["p1"], frames: 10...16), fact(.misplaced, at: ["p2"], frames: 10...15),
                fact(.misplaced, at: ["p3"], frames: 10...90, isQuiet: true),
            ])
        let row = try row("misplaced", score)
        #expect(row.missed == 1 && row.recall == 0 && row.precision == nil)
        #expect(score.mistakes.map(\.position) == ["p1"])
    }

    @Test func `an alarm while a shelf is filled is false`() throws {
        let score = score(
            [JudgedBay.Told(kind: .outOfStock, position: "p1", frame: 20)],
            [fact(.outOfStock, at: ["p1"], frames: 10...40, isQuiet: true)])
        #expect(try row("out_of_stock", score).isFalse == 1)
    }
}
