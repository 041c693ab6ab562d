internal import Synchronization

/// What each stage of the appliance is at, so that one that stands still is noticed.
///
/// A stage enters when it begins a piece of work, and leaves when it has nothing to do. A stage that goes round for ever
/// enters at each round.
package final class ProgressBoard: Sendable {
    /// A stage that has been at one piece of work for longer than it may.
    package struct Standstill: Hashable, Sendable {
        package let stage: String
        package let seconds: Int
    }

    private struct Work {
        let since: SuspendingClock.Instant
        let limit: Duration
    }

    private let works = Mutex<[String: Work]>([:])

    package init() {}

    /// Notes that `stage` begins something that takes at most `limit`.
    ///
    /// `now` is a clock that stands while the machine sleeps.
    package func enter(_ stage: String, limit: Duration, at now: SuspendingClock.Instant = .now) {
        works.withLock { $0[stage] = Work(since: now, limit: limit) }
    }

    /// Notes that `stage` waits for something to do, or has ended.
    package func leave(_ stage: String) { works.withLock { $0[stage] = nil } }

    /// The stages that stand still, in the order of their names.
    package func standstills(at now: SuspendingClock.Instant = .now) -> [Standstill] {
        works.withLock { works in
            works.compactMap { stage, work in
                let time = now - work.since
                return time > work.limit
                    ? Standstill(stage: stage, seconds: Int(time.components.seconds)) : nil
            }.sorted { $0.stage < $1.stage }
        }
    }
}
