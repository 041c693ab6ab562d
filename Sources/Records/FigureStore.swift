internal import Foundation
internal import GRDB
package import Retail

/// The figures of all zones over time, in a SQLite file.
///
/// Looks are summed up in memory and written as one row for each zone and five minutes, and one for each SKU and hour; longer
/// stretches are made of these when they are asked for. Old rows go when they are older than the limit or the file is larger than its own.
package actor FigureStore {
    /// How much is kept.
    package struct Limits: Hashable, Sendable {
        package var days = 90
        package var megabytes = 200

        package init() {}
    }

    /// The shortest stretch that is kept.
    static let stretchSeconds = 300
    /// A look stands for the time since the one before, but for no longer than this.
    private static let longestLook = 120.0

    /// Where a damaged file was moved to when a new one was begun.
    package nonisolated let damagedFile: String?

    private let path: String
    private let limits: Limits
    private let database: DatabaseQueue
    private var open: [String: (start: Int, sum: FigureSum)] = [:]
    private var lastLook: [String: Double] = [:]
    var openSKUs: [String: (start: Int, sums: [GTIN: SKUSum])] = [:]
    var lastSKULook: [String: Double] = [:]

    /// How many days are kept.
    var days: Int { limits.days }

    /// Opens the file, or begins a new one if there is none or it is damaged.
    package init(path: String, limits: Limits = Limits()) throws(RecordsError) {
        self.path = path
        self.limits = limits
        do {
            (database, damagedFile) = (try Self.database(at: path), nil)
        } catch let error as DatabaseError where error.isDamage {
            let aside = path + ".damaged"
            do {
                for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending)
                {
                    // The older of two damaged files is of no more use.
                    try? FileManager.default.removeItem(atPath: aside + ending)
                    try FileManager.default.moveItem(atPath: path + ending, toPath: aside + ending)
                }
                database = try Self.database(at: path)
            } catch {
                throw .cannotOpen(path: path, reason: "\(error)")
            }
            damagedFile = aside
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
    }

    /// Opens a file that is there, to read it only.
    package init(reading path: String) throws(RecordsError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .cannotOpen(path: path, reason: "there is no such file")
        }
        self.path = path
        limits = Limits()
        damagedFile = nil
        var configuration = Configuration()
        configuration.readonly = true
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
    }

    private static func database(at path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let answer = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard answer == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: answer) }
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: FigureRow.databaseTableName, options: .withoutRowID) { table in
                table.column("zone", .text).notNull()
                table.column("start", .integer).notNull()
                for name in [
                    "seconds", "judgedSeconds", "availability", "planned", "found", "compliance", "presence",
                    "shelf", "position", "facings", "placing", "observed",
                ] {
                    table.column(name, .double).notNull()
                }
                table.column("shares", .text).notNull()
                table.primaryKey(["zone", "start"])
            }
        }
        migrator.registerMigration("2") { try SKURow.create(in: $0) }
        try migrator.migrate(queue)
        return queue
    }

    /// Adds what one look at a zone found at `time`, in seconds since 1970 (UTC).
    ///
    /// `isOpen`: whether the store was; what is not open does not count. Writes once in five minutes.
    package func add(_ figures: ZoneFigures, zone: String, at time: Double, isOpen: Bool) throws(RecordsError)
    {
        let start = Int((time / Double(Self.stretchSeconds)).rounded(.down)) * Self.stretchSeconds
        if let done = open[zone], done.start != start { try close(zone, done) }
        let seconds = Self.weight(of: time, after: lastLook[zone])
        lastLook[zone] = time
        guard isOpen else { return }
        var stretch = open[zone] ?? (start, FigureSum())
        stretch.sum.add(figures, for: seconds)
        open[zone] = stretch
    }

    /// For how many seconds a look at `time` stands, after one at `last`; the first one for a second.
    static func weight(of time: Double, after last: Double?) -> Double {
        min(max(time - (last ?? time - 1), 0), longestLook)
    }

    /// Writes what is still in memory.
    package func flush() throws(RecordsError) {
        for (zone, stretch) in open { try close(zone, stretch) }
        for (zone, stretch) in openSKUs { try close(zone, stretch) }
    }

    private func close(_ zone: String, _ stretch: (start: Int, sum: FigureSum)) throws(RecordsError) {
        open[zone] = nil
        guard stretch.sum.seconds > 0 else { return }
        let oldest = stretch.start - limits.days * 86_400
        try write { database in
            // A restart within the five minutes, or a clock that was set back, finds a row there already.
            let before = try FigureRow.fetchOne(database, key: ["zone": zone, "start": stretch.start])
            var sum = before?.sum ?? FigureSum()
            sum += stretch.sum
            try FigureRow(zone: zone, start: stretch.start, sum).save(database)
            try FigureRow.filter(Column("start") < oldest).deleteAll(database)
        }
        try shrink()
    }

    /// Deletes the oldest day until the file keeps to its limit.
    func shrink() throws(RecordsError) {
        let limit = limits.megabytes * 1_000_000
        for _ in 0..<limits.days {
            let bytes = try read { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                let size = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
                return (pages - free) * size
            }
            guard bytes > limit else { return }
            try write { database in
                let oldest = try [FigureRow.databaseTableName, SKURow.databaseTableName].compactMap {
                    try Int.fetchOne(database, sql: "SELECT min(start) FROM \($0)")
                }.min()
                guard let oldest else { return }
                try FigureRow.filter(Column("start") < oldest + 86_400).deleteAll(database)
                try SKURow.filter(Column("start") < oldest + 86_400).deleteAll(database)
            }
        }
    }

    /// The figures from `from` up to `to`, in stretches of `step` seconds that begin at multiples of it.
    ///
    /// Times are in seconds since 1970 (UTC); `offset` moves the stretches, as a time zone moves days. `zone`: all, if
    /// `nil`. Steps below five minutes count as five minutes. By zone, then by time.
    package func series(
        zone: String? = nil, from: Double, to: Double, step: Double, offset: Double = 0
    ) throws(RecordsError) -> [FigurePoint] {
        let step = max(step, Double(Self.stretchSeconds))
        let rows = try read { database in
            var request = FigureRow.filter(Column("start") >= from && Column("start") < to)
            if let zone { request = request.filter(Column("zone") == zone) }
            return try request.order(Column("zone"), Column("start")).fetchAll(database)
        }
        var points: [FigurePoint] = []
        var current: (zone: String, start: Double, sum: FigureSum)?
        func finish() {
            if let done = current { points.append(done.sum.point(zone: done.zone, start: done.start)) }
        }
        for row in rows {
            let start = ((Double(row.start) + offset) / step).rounded(.down) * step - offset
            if current?.zone != row.zone || current?.start != start {
                finish()
                current = (row.zone, start, FigureSum())
            }
            current?.sum += row.sum
        }
        finish()
        return points
    }

    func write(_ work: @escaping @Sendable (Database) throws -> Void) throws(RecordsError) {
        do {
            try database.write(work)
        } catch {
            throw .failed(path: path, reason: "\(error)")
        }
    }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Result
    ) throws(RecordsError) -> Result {
        do {
            return try database.read(work)
        } catch {
            throw .failed(path: path, reason: "\(error)")
        }
    }
}

extension DatabaseError {
    /// Whether the file itself is broken, or is no database at all.
    fileprivate var isDamage: Bool {
        resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
    }
}
