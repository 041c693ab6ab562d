import Foundation

/// A line on standard error that says how far a long job is.
struct SynthProgress {
    private let total: Int
    private let what: String
    private let start = ContinuousClock.now
    private var done = 0
    private var last: ContinuousClock.Instant

    init(total: Int, what: String) {
        self.total = total
        self.what = what
        last = start
    }

    mutating func advance(by count: Int = 1) {
        done += count
        let now = ContinuousClock.now
        guard now - last > .seconds(1) else { return }
        last = now
        write("\r\(done) of \(total) \(what), \(rate) a second  ")
    }

    /// Ends the line.
    func finish() { write("\r\(done) of \(total) \(what), \(rate) a second  \n") }

    private var rate: String {
        let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
        return String(format: "%.1f", Double(done) / seconds)
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Does `work` for each number, `threads` at a time, and hands the results to `receive` in the order of the
/// numbers.
func inOrder<Result: Sendable>(
    _ numbers: Range<Int>, threads: Int, work: @escaping @Sendable (Int) throws -> Result,
    receive: (Int, Result) throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var next = numbers.lowerBound
        var awaited = next
        var early: [Int: Result] = [:]
        func start() {
            guard next < numbers.upperBound else { return }
            let number = next
            next += 1
            group.addTask { (number, try work(number)) }
        }
        for _ in 0..<max(1, threads) { start() }
        while let (number, result) = try await group.next() {
            early[number] = result
            while let result = early.removeValue(forKey: awaited) {
                try receive(awaited, result)
                awaited += 1
            }
            start()
        }
    }
}
