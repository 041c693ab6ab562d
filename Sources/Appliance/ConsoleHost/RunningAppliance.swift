internal import Capture
internal import Planograms
internal import Records
internal import Retail

/// One run of the appliance, as far as the console reaches into it.
struct RunningAppliance: Sendable {
    let version: String
    var settings: Settings
    let plans: [PlanogramVersions]
    let perception: CurrentPerception
    let catalogue: CatalogueSource
    /// By the cameras' names, as are `controls`.
    let looks: [String: CameraLook]
    let controls: [String: LiveControls]
    let health: HealthBoard
    let metrics: ApplianceMetrics
    let figures: FigureKeeper
    let archive: DeviationArchive?

    var naming: Naming { Naming(catalogue: perception.catalogue, plans: plans) }

    func camera(_ id: String) -> CameraSettings? { settings.cameras.first { $0.id == id } }

    /// How a zone stands; `nil` if there is none of this name.
    func zone(_ id: String) async -> ZoneSnapshot? {
        guard let zone = settings.zones.first(where: { $0.id == id }) else { return nil }
        return await looks[zone.camera]?.current(zone: id)
    }

    /// All that is open, and the camera that sees it.
    func open() async -> [(deviation: Deviation, camera: String)] {
        var all: [(deviation: Deviation, camera: String)] = []
        for zone in settings.zones {
            guard let open = await looks[zone.camera]?.current(zone: zone.id)?.open else { continue }
            all += open.map { ($0, zone.camera) }
        }
        return all
    }
}
