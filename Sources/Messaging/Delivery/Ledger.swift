internal import Foundation
internal import GRDB

/// What is decided and not delivered yet, in a SQLite file that outlives `kill -9` and a power cut.
///
/// It holds the events that the broker has not confirmed, what the cameras' monitors must remember, and every
/// retained topic that the broker may hold. Each write is one transaction that is on the disk when it
/// returns (write-ahead log, synced at each commit).
struct Ledger: Sendable {
    /// Which numbering of events a file holds.
    struct Numbering: Hashable, Sendable {
        /// Another one whenever the numbers begin anew: when there was no file, or it was lost.
        let series: String
        /// The number of the event that was decided last; 0 before the first.
        var last: Int
    }

    /// What a file held when it was opened.
    struct Contents: Sendable {
        var numbering: Numbering
        /// The number of the event that was confirmed, or given up, last.
        var settled: Int
        /// How many events were given up because the file had grown to its limit.
        var dropped: Int
        /// What a camera's monitor must remember, by the camera's id.
        var memories: [String: [UInt8]]
        /// Retained topics that the broker may hold.
        var topics: [String]
        /// Whether there was no such file before.
        var isNew = false
        /// Where a damaged file was moved to when this one was begun.
        var damagedFile: String?
    }

    /// An event that waits, as it is sent but for the mark whether it is late.
    struct Event: Hashable, Sendable {
        let sequence: Int
        let body: [UInt8]
    }

    /// The file may grow to about 64 MB, which is some 80,000 events.
    static let usualLimit = 64_000_000

    private let path: String
    private let limit: Int
    private let database: DatabaseQueue
    /// Which file it is; `nil` for one in memory.
    private let file: LedgerFile?

    /// Opens the file, or begins a new one if there is none or it is damaged.
    ///
    /// `path`: `nil` for a ledger in memory, which lasts as long as the process. A new file goes on with
    /// `numbering` if there was one, else begins the series `newSeries`. `limit` is in bytes.
    static func open(
        _ path: String?, continuing numbering: Numbering?, newSeries: String, limit: Int = usualLimit
    ) throws(LedgerTrouble) -> (ledger: Ledger, contents: Contents) {
        let first = numbering ?? Numbering(series: newSeries, last: 0)
        do throws(LedgerTrouble) {
            let isNew = path.map { !FileManager.default.fileExists(atPath: $0) } ?? true
            let ledger = try Ledger(path, first, limit: limit)
            var contents = try ledger.contents()
            // Somebody has put another file there: its numbers are not those that were given away.
            if let numbering, !isNew, contents.numbering != numbering {
                throw .damaged(path: path ?? "memory")
            }
            contents.isNew = isNew
            return (ledger, contents)
        } catch {
            guard case .damaged = error, let path else { throw error }
            try setAside(path)
            let ledger = try Ledger(path, first, limit: limit)
            var contents = try ledger.contents()
            contents.isNew = true
            contents.damagedFile = asideName(path)
            return (ledger, contents)
        }
    }

    private init(_ path: String?, _ numbering: Numbering, limit: Int) throws(LedgerTrouble) {
        self.path = path ?? "memory"
        self.limit = limit
        var configuration = Configuration()
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { database in
            // Two appliances that number their events in one file would spoil it for each other.
            try database.execute(
                sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        do {
            database =
                if let path { try DatabaseQueue(path: path, configuration: configuration) } else {
                    try DatabaseQueue(configuration: configuration)
                }
            let answer = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard answer == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: answer) }
            try Ledger.migrator(numbering).migrate(database)
            file = path.flatMap(LedgerFile.init)
        } catch {
            throw LedgerTrouble(error, path: self.path)
        }
    }

    private static func migrator(_ numbering: Numbering) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE numbering (series TEXT NOT NULL, last INTEGER NOT NULL, dropped INTEGER NOT NULL);
                    CREATE TABLE event (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL);
                    CREATE TABLE memory (camera TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
                    CREATE TABLE topic (name TEXT PRIMARY KEY) WITHOUT ROWID;
                    """)
            try database.execute(
                sql: "INSERT INTO numbering VALUES (?, ?, 0)", arguments: [numbering.series, numbering.last])
        }
        return migrator
    }

    /// Lets go of the file, whoever still holds this value.
    func close() {
        // What can't be closed is closed when the last reference goes.
        try? database.close()
    }

    private func contents() throws(LedgerTrouble) -> Contents {
        try perform { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT series, last, dropped FROM numbering")
            else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the numbering is missing") }
            let numbering = Numbering(series: row["series"], last: row["last"])
            let first = try Int.fetchOne(database, sql: "SELECT min(sequence) FROM event")
            let memories = try Row.fetchAll(database, sql: "SELECT camera, body FROM memory")
            return Contents(
                numbering: numbering, settled: first.map { $0 - 1 } ?? numbering.last,
                dropped: row["dropped"],
                memories: Dictionary(
                    memories.map { ($0["camera"] as String, [UInt8]($0["body"] as Data)) }
                ) { $1 },
                topics: try String.fetchAll(database, sql: "SELECT name FROM topic"))
        }
    }

    /// Writes what belongs together: what monitors remember, the events, and topics that may be set from now on.
    ///
    /// `events` make an event's text once its number is known. Returns the events with their numbers, and the
    /// number up to which events had to be given up to keep to the limit (the oldest first), if any had.
    func write(
        memories: [String: [UInt8]], topics: [String], events: [(Int) -> [UInt8]]
    ) throws(LedgerTrouble) -> (events: [Event], droppedUpTo: Int?) {
        try perform { database in
            for (camera, body) in memories {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO memory VALUES (?, ?)", arguments: [camera, Data(body)])
            }
            for topic in topics {
                try database.execute(sql: "INSERT OR IGNORE INTO topic VALUES (?)", arguments: [topic])
            }
            let last = try Int.fetchOne(database, sql: "SELECT last FROM numbering") ?? 0
            var kept: [Event] = []
            for (index, body) in events.enumerated() {
                let sequence = last + index + 1
                kept.append(Event(sequence: sequence, body: body(sequence)))
                try database.execute(
                    sql: "INSERT INTO event VALUES (?, ?)", arguments: [sequence, Data(kept[index].body)])
            }
            try database.execute(sql: "UPDATE numbering SET last = ?", arguments: [last + events.count])
            return (kept, try shrink(database))
        }
    }

    /// Deletes the oldest tenth of the events again and again until the file keeps to its limit.
    private func shrink(_ database: Database) throws -> Int? {
        var droppedUpTo: Int?
        while try usedBytes(database) > limit {
            guard
                let range = try Row.fetchOne(
                    database, sql: "SELECT min(sequence) AS first, max(sequence) AS last FROM event"),
                let first = range["first"] as Int?, let last = range["last"] as Int?
            else { break }
            let end = first + (last - first) / 10
            try database.execute(sql: "DELETE FROM event WHERE sequence <= ?", arguments: [end])
            try database.execute(
                sql: "UPDATE numbering SET dropped = dropped + ?", arguments: [database.changesCount])
            droppedUpTo = end
        }
        return droppedUpTo
    }

    private func usedBytes(_ database: Database) throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        let size = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        return (pages - free) * size
    }

    /// Forgets events that the broker has confirmed and topics that it has cleared.
    func settle(events: [Int], topics: [String]) throws(LedgerTrouble) {
        try perform { database in
            for sequence in events {
                try database.execute(sql: "DELETE FROM event WHERE sequence = ?", arguments: [sequence])
            }
            for topic in topics {
                try database.execute(sql: "DELETE FROM topic WHERE name = ?", arguments: [topic])
            }
        }
    }

    /// The oldest events after `sequence` that wait, at most `count`.
    func events(after sequence: Int, count: Int) throws(LedgerTrouble) -> [Event] {
        try perform { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [sequence, count]
            ).map { row in
                Event(sequence: row["sequence"], body: [UInt8](row["body"] as Data))
            }
        }
    }

    /// Throws if the file was deleted or replaced.
    func checkFile() throws(LedgerTrouble) { try file?.checkIdentity() }

    /// Throws if the file's disk is full or read-only.
    func checkDisk() throws(LedgerTrouble) { try file?.checkDisk() }

    /// One transaction.
    private func perform<Result: Sendable>(
        _ work: (Database) throws -> Result
    ) throws(LedgerTrouble) -> Result {
        do {
            return try database.write(work)
        } catch {
            throw LedgerTrouble(error, path: path)
        }
    }

    // MARK: Damage

    private static func asideName(_ path: String) -> String { path + ".damaged" }

    /// Moves a damaged file out of the way, with what belongs to it.
    private static func setAside(_ path: String) throws(LedgerTrouble) {
        do {
            for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
                // The older of two damaged files is of no more use.
                try? FileManager.default.removeItem(atPath: asideName(path) + ending)
                try FileManager.default.moveItem(atPath: path + ending, toPath: asideName(path) + ending)
            }
        } catch {
            throw .failed(path: path, reason: "it is damaged and can't be moved aside: \(error)")
        }
    }
}

extension LedgerTrouble {
    /// The kind of trouble that an error of the database tells of.
    fileprivate init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, reason: "\(error)")
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_READONLY: .readOnly(path: path)
            case .SQLITE_CANTOPEN where LedgerTrouble.isReadOnly(folderOf: path): .readOnly(path: path)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(path: path)
            default: .failed(path: path, reason: error.message ?? "\(error.resultCode)")
            }
    }

    /// Whether the folder is there but takes nothing.
    private static func isReadOnly(folderOf path: String) -> Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return FileManager.default.fileExists(atPath: folder)
            && !FileManager.default.isWritableFile(atPath: folder)
    }
}
