internal import GRDB

/// One hour of one SKU in one zone, as the database keeps it.
struct SKURow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "sku"

    let zone: String
    /// Seconds since 1970 (UTC), a multiple of an hour.
    let start: Int
    /// The 14 digits as a number.
    let gtin: Int64
    let seconds: Double
    let available: Double
    let planned: Double
    let found: Double

    /// Whole numbers take a quarter of the room that others do; a second of an hour is not missed.
    init(zone: String, start: Int, gtin: Int64, _ sum: SKUSum) {
        self.zone = zone
        self.start = start
        self.gtin = gtin
        seconds = sum.seconds.rounded()
        available = sum.available.rounded()
        planned = sum.planned.rounded()
        found = sum.found.rounded()
    }

    var sum: SKUSum { SKUSum(seconds: seconds, available: available, planned: planned, found: found) }

    static func create(in database: Database) throws {
        try database.create(table: databaseTableName, options: .withoutRowID) { table in
            table.column("zone", .text).notNull()
            table.column("start", .integer).notNull()
            table.column("gtin", .integer).notNull()
            for name in ["seconds", "available", "planned", "found"] {
                table.column(name, .double).notNull()
            }
            table.primaryKey(["zone", "start", "gtin"])
        }
    }
}
