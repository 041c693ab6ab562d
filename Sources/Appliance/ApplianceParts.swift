internal import Foundation
internal import Messaging
internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

/// What the settings name, loaded and checked before anything runs.
struct ApplianceParts: Sendable {
    let settings: Settings
    let perception: Perception
    let catalogue: CatalogueSource
    /// The version of the catalogue that `perception` names by.
    let catalogueVersion: FileVersion?
    /// All versions of the plans of all bays.
    let plans: [PlanogramVersions]
    let zones: [ZoneWatch]
    let messaging: MessengerSettings
    /// Changes whenever the settings do.
    let revision: String

    init(_ settings: Settings) throws(ApplianceError) {
        self.settings = settings
        do {
            plans = try Self.plans(settings)
            catalogueVersion = FileVersion(path: settings.cataloguePath)
            (perception, catalogue) = try Self.perception(settings, plans)
            zones = try Self.zones(settings, plans, catalogue: perception.catalogue)
            messaging = Self.messaging(settings)
            for folder in [settings.picturesPath, settings.evidencePath].compactMap(\.self) {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        } catch {
            throw ApplianceError("\(error)")
        }
        revision = String("\(settings)".utf8.stableHash, radix: 36)
    }

    /// The models and the catalogue that they name by.
    static func perception(
        _ settings: Settings, _ plans: [PlanogramVersions]
    ) throws -> (Perception, CatalogueSource) {
        let detector = try Detector(path: settings.models.detectorPath, threads: settings.models.threads)
        let embedder = try Embedder(path: settings.models.embedderPath, threads: settings.models.threads)
        let catalogue = catalogue(settings, embedder, plans)
        let perception = Perception(
            detector: detector, embedder: embedder, classifier: try catalogue.load(),
            settings: detection(settings))
        return (perception, catalogue)
    }

    /// All versions of the plans of all bays.
    static func plans(_ settings: Settings) throws(PlanogramError) -> [PlanogramVersions] {
        var files: [(path: String, planograms: [Planogram])] = []
        for path in settings.planogramPaths { files.append((path, try PlanogramFile.read(path: path))) }
        return try PlanogramVersions.gather(files)
    }

    private static func catalogue(
        _ settings: Settings, _ embedder: Embedder, _ plans: [PlanogramVersions]
    ) -> CatalogueSource {
        var naming = TreeClassifier.Settings()
        naming.confidence = settings.models.confidence
        let listed = plans.lazy.flatMap(\.versions).flatMap(\.bay.shelves).flatMap(\.positions).map(\.gtin)
        return CatalogueSource(
            path: settings.cataloguePath, embedder: embedder, listed: Set(listed), settings: naming)
    }

    private static func detection(_ settings: Settings) -> Detector.Settings {
        var detection = Detector.Settings()
        detection.threshold = settings.models.detectorThreshold
        return detection
    }

    static func zones(
        _ settings: Settings, _ plans: [PlanogramVersions], catalogue: any SKUTable
    ) throws -> [ZoneWatch] {
        return try settings.zones.map { zone in
            let plan = try Self.plan(of: zone, among: plans)
            var watching = settings.monitoring
            watching.severity = settings.severity
            return try ZoneWatch(zone: zone, plan: plan, catalogue: catalogue, settings: watching)
        }
    }

    /// The versions of the bay that `zone` watches.
    private static func plan(
        of zone: Zone, among plans: [PlanogramVersions]
    ) throws(ApplianceError) -> PlanogramVersions {
        let bays = plans.filter { $0.versions[0].id == zone.planogram }
        guard !bays.isEmpty else {
            throw ApplianceError(
                "zone \"\(zone.id)\": no planogram has the id \"\(zone.planogram)\"; there are "
                    + Set(plans.map { $0.versions[0].id }).sorted().joined(separator: ", "))
        }
        if bays.count == 1, zone.bay == nil { return bays[0] }
        guard let plan = bays.first(where: { $0.versions[0].bay.id == zone.bay }) else {
            throw ApplianceError(
                "zone \"\(zone.id)\": give as \"bay\" one of the bays of planogram \"\(zone.planogram)\": "
                    + bays.map { $0.versions[0].bay.id }.joined(separator: ", "))
        }
        return plan
    }

    static func messaging(_ settings: Settings) -> MessengerSettings {
        let mqtt = settings.mqtt
        var broker = BrokerSettings(
            host: mqtt.host, port: mqtt.port, clientID: "gondola-\(settings.store)-\(settings.device)")
        broker.username = mqtt.username
        broker.usernameFile = mqtt.usernamePath
        broker.passwordFile = Password.path(mqtt)
        broker.authorityFile = mqtt.authorityPath
        broker.certificateFile = mqtt.certificatePath
        broker.keyFile = mqtt.keyPath
        broker.keepAlive = .seconds(mqtt.keepAliveSeconds)
        var messaging = MessengerSettings(broker: broker, store: settings.store, device: settings.device)
        messaging.ledgerPath = settings.statePath
        return messaging
    }
}
