import Retail

struct CameraStatePayload: Payload {
    let schemaVersion = 1
    let camera: String
    let state: CameraCondition
    let detail: String?
    let since: String

    init(_ report: CameraReport) {
        camera = report.camera
        state = report.condition
        detail = report.detail
        since = Timestamp.text(report.since)
    }
}

struct ZoneStatePayload: Payload {
    let schemaVersion = 1
    let zone: String
    let camera: String?
    let planogram: String?
    let onShelfAvailability: Double?
    let facingsPlanned: Int
    let facingsFound: Int
    let compliance: Double?
    let observedShare: Double?
    let openDeviations: Int
    let lastSeen: String

    init(_ report: ZoneReport, zone settings: Zone?, openDeviations: Int) {
        zone = report.zone
        camera = settings?.camera
        planogram = settings?.planogram
        onShelfAvailability = Figure.rounded(report.figures.onShelfAvailability)
        facingsPlanned = report.figures.facingsPlanned
        facingsFound = report.figures.facingsFound
        compliance = Figure.rounded(report.figures.compliance)
        observedShare = Figure.rounded(report.figures.observedShare)
        self.openDeviations = openDeviations
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
    let store: String
    let device: String
    let version: String
    let models: [String: String]
    let catalogue: ApplianceInfo.CatalogueInfo?
    let cameras: [String]
    let zones: [ZoneInfo]
    let configurationRevision: String
    let run: String

    init(_ info: ApplianceInfo, store: String, device: String, run: String) {
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
    let time: String
    let uptimeSeconds: Double?
    let memoryBytes: Int
    let stages: [String: Stage]
    let drops: [String: Int]
    let products: [String: Int]
    let outboxDepth: Int
    let broker: DeliveryCounters

    init(_ report: HealthReport, outboxDepth: Int, counters: DeliveryCounters) {
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
        broker = counters
    }
}
