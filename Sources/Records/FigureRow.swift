internal import GRDB

/// Five minutes of one zone, as the database keeps them.
struct FigureRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "stretch"

    let zone: String
    /// Seconds since 1970 (UTC), a multiple of `FigureStore.stretchSeconds`.
    let start: Int
    let seconds: Double
    let judgedSeconds: Double
    let availability: Double
    let planned: Double
    let found: Double
    let compliance: Double
    let presence: Double
    let shelf: Double
    let position: Double
    let facings: Double
    let placing: Double
    let observed: Double
    /// Brands and their sums, as JSON.
    let shares: [String: Double]

    init(zone: String, start: Int, _ sum: FigureSum) {
        self.zone = zone
        self.start = start
        seconds = sum.seconds
        judgedSeconds = sum.judgedSeconds
        availability = sum.availability
        planned = sum.planned
        found = sum.found
        compliance = sum.compliance
        presence = sum.presence
        shelf = sum.shelf
        position = sum.position
        facings = sum.facings
        placing = sum.order
        observed = sum.observed
        // Further digits would double the size of the file.
        shares = sum.shares.mapValues { ($0 * 100).rounded() / 100 }
    }

    var sum: FigureSum {
        FigureSum(
            seconds: seconds, judgedSeconds: judgedSeconds, availability: availability, planned: planned,
            found: found, compliance: compliance, presence: presence, shelf: shelf, position: position,
            facings: facings, order: placing, observed: observed, shares: shares)
    }
}
