internal import Dispatch

/// Runs an actor's work on a queue of its own.
///
/// A look takes tenths of a second of pure arithmetic; on the shared pool it would starve everything else.
final class InferenceExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "inference")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Safe: the closure keeps the executor until the job has run, and each job runs once.
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
