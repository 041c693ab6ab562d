import Judging
import Monitoring
import Retail
import Synthesis
import Testing

struct BayJudgeTests {
    private func judge(seed: UInt64) throws -> BayJudge {
        var settings = MonitorSettings()
        settings.delaySeconds = 30
        return try BayJudge(
            StoreDefinition(
                seed: seed, catalogueCount: 300, framesPerSecond: 0.2, durationSeconds: 1200,
                changeEverySeconds: 24, holdSeconds: 120, disturbances: true, restocking: true), settings)
    }

    @Test(arguments: [3, 5] as [UInt64])
    func `perfect perception tells hardly anything that is not so`(seed: UInt64) throws {
        let bay = try judge(seed: seed).judgeLabels()
        let score = JudgeScore([bay])
        let all = try #require(score.rows.last)
        #expect(all.isTrue > 15, "\(score.mistakes)")
        #expect((all.precision ?? 0) > 0.95 && (all.recall ?? 0) > 0.95, "\(score.mistakes)")
        #expect(try #require(all.longestDelayFrames) <= JudgeScore.patience)
    }

    @Test func `a spoilt view is told once each time and nothing of the shelf meanwhile`() throws {
        let bay = try judge(seed: 4).judgeLabels()
        let spoilt = bay.facts.filter { $0.kind == .viewChanged }
        #expect(spoilt.count >= 3)
        #expect(bay.told.count { $0.kind == .viewChanged } == spoilt.count)
        for told in bay.told where told.kind != .viewChanged {
            #expect(!spoilt.contains { ($0.firstFrame...$0.lastFrame).contains(told.frame) })
        }
    }

    @Test func `nothing is told of a shelf while it is filled`() throws {
        let bay = try judge(seed: 6).judgeLabels()
        let filled = bay.facts.filter(\.isQuiet)
        #expect(filled.count >= 5)
        for fact in filled {
            #expect(!bay.told.contains { fact.positions.contains($0.position) && fact.kind == $0.kind })
        }
    }
}
