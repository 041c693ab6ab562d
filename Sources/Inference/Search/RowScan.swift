internal import CKernels

/// Compares rows of bytes with queries by their inner products, with the fastest kernels of this machine.
///
/// Every machine gives the same similarities, bit for bit.
package struct RowScan: Sendable {
    /// Heads are packed in groups of so many rows.
    package static let groupRows = Int(CK_SCAN_GROUP)
    /// More numbers than this no head may have.
    package static let mostColumns = Int(CK_SCAN_MOST_COLUMNS)
    let kernels: Kernels

    /// `name` is that of a kernel set; nil takes the one that a model would take.
    package init(kernels name: String? = nil) throws(InferenceError) {
        kernels = if let name { try Kernels.named(name) } else { try Kernels.selected() }
    }

    /// A row and how similar it is to a query.
    package struct Hit: Hashable, Sendable {
        package let row: Int
        package let similarity: Float
    }

    /// How heads lie in memory: `columns` numbers each, a multiple of 4.
    package struct Shape: Hashable, Sendable {
        package let columns: Int

        package init(columns: Int) {
            precondition(columns > 0 && columns % 4 == 0 && columns <= RowScan.mostColumns)
            self.columns = columns
        }

        package var bytesPerGroup: Int { columns * RowScan.groupRows }

        /// Bytes of the heads of so many rows.
        package func bytes(rows: Int) -> Int {
            (rows + RowScan.groupRows - 1) / RowScan.groupRows * bytesPerGroup
        }
    }
}

/// Which queries are compared with which rows.
package struct Visits: Sendable {
    /// A run of rows, and the queries that visit it.
    package struct Visit: Sendable {
        package let rows: Range<Int>
        /// Places in `order`.
        package let queries: Range<Int>
    }

    package let visits: [Visit]
    let order: [UInt32]

    /// Every one of `queries` visits all `rows`, in runs that stay in the fastest cache meanwhile.
    ///
    /// The first runs are short: what they find raises the thresholds for the others.
    package init(rows: Int, queries: Int) {
        var visits: [Visit] = []
        var (first, run) = (0, RowScan.groupRows)
        while first < rows {
            visits.append(Visit(rows: first..<min(rows, first + run), queries: 0..<queries))
            first += run
            run = min(2 * run, 64 * RowScan.groupRows)
        }
        self.visits = visits
        order = (0..<queries).map(UInt32.init)
    }

    /// The queries of each pair visit the run of rows that `runs` has at its place, round after round.
    init(runs: [Range<Int>], rounds: [[(run: UInt32, query: UInt32)]]) {
        var visits: [Visit] = []
        var order: [UInt32] = []
        for pairs in rounds {
            var ends = [Int](repeating: 0, count: runs.count + 1)
            for pair in pairs { ends[Int(pair.run) + 1] += 1 }
            for run in runs.indices { ends[run + 1] += ends[run] }
            let first = order.count
            var next = ends
            order += repeatElement(0, count: pairs.count)
            for pair in pairs {
                order[first + next[Int(pair.run)]] = pair.query
                next[Int(pair.run)] += 1
            }
            for run in runs.indices where ends[run] < ends[run + 1] && !runs[run].isEmpty {
                visits.append(Visit(rows: runs[run], queries: first + ends[run]..<first + ends[run + 1]))
            }
        }
        self.visits = visits
        self.order = order
    }
}
