internal import Synchronization

/// How long each stage of the pipeline takes, since the last time somebody asked.
package final class StageTimes: Sendable {
    /// The measurements of one stage.
    package struct Stage: Sendable {
        package var count = 0
        package var total = Duration.zero
        package var longest = Duration.zero

        package var mean: Duration { count > 0 ? total / count : .zero }
    }

    private let stages = Mutex<[String: Stage]>([:])

    package init() {}

    /// Runs `work` and counts its time under `name`.
    package func measure<Result, Failure: Error>(
        _ name: String, _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = ContinuousClock.now
        defer {
            let time = ContinuousClock.now - start
            stages.withLock { stages in
                stages[name, default: Stage()].count += 1
                stages[name, default: Stage()].total += time
                stages[name, default: Stage()].longest = max(stages[name]?.longest ?? .zero, time)
            }
        }
        return try work()
    }

    /// What was measured since the last call.
    package func take() -> [String: Stage] {
        stages.withLock { stages in
            defer { stages = [:] }
            return stages
        }
    }
}
