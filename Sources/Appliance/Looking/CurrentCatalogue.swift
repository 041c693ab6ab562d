internal import Retail
internal import Synchronization

/// The catalogue that is in use now, for who asks rarely.
final class CurrentCatalogue: Sendable {
    private let latest: Mutex<any SKUTable>

    init(_ table: any SKUTable) { latest = Mutex(table) }

    var table: any SKUTable { latest.withLock { $0 } }

    func replace(by table: any SKUTable) { latest.withLock { $0 = table } }
}
