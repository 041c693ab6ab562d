internal import Foundation
internal import Synchronization

/// What a source of frames shares with whoever runs it: the wish to stop, the counters, and what is wanted of its controls.
package final class CameraContext: Sendable {
    /// What outlives a thread that is stuck and has to be replaced.
    private final class Shared: Sendable {
        let tally = Mutex(CameraCounters())
        let controls = LiveControls()
    }

    private let shared: Shared
    private let isStopped = Atomic(false)
    private let lastSign = Mutex(ContinuousClock.now)
    private let openedDevice = Mutex<DevicePresence?>(nil)

    /// How long a blocked source may overlook that it is to stop.
    package static let slice = Duration.milliseconds(200)

    package init() { shared = Shared() }

    private init(sharing shared: Shared) { self.shared = shared }

    /// A context for another thread that goes on in this one's stead, with the same counters and controls.
    func successor() -> CameraContext { CameraContext(sharing: shared) }

    package var controls: LiveControls { shared.controls }

    /// The device that was there when the source was opened last.
    var device: DevicePresence? {
        get { openedDevice.withLock { $0 } }
        set { openedDevice.withLock { $0 = newValue } }
    }

    /// Whether the source is to end; a source asks at least every few seconds, which also shows that it lives.
    package var isStopRequested: Bool {
        lastSign.withLock { $0 = .now }
        return isStopped.load(ordering: .acquiring)
    }

    /// For how long the source has given no sign of life.
    var silence: Duration { lastSign.withLock { $0.duration(to: .now) } }

    /// Asks the source, and the thread that it lives on, to end within `slice`.
    package func requestStop() { isStopped.store(true, ordering: .releasing) }

    package var counters: CameraCounters { shared.tally.withLock { $0 } }

    /// Changes the counters; `change` must be short, for others wait.
    package func count(_ change: (inout CameraCounters) -> Void) {
        shared.tally.withLock { change(&$0) }
    }

    /// Blocks the thread until `deadline`, or until `isOver`, which is asked every 200 ms.
    ///
    /// Returns false as soon as a stop is requested.
    package func sleep(until deadline: ContinuousClock.Instant, orUntil isOver: () -> Bool = { false })
        -> Bool
    {
        while !isStopRequested {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero, !isOver() else { return true }
            Thread.sleep(forTimeInterval: min(left, Self.slice).seconds)
        }
        return false
    }
}

/// What became of the pictures of one camera since its loop was made.
package struct CameraCounters: Equatable, Sendable, Codable {
    /// Handed to the consumer's stream.
    package var delivered = 0
    /// Whole pictures that were replaced by newer ones before the consumer or we took them.
    package var droppedBecauseSlow = 0
    /// Pictures that the driver marked as damaged or that have no proper beginning and end.
    package var corrupt = 0
    /// Gaps in the driver's numbering.
    package var lostByDriver = 0
    /// How often the source was opened with success.
    package var opened = 0

    package init() {}
}

extension Duration {
    /// The same length of time in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
