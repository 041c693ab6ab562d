internal import Foundation
internal import GRDB
package import Retail

/// Deviations that are over, in a SQLite file: the newest stay.
package actor DeviationArchive {
    /// A deviation and when it ended.
    package struct Closed: Hashable, Sendable {
        package let deviation: Deviation
        package let camera: String
        /// Seconds since 1970 (UTC).
        package let closed: Double

        package init(deviation: Deviation, camera: String, closed: Double) {
            self.deviation = deviation
            self.camera = camera
            self.closed = closed
        }
    }

    /// Which are wanted; `nil`: any.
    package struct Filter: Sendable {
        package var zone: String?
        package var kind: DeviationKind?
        package var severity: Severity?
        /// When they began, seconds since 1970 (UTC).
        package var from: Double?
        package var to: Double?
        /// Only what began before this one, or at the same time with a lower id.
        package var after: (since: Double, id: String)?

        package init() {}
    }

    private struct Row: Codable, FetchableRecord, PersistableRecord {
        static let databaseTableName = "closed"

        let id: String
        let zone: String
        let camera: String
        let kind: String
        let severity: String
        let since: Double
        let closed: Double
        /// The deviation as JSON.
        let deviation: Data
    }

    private let path: String
    private let limit: Int
    private let database: DatabaseQueue

    /// Opens the file, or begins a new one; keeps the newest `limit`.
    package init(path: String, limit: Int = 20_000) throws(RecordsError) {
        self.path = path
        self.limit = limit
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
            }
            database = try DatabaseQueue(path: path, configuration: configuration)
            try database.write { database in
                try database.create(
                    table: Row.databaseTableName, options: [.ifNotExists, .withoutRowID]
                ) { table in
                    for name in ["zone", "camera", "kind", "severity"] { table.column(name, .text).notNull() }
                    table.primaryKey("id", .text)
                    table.column("since", .double).notNull()
                    table.column("closed", .double).notNull()
                    table.column("deviation", .blob).notNull()
                }
                try database.create(
                    index: "closedBySince", on: Row.databaseTableName, columns: ["since"],
                    options: .ifNotExists)
            }
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
    }

    /// Adds what has ended.
    package func add(_ ended: [Closed]) throws(RecordsError) {
        guard !ended.isEmpty else { return }
        do {
            let rows = try ended.map { item in
                Row(
                    id: item.deviation.id, zone: item.deviation.finding.place.zone, camera: item.camera,
                    kind: item.deviation.finding.kind.rawValue, severity: item.deviation.severity.rawValue,
                    since: item.deviation.since, closed: item.closed,
                    deviation: try Self.encoder.encode(item.deviation))
            }
            let limit = limit
            try database.write { database in
                for row in rows { try row.save(database) }
                let excess = try Row.fetchCount(database) - limit
                guard excess > 0 else { return }
                try database.execute(
                    sql: "DELETE FROM closed WHERE id IN (SELECT id FROM closed ORDER BY since, id LIMIT ?)",
                    arguments: [excess])
            }
        } catch {
            throw .failed(path: path, reason: "\(error)")
        }
    }

    /// The newest first, by when they began; at most `limit`.
    package func deviations(_ filter: Filter, limit: Int) throws(RecordsError) -> [Closed] {
        do {
            return try database.read { database in
                var request = Row.order(Column("since").desc, Column("id").desc)
                if let zone = filter.zone { request = request.filter(Column("zone") == zone) }
                if let kind = filter.kind { request = request.filter(Column("kind") == kind.rawValue) }
                if let severity = filter.severity {
                    request = request.filter(Column("severity") == severity.rawValue)
                }
                if let from = filter.from { request = request.filter(Column("since") >= from) }
                if let to = filter.to { request = request.filter(Column("since") < to) }
                if let after = filter.after {
                    request = request.filter(
                        Column("since") < after.since
                            || (Column("since") == after.since && Column("id") < after.id))
                }
                return try request.limit(limit).fetchAll(database)
            }.compactMap(Self.closed)
        } catch {
            throw .failed(path: path, reason: "\(error)")
        }
    }

    /// The one with this id; `nil` if it is not here.
    package func deviation(_ id: String) throws(RecordsError) -> Closed? {
        do {
            return try database.read { try Row.fetchOne($0, key: id) }.flatMap(Self.closed)
        } catch {
            throw .failed(path: path, reason: "\(error)")
        }
    }

    /// What a later version has written in another form is left out.
    private static func closed(_ row: Row) -> Closed? {
        guard let deviation = try? decoder.decode(Deviation.self, from: row.deviation) else { return nil }
        return Closed(deviation: deviation, camera: row.camera, closed: row.closed)
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}
