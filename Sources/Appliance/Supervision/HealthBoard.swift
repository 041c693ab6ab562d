package import Console
internal import Foundation
internal import Retail
internal import Synchronization

/// What is wrong with the appliance at the moment, for `/healthz` and the log's readers.
package final class HealthBoard: Sendable {
    /// What can be wrong.
    package enum Part: String, Sendable, CaseIterable {
        case camera, model, catalogue, disk, broker, clock, console
    }

    private struct Key: Hashable {
        let part: Part
        let name: String?
    }

    private struct Problem {
        var reason: String
        let since: Double
    }

    private let problems = Mutex<[Key: Problem]>([:])
    private let clock: @Sendable () -> Double
    private let whenChanged: @Sendable () -> Void

    /// `clock` tells the time in seconds since 1970 (UTC); `whenChanged` is called for what is new or over.
    package init(
        clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        whenChanged: @escaping @Sendable () -> Void = {}
    ) {
        self.clock = clock
        self.whenChanged = whenChanged
    }

    /// Notes what is wrong with a part; `name` tells which, if there are several.
    ///
    /// A part that was wrong before stays so since then, with the new reason.
    package func report(_ part: Part, name: String? = nil, _ reason: String) {
        let key = Key(part: part, name: name)
        let isNews = problems.withLock { problems in
            let isNews = problems[key]?.reason != reason
            problems[key, default: Problem(reason: "", since: clock())].reason = reason
            return isNews
        }
        if isNews { whenChanged() }
    }

    /// Notes that a part is well.
    package func clear(_ part: Part, name: String? = nil) {
        if problems.withLock({ $0.removeValue(forKey: Key(part: part, name: name)) }) != nil { whenChanged() }
    }

    /// All that is wrong, in one line.
    var summary: String {
        let problems = verdict.problems.map { "\($0.part)\($0.name.map { " \($0)" } ?? ""): \($0.reason)" }
        return problems.isEmpty ? "watching" : "watching, but \(problems.joined(separator: "; "))"
    }

    /// All that is wrong, by part and name.
    package var verdict: HealthVerdict {
        let found = problems.withLock { $0 }
        return HealthVerdict(
            problems: found.map { key, problem in
                HealthVerdict.Problem(
                    part: key.part.rawValue, name: key.name, reason: problem.reason,
                    since: UTCTime(seconds: problem.since).description)
            }.sorted { ($0.part, $0.name ?? "") < ($1.part, $1.name ?? "") })
    }
}
