import CKernels

/// Splits a step's work over a fixed number of threads.
///
/// Safe to share: a model's runs take turns, so that one step at a time splits its work.
@safe final class Workers: @unchecked Sendable {
    let count: Int
    private let pool: OpaquePointer?

    /// Pieces per thread, of which a thread takes half of those that are left at a time: the last are short to wait for.
    private static let piecesPerThread = 8

    init(count: Int) {
        self.count = count
        unsafe pool = count > 1 ? ck_pool_create(count) : nil
    }

    deinit { if let pool = unsafe pool { unsafe ck_pool_destroy(pool) } }

    /// Calls `body` with a worker's number and a share of 0..<`total`, until all of it is done.
    ///
    /// Shares are whole multiples of `unit` but for the last. The caller's own thread is one of the workers.
    func split(_ total: Int, unit: Int, _ body: (_ worker: Int, _ share: Range<Int>) -> Void) {
        let units = (total + unit - 1) / unit
        guard total > 0 else { return }
        guard units > 1, let pool = unsafe pool else { return body(0, 0..<total) }
        withoutActuallyEscaping(body) { body in
            let pieces = min(units, count * Workers.piecesPerThread)
            let job = Job(total: total, unit: unit, units: units, pieces: pieces, body: body)
            unsafe withUnsafePointer(to: job) { job in
                unsafe ck_pool_run(
                    pool, pieces,
                    { context, worker, first, last in
                        guard let job = unsafe context?.assumingMemoryBound(to: Job.self) else { return }
                        unsafe job.pointee.run(worker: worker, pieces: first..<last)
                    }, UnsafeMutableRawPointer(mutating: job))
            }
        }
    }

    /// What the threads read while one split runs.
    private struct Job {
        let total: Int
        let unit: Int
        let units: Int
        let pieces: Int
        let body: (Int, Range<Int>) -> Void

        func run(worker: Int, pieces taken: Range<Int>) {
            let first = units * taken.lowerBound / pieces * unit
            body(worker, first..<min(total, units * taken.upperBound / pieces * unit))
        }
    }
}
