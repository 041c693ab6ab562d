internal import Foundation
internal import Messaging
internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

/// What the settings name, loaded and checked before anything runs.
struct ApplianceParts {
    let perception: Perception
    let catalogue: CatalogueSource
    /// The version of the catalogue that `perception` names by.
    let catalogueVersion: FileVersion?
    let zones: [ZoneWatch]
    let messaging: MessengerSettings
    /// Changes whenever the settings do.
    let revision: String

    init(_ settings: Settings) throws(ApplianceError) {
        do {
            let detector = try Detector(path: settings.models.detectorPath, threads: settings.models.threads)
            let embedder = try Embedder(path: settings.models.embedderPath, threads: settings.models.threads)
            let plans = try PlanogramVersions.gather(
                settings.planogramPaths.map { ($0, try PlanogramFile.read(path: $0)) })
            catalogue = Self.catalogue(settings, embedder, plans)
            catalogueVersion = FileVersion(path: settings.cataloguePath)
            perception = Perception(
                detector: detector, embedder: embedder, classifier: try catalogue.load(),
                settings: Self.detection(settings))
            zones = try Self.zones(settings, plans, catalogue: perception.catalogue)
            messaging = try Self.messaging(settings)
            if let folder = settings.picturesPath {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        } catch {
            throw ApplianceError("\(error)")
        }
        revision = String("\(settings)".utf8.stableHash, radix: 36)
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

    private static func zones(
        _ settings: Settings, _ plans: [PlanogramVersions], catalogue: any SKUTable
    ) throws -> [ZoneWatch] {
        let monitoring = settings.monitoring
        return try settings.zones.map { zone in
            let plan = try Self.plan(of: zone, among: plans)
            return try ZoneWatch(
                zone: zone, plan: plan, catalogue: catalogue,
                settings: MonitorSettings(
                    confirmFrames: monitoring.confirmFrames, window: monitoring.confirmFrames + 2,
                    confirmAfterSeconds: monitoring.confirmAfterSeconds, closeFrames: monitoring.closeFrames))
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

    private static func messaging(_ settings: Settings) throws -> MessengerSettings {
        let mqtt = settings.mqtt
        var broker = BrokerSettings(
            host: mqtt.host, port: mqtt.port, clientID: "gondola-\(settings.store)-\(settings.device)")
        broker.username = mqtt.username
        broker.authorityFile = mqtt.authorityPath
        broker.keepAlive = .seconds(mqtt.keepAliveSeconds)
        if let path = mqtt.passwordPath {
            guard let data = FileManager.default.contents(atPath: path),
                let line = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first
            else {
                throw ApplianceError("\(path): no password can be read from it: mqtt.password_file names it")
            }
            broker.password = String(line)
        }
        return MessengerSettings(broker: broker, store: settings.store, device: settings.device)
    }
}
