import Retail

struct CameraStatePayload: Payload {
    let schemaVersion = 1
    let sequence: Int
    let camera: String
    let state: CameraCondition
    let detail: String?
    let since: String

    init(_ report: CameraReport, sequence: Int) {
        self.sequence = sequence
        camera = report.camera
        state = report.condition
        detail = report.detail
        since = Timestamp.text(report.since)
    }
}

struct ZoneStatePayload: Payload {
    struct Components: Encodable, Sendable {
        let presence: Double?
        let shelf: Double?
        let position: Double?
        let facings: Double?
        let order: Double?

        init(_ shares: ComplianceShares) {
            presence = Figure.rounded(shares.presence)
            shelf = Figure.rounded(shares.shelf)
            position = Figure.rounded(shares.position)
            facings = Figure.rounded(shares.facings)
            order = Figure.rounded(shares.order)
        }
    }

    struct BrandShare: Encodable, Sendable {
        let brand: String
        let share: Double?
    }

    let schemaVersion = 1
    let sequence: Int
    let zone: String
    let camera: String?
    let planogram: String?
    let onShelfAvailability: Double?
    let facingsPlanned: Int
    let facingsFound: Int
    let compliance: Double?
    let complianceBy: Components?
    /// The largest first.
    let shareOfShelf: [BrandShare]?
    let observedShare: Double?
    let openDeviations: Int
    /// How far the zone's registration has followed a nudged camera, in widths of the picture.
    let followedShare: Double?
    let lastSeen: String

    init(_ report: ZoneReport, zone settings: Zone?, openDeviations: Int, sequence: Int) {
        self.sequence = sequence
        zone = report.zone
        camera = settings?.camera
        planogram = settings?.planogram
        onShelfAvailability = Figure.rounded(report.figures.onShelfAvailability)
        facingsPlanned = report.figures.facingsPlanned
        facingsFound = report.figures.facingsFound
        compliance = Figure.rounded(report.figures.compliance)
        complianceBy = report.figures.components.map(Components.init)
        let shares = report.figures.shareOfShelf.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        shareOfShelf =
            shares.isEmpty ? nil : shares.map { BrandShare(brand: $0.key, share: Figure.rounded($0.value)) }
        observedShare = Figure.rounded(report.figures.observedShare)
        self.openDeviations = openDeviations
        followedShare = Figure.rounded(report.followedShare)
        lastSeen = Timestamp.text(report.lastSeen)
    }
}

struct InfoPayload: Payload {
    struct ZoneInfo: Encodable, Sendable {
        let id: String
        let camera: String
        let planogram: String
    }

    let schemaVersion = 1
    let sequence: Int
    let store: String
    let device: String
    let version: String
    let models: [String: String]
    let catalogue: ApplianceInfo.CatalogueInfo?
    let cameras: [String]
    let zones: [ZoneInfo]
    let configurationRevision: String
    let run: String
    /// Which numbering the events' `sequence` belongs to; absent until the ledger could be opened.
    let series: String?

    init(
        _ info: ApplianceInfo, store: String, device: String, run: String, series: String?, sequence: Int
    ) {
        self.sequence = sequence
        self.series = series
        self.store = store
        self.device = device
        version = info.version
        models = info.models
        catalogue = info.catalogue
        cameras = info.cameras
        zones = info.zones.map { ZoneInfo(id: $0.id, camera: $0.camera, planogram: $0.planogram) }
        configurationRevision = info.configurationRevision
        self.run = run
    }
}

struct HealthPayload: Payload {
    struct Stage: Encodable, Sendable {
        let meanMs: Double?
        let longestMs: Double?
    }

    let schemaVersion = 1
    let sequence: Int
    let time: String
    let uptimeSeconds: Double?
    let memoryBytes: Int
    let stages: [String: Stage]
    let drops: [String: Int]
    let products: [String: Int]
    let outboxDepth: Int
    let broker: BrokerState
    let ledger: LedgerState

    init(
        _ report: HealthReport, outboxDepth: Int, broker: BrokerState, ledger: LedgerState, sequence: Int
    ) {
        self.sequence = sequence
        self.ledger = ledger
        time = Timestamp.text(report.time)
        uptimeSeconds = Figure.rounded(report.uptime / .seconds(1))
        memoryBytes = report.memoryBytes
        stages = report.stages.mapValues { stage in
            Stage(
                meanMs: Figure.rounded(stage.mean / .milliseconds(1)),
                longestMs: Figure.rounded(stage.longest / .milliseconds(1)))
        }
        drops = report.drops
        products = report.products
        self.outboxDepth = outboxDepth
        self.broker = broker
    }
}

/// A trouble for programs and in words.
struct TroublePayload: Encodable, Sendable {
    let state: String
    let detail: String

    init(_ error: MessagingError) {
        state = error.word
        detail = error.description
    }
}

/// How the appliance gets along with its broker.
struct BrokerState: Encodable, Sendable {
    /// `ok`, or the trouble's word.
    let state: String
    let detail: String?
    /// The version of MQTT that is spoken.
    let `protocol`: String?
    /// Why there was no connection when there was none last.
    let lastTrouble: TroublePayload?
    let connections: Int
    let delivered: Int
    let refused: Int
    let droppedHealth: Int
    let droppedEvents: Int
    let requests: Int
    let droppedRequests: Int

    init(_ standing: BrokerStanding, _ counters: DeliveryCounters) {
        state = standing.trouble?.word ?? "ok"
        detail = standing.trouble?.description
        `protocol` = standing.version?.rawValue
        lastTrouble = standing.lastLoss.map(TroublePayload.init)
        connections = counters.connections
        delivered = counters.delivered
        refused = counters.refused
        droppedHealth = counters.droppedHealth
        droppedEvents = counters.droppedEvents
        requests = counters.requests
        droppedRequests = counters.droppedRequests
    }
}

/// Whether what is decided can be written.
struct LedgerState: Encodable, Sendable {
    static let fine = "ok"

    /// `ok`, or the trouble's code.
    let state: String
    let detail: String?
    /// Events that wait in memory for the disk.
    let heldEvents: Int
    /// Where a damaged file was moved to in this run.
    let movedAside: String?

    init(_ trouble: LedgerTrouble? = nil, heldEvents: Int = 0, movedAside: String? = nil) {
        state = trouble?.code ?? LedgerState.fine
        detail = trouble?.description
        self.heldEvents = heldEvents
        self.movedAside = movedAside
    }
}
