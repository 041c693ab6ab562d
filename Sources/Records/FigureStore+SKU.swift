internal import GRDB
package import Retail

/// The SKUs of all zones over time: sums in memory for five minutes, rows of one hour in the file.
extension FigureStore {
    /// The shortest stretch of a SKU that is kept.
    private static let hour = 3600

    /// Adds what one look at a zone found of its SKUs at `time`, in seconds since 1970 (UTC).
    ///
    /// A look stands for the time since the one before, as for the zone's figures. Several moments of one SKU are its
    /// positions: their facings are added, and it is there if it is in one of them. One that is not named was not seen.
    package func add(_ slots: [SKUMoment], zone: String, at time: Double, isOpen: Bool) throws(RecordsError) {
        let start = Int((time / Double(Self.stretchSeconds)).rounded(.down)) * Self.stretchSeconds
        if let done = openSKUs[zone], done.start != start { try close(zone, done) }
        let seconds = Self.weight(of: time, after: lastSKULook[zone])
        lastSKULook[zone] = time
        guard isOpen else { return }
        var moments: [GTIN: SKUMoment] = [:]
        for slot in slots {
            guard var moment = moments[slot.gtin] else {
                moments[slot.gtin] = slot
                continue
            }
            moment.plannedFacings += slot.plannedFacings
            moment.foundFacings += slot.foundFacings
            moment.isAvailable = moment.isAvailable || slot.isAvailable
            moments[slot.gtin] = moment
        }
        var stretch = openSKUs[zone] ?? (start, [:])
        for (gtin, moment) in moments { stretch.sums[gtin, default: SKUSum()].add(moment, for: seconds) }
        openSKUs[zone] = stretch
    }

    func close(_ zone: String, _ stretch: (start: Int, sums: [GTIN: SKUSum])) throws(RecordsError) {
        openSKUs[zone] = nil
        let sums = stretch.sums.filter { $0.value.seconds > 0 }
        guard !sums.isEmpty else { return }
        let start = stretch.start / Self.hour * Self.hour
        let oldest = stretch.start - days * 86_400
        try write { database in
            for (gtin, part) in sums {
                let key: [String: any DatabaseValueConvertible] = [
                    "zone": zone, "start": start, "gtin": Int64(gtin.number),
                ]
                var sum = try SKURow.fetchOne(database, key: key)?.sum ?? SKUSum()
                sum += part
                try SKURow(zone: zone, start: start, gtin: Int64(gtin.number), sum).save(database)
            }
            try SKURow.filter(Column("start") < oldest).deleteAll(database)
        }
        try shrink()
    }

    /// The SKUs from `from` up to `to`, in stretches of `step` seconds that begin at multiples of it.
    ///
    /// Times are in seconds since 1970 (UTC); `offset` moves the stretches, as a time zone moves days. `zone`, `gtin`: all,
    /// if `nil`. Steps below an hour count as an hour, and an hour counts where it begins. By zone, SKU and time; there is no
    /// point where a SKU was not seen.
    package func skuSeries(
        zone: String? = nil, gtin: GTIN? = nil, from: Double, to: Double, step: Double, offset: Double = 0
    ) throws(RecordsError) -> [SKUPoint] {
        let step = max(step, Double(Self.hour))
        let rows = try read { database -> [SKURow] in
            // A file that nobody has opened for writing since has no such table.
            guard try database.tableExists(SKURow.databaseTableName) else { return [] }
            var request = SKURow.filter(Column("start") >= from && Column("start") < to)
            if let zone { request = request.filter(Column("zone") == zone) }
            if let gtin { request = request.filter(Column("gtin") == Int64(gtin.number)) }
            return try request.order(Column("zone"), Column("gtin"), Column("start")).fetchAll(database)
        }
        var points: [SKUPoint] = []
        var current: (row: SKURow, start: Double, sum: SKUSum)?
        func finish() {
            guard let done = current, done.sum.seconds > 0,
                let gtin = GTIN(number: UInt64(clamping: done.row.gtin))
            else { return }
            points.append(done.sum.point(zone: done.row.zone, gtin: gtin, start: done.start))
        }
        for row in rows {
            let start = ((Double(row.start) + offset) / step).rounded(.down) * step - offset
            if current?.row.zone != row.zone || current?.row.gtin != row.gtin || current?.start != start {
                finish()
                current = (row, start, SKUSum())
            }
            current?.sum += row.sum
        }
        finish()
        return points
    }
}
