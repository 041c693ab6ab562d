internal import CKernels

extension RowScan {
    /// The `most` rows that are most similar to each query among those it visits, the most similar first; none is less
    /// similar than the query's threshold.
    ///
    /// Rows lie as `PackedRows` packs them; `tails` goes on for `SplitShape.tailReach` bytes after the last one. A row is
    /// left out only where its bound is. Queries are bytes until `most` rows are left, and then as exact as they came.
    package func nearest(
        _ most: Int, heads: RawSpan, scales: RawSpan, tails: RawSpan, tailStep: Float, rows count: Int,
        queries: SplitQueries, visits: Visits
    ) -> [[Hit]] {
        let shape = queries.shape
        precondition(heads.byteCount >= shape.heads.bytes(rows: count))
        precondition(scales.byteCount >= (count + Self.groupRows - 1) / Self.groupRows * Self.groupRows * 2)
        precondition(tails.byteCount >= count * shape.tailNumbers + shape.tailReach)
        precondition(visits.visits.allSatisfy { $0.rows.upperBound <= count && $0.rows.lowerBound >= 0 })
        precondition(visits.order.allSatisfy { $0 < queries.count })
        let room = visits.visits.map { Self.groups(of: $0.rows).count * Self.groupRows * $0.queries.count }
        let hits = UnsafeMutableBufferPointer<ck_scan_hit>.allocate(capacity: max(most, room.max() ?? 0))
        defer { unsafe hits.deallocate() }
        return unsafe heads.withUnsafeBytes { heads in
            unsafe scales.withUnsafeBytes { scales in
                unsafe tails.withUnsafeBytes { tails in
                    var rows = unsafe ck_scan_rows(
                        groups: heads.baseAddress?.assumingMemoryBound(to: UInt8.self),
                        scales: scales.baseAddress?.assumingMemoryBound(to: UInt16.self),
                        columns: shape.heads.columns)
                    var rest = unsafe ck_scan_tails(
                        bytes: tails.baseAddress?.assumingMemoryBound(to: UInt8.self),
                        columns: shape.tailNumbers, step: tailStep)
                    let nearest = unsafe visit(visits, &rows, &rest, queries, most: most, hits: hits)
                    return (0..<queries.count).map { query in
                        unsafe rescored(nearest.kept(for: query), &rows, &rest, queries, query, hits: hits)
                    }
                }
            }
        }
    }

    private func visit(
        _ visits: Visits, _ rows: UnsafePointer<ck_scan_rows>, _ tails: UnsafePointer<ck_scan_tails>,
        _ queries: SplitQueries, most: Int, hits: UnsafeMutableBufferPointer<ck_scan_hit>
    ) -> NearestRows {
        var nearest = NearestRows(most: most, floor: queries.threshold, queries: queries.count)
        unsafe queries.withKernelQueries { kernelQueries, kernelTails, thresholds in
            for visit in visits.visits {
                let found = unsafe scan(rows, visit, visits.order, kernelQueries, into: hits)
                unsafe kernels.row.pointee.refine(
                    rows, kernelQueries, tails, kernelTails, hits.baseAddress, found)
                for place in 0..<found {
                    let hit = unsafe hits[place]
                    // Groups at the ends of a run hold rows of its neighbours.
                    guard visit.rows.contains(Int(hit.row)) else { continue }
                    nearest.add(hit.row, hit.similarity, to: Int(hit.query))
                }
                for place in visit.queries {
                    let query = Int(visits.order[place])
                    // Bounds are rounded.
                    unsafe thresholds[query] = nearest.threshold(query) - 1e-5
                }
            }
        }
        return nearest
    }

    /// The rows `kept` for `query`, the most similar first; of equals the first row.
    private func rescored(
        _ kept: ArraySlice<UInt32>, _ rows: UnsafePointer<ck_scan_rows>,
        _ tails: UnsafePointer<ck_scan_tails>,
        _ queries: SplitQueries, _ query: Int, hits: UnsafeMutableBufferPointer<ck_scan_hit>
    ) -> [Hit] {
        let shape = queries.shape
        for (place, row) in kept.enumerated() { unsafe hits[place].row = row }
        unsafe queries.directions.withUnsafeBufferPointer { directions in
            unsafe ck_rescore(
                rows, tails, shape.headNumbers, PackedRows.unit,
                directions.baseAddress.map { unsafe $0 + query * shape.dimensions }, hits.baseAddress,
                kept.count)
        }
        return unsafe hits.prefix(kept.count).map { Hit(row: Int($0.row), similarity: $0.similarity) }
            .sorted { $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.row < $1.row }
    }

    /// Sends each query to those of `runs` whose middles are at most `margin` less similar to it than the most similar
    /// one is.
    ///
    /// `heads` and `scales` are those of the middles, whose tails have no length.
    package func visits(
        to runs: [Range<Int>], heads: RawSpan, scales: RawSpan, queries: SplitQueries, margin: Float
    ) -> Visits {
        let shape = queries.shape
        precondition(heads.byteCount >= shape.heads.bytes(rows: runs.count))
        precondition(
            scales.byteCount >= (runs.count + Self.groupRows - 1) / Self.groupRows * Self.groupRows * 2)
        var best = [Float](repeating: -.infinity, count: queries.count)
        var near: [(run: UInt32, query: UInt32, similarity: Float)] = []
        let all = Visits(rows: runs.count, queries: queries.count)
        let room = all.visits.map { Self.groups(of: $0.rows).count * Self.groupRows * $0.queries.count }
        let hits = UnsafeMutableBufferPointer<ck_scan_hit>.allocate(capacity: room.max() ?? 0)
        defer { unsafe hits.deallocate() }
        unsafe heads.withUnsafeBytes { heads in
            unsafe scales.withUnsafeBytes { scales in
                var rows = unsafe ck_scan_rows(
                    groups: heads.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    scales: scales.baseAddress?.assumingMemoryBound(to: UInt16.self),
                    columns: shape.heads.columns)
                unsafe queries.withKernelQueries { kernelQueries, _, thresholds in
                    for query in 0..<queries.count { unsafe thresholds[query] = -.infinity }
                    for visit in all.visits {
                        let found = unsafe scan(&rows, visit, all.order, kernelQueries, into: hits)
                        for place in 0..<found {
                            let hit = unsafe hits[place]
                            guard Int(hit.row) < runs.count else { continue }
                            near.append((hit.row, hit.query, hit.similarity))
                            best[Int(hit.query)] = max(best[Int(hit.query)], hit.similarity)
                        }
                        for query in 0..<queries.count { unsafe thresholds[query] = best[query] - margin }
                    }
                }
            }
        }
        // What the nearest runs hold raises the thresholds for the others.
        var rounds: [[(run: UInt32, query: UInt32)]] = [[], []]
        for pair in near {
            let distance = best[Int(pair.query)] - pair.similarity
            guard distance <= margin else { continue }
            rounds[distance <= margin * Self.nearestShare ? 0 : 1].append((pair.run, pair.query))
        }
        return Visits(runs: runs, rounds: rounds)
    }

    /// How much of the margin the runs of the first round lie in.
    private static let nearestShare: Float = 0.2

    /// Writes what is above the queries' thresholds to `hits`, and answers how many they are.
    private func scan(
        _ rows: UnsafePointer<ck_scan_rows>, _ visit: Visits.Visit, _ order: [UInt32],
        _ queries: UnsafePointer<ck_scan_queries>, into hits: UnsafeMutableBufferPointer<ck_scan_hit>
    ) -> Int {
        let groups = Self.groups(of: visit.rows)
        return unsafe order.withUnsafeBufferPointer { order in
            unsafe kernels.row.pointee.scan(
                rows, groups.lowerBound, groups.upperBound, queries,
                order.baseAddress.map { unsafe $0 + visit.queries.lowerBound }, visit.queries.count,
                hits.baseAddress)
        }
    }

    private static func groups(of rows: Range<Int>) -> Range<Int> {
        rows.lowerBound / groupRows..<(rows.upperBound + groupRows - 1) / groupRows
    }
}
