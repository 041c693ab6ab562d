import Dispatch

/// Splits a step's work over a fixed number of threads.
struct Workers: Sendable {
    let count: Int

    /// Calls `body` with a worker's number and its share of 0..<`total`.
    ///
    /// Shares are whole multiples of `unit` but for the last. Returns when all are done. The caller's own thread is one of the workers.
    func split(_ total: Int, unit: Int, _ body: (_ worker: Int, _ share: Range<Int>) -> Void) {
        let units = (total + unit - 1) / unit
        let used = min(count, units)
        guard used > 1 else { return body(0, 0..<total) }
        withoutActuallyEscaping(body) { body in
            // Shares do not overlap, and nothing outlives this call.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: used) { worker in
                let first = units * worker / used * unit
                let last = min(total, units * (worker + 1) / used * unit)
                unsafe body(worker, first..<last)
            }
        }
    }
}
