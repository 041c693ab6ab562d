internal import Retail
internal import Synchronization

/// What names products now, for who asks rarely; the one before is let go.
final class CurrentPerception: Sendable {
    private let latest: Mutex<Perception>

    init(_ perception: Perception) { latest = Mutex(perception) }

    var perception: Perception { latest.withLock { $0 } }

    var catalogue: any SKUTable { perception.catalogue }

    func replace(by perception: Perception) { latest.withLock { $0 = perception } }
}
