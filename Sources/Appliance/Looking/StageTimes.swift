internal import Console
internal import Synchronization

/// How long each stage of the pipeline takes: since the last time somebody asked, and since the start.
package final class StageTimes: Sendable {
    /// The measurements of one stage.
    package struct Stage: Sendable {
        package var count = 0
        package var total = Duration.zero
        package var longest = Duration.zero

        package var mean: Duration { count > 0 ? total / count : .zero }
    }

    private struct Times {
        var lately: [String: Stage] = [:]
        var sinceStart: [String: Histogram] = [:]
    }

    private let times = Mutex(Times())

    package init() {}

    /// Runs `work` and counts its time under `name`.
    package func measure<Result, Failure: Error>(
        _ name: String, _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = ContinuousClock.now
        defer {
            let time = ContinuousClock.now - start
            times.withLock { times in
                times.lately[name, default: Stage()].count += 1
                times.lately[name, default: Stage()].total += time
                times.lately[name, default: Stage()].longest = max(times.lately[name]?.longest ?? .zero, time)
                times.sinceStart[name, default: Histogram()].add(seconds: time / .seconds(1))
            }
        }
        return try work()
    }

    /// What was measured since the last call.
    package func take() -> [String: Stage] {
        times.withLock { times in
            defer { times.lately = [:] }
            return times.lately
        }
    }

    /// What was measured since the start, by stage in the order of the names.
    var histograms: [(stage: String, times: Histogram)] {
        times.withLock(\.sinceStart).sorted { $0.key < $1.key }.map { (stage: $0.key, times: $0.value) }
    }
}
