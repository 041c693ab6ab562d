internal import Synchronization

/// Makes guessing passwords slow, without letting a guesser keep others out.
///
/// Each address has to wait after wrong passwords, twice as long each time and a minute at most. So has an account, but only
/// for addresses that were wrong themselves: from an address with a clean record one can always try.
final class SignInLimit: Sendable {
    private struct Record {
        var failures = 0
        /// Seconds since 1970 (UTC).
        var last = 0.0
        var waitsUntil = 0.0
    }

    private struct Records {
        var addresses: [String: Record] = [:]
        var accounts: [String: Record] = [:]
    }

    private static let longestWait = 60.0
    /// So many may go wrong before one waits.
    private static let (freeForAddress, freeForAccount) = (4, 10)
    private static let forgetSeconds = 3600.0
    private static let recordLimit = 4096

    private let now: @Sendable () -> Double
    private let records = Mutex(Records())

    init(now: @escaping @Sendable () -> Double) { self.now = now }

    /// Seconds to wait before the next try, 0 for none; a try counts as failed until `succeeded` is told.
    func wait(address: String, account: String) -> Double {
        let time = now()
        return records.withLock { records in
            let isClean = (records.addresses[address]?.failures ?? 0) == 0
            var until = records.addresses[address]?.waitsUntil ?? 0
            if !isClean { until = max(until, records.accounts[account]?.waitsUntil ?? 0) }
            // A clock that was set back must not make anybody wait for longer.
            guard until <= time else { return min(until - time, Self.longestWait) }
            Self.count(address, in: &records.addresses, free: Self.freeForAddress, time)
            Self.count(account, in: &records.accounts, free: Self.freeForAccount, time)
            return 0
        }
    }

    func succeeded(address: String, account: String) {
        records.withLock { records in
            records.addresses[address] = nil
            records.accounts[account] = nil
        }
    }

    private static func count(
        _ name: String, in records: inout [String: Record], free: Int, _ time: Double
    ) {
        if records.count >= recordLimit {
            records = records.filter { abs(time - $0.value.last) < forgetSeconds }
            if records.count >= recordLimit, let oldest = records.min(by: { $0.value.last < $1.value.last }) {
                records[oldest.key] = nil
            }
        }
        var record = records[name] ?? Record()
        if abs(time - record.last) > forgetSeconds { record = Record() }
        record.failures += 1
        record.last = time
        let steps = record.failures - free
        record.waitsUntil = steps > 0 ? time + min(longestWait, Double(1 << min(steps - 1, 6))) : 0
        records[name] = record
    }
}
