internal import Foundation
internal import Logging
internal import Monitoring
internal import Records
internal import Retail
internal import ServiceLifecycle

/// Keeps the zones' figures over time, if the settings name a file for them.
///
/// Figures are worth less than alerts: what goes wrong with them is logged, and stops nothing.
actor FigureKeeper: Service {
    private let store: FigureStore?
    private let hours: WeeklyTimes
    private let health: HealthBoard
    private let logger: Logger
    private var isFailing = false

    /// Throws if the file can't be made; a damaged one is moved aside and a new one begun.
    init(
        _ settings: Settings.FigureSettings?, hours: WeeklyTimes, health: HealthBoard, logger: Logger
    ) throws(RecordsError) {
        self.health = health
        self.hours = hours
        self.logger = logger
        guard let settings else {
            store = nil
            return
        }
        var limits = FigureStore.Limits()
        limits.days = settings.keepDays
        limits.megabytes = settings.limitMegabytes
        let store = try FigureStore(path: settings.path, limits: limits)
        if let aside = store.damagedFile {
            logger.warning("figures were damaged, starting without them", metadata: ["kept_as": "\(aside)"])
        }
        self.store = store
    }

    /// Writes what is in memory when the appliance stops.
    func run() async throws {
        // Cancellation is a stop as well.
        try? await gracefulShutdown()
        guard let store else { return }
        do {
            try await store.flush()
        } catch {
            logger.error("figures not kept", metadata: ["cause": "\(error)"])
        }
    }

    /// The figures of zones over time, as `FigureStore.series` gives them; none if none are kept.
    func series(zone: String?, from: Double, to: Double, step: Double) async throws -> [FigurePoint] {
        // What is still in memory belongs to what is asked for.
        try await store?.flush()
        return try await store?.series(zone: zone, from: from, to: to, step: step) ?? []
    }

    /// The availability of SKUs over time; none if none is kept.
    func skuSeries(
        zone: String?, gtin: GTIN?, from: Double, to: Double, step: Double
    ) async throws -> [SKUPoint] {
        try await store?.flush()
        return try await store?.skuSeries(zone: zone, gtin: gtin, from: from, to: to, step: step) ?? []
    }

    /// Takes in what a look at `time`, in seconds since 1970 (UTC), found.
    func add(_ zones: [ZoneLook], at time: Double) async {
        guard let store else { return }
        do {
            for zone in zones {
                let isOpen = hours.contains(time)
                try await store.add(zone.figures, zone: zone.zone, at: time, isOpen: isOpen)
                try await store.add(zone.skus, zone: zone.zone, at: time, isOpen: isOpen)
            }
            if isFailing { health.clear(.disk, name: "figures") }
            isFailing = false
        } catch {
            if !isFailing { logger.error("figures not kept", metadata: ["cause": "\(error)"]) }
            health.report(.disk, name: "figures", "figures can't be written: \(error)")
            isFailing = true
        }
    }
}
