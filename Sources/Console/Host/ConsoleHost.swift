/// The appliance as the console knows it: everything that a page shows or asks for goes through here.
///
/// Calls may come from many clients at once; what takes long must not block the shared threads. Names in requests have not
/// been checked: an unknown one is `.notFound`.
package protocol ConsoleHost: Sendable {
    func overview() async -> Overview

    // MARK: Cameras
    func cameras() async -> [CameraCard]
    /// The newest picture, at most `width` pixels wide; places under a privacy mask are black.
    func picture(of camera: String, width: Int?) async throws(HostFault) -> HostPicture
    /// What the view guard compares the camera's view with.
    func referenceView(of camera: String) async throws(HostFault) -> HostPicture
    /// Takes what the camera shows now as its right view.
    func acceptView(of camera: String) async throws(HostFault)
    /// Sets these controls at once, until the settings are read anew; returns what the camera reads back.
    func setControls(_ controls: [String: Int], of camera: String) async throws(HostFault) -> [String: Int]
    /// Looks at everything anew.
    func rescan() async

    // MARK: Zones
    func planograms() async -> [PlanogramCard]
    func bayPlan(planogram: String, bay: String) async throws(HostFault) -> BayPlan
    func zones() async throws(HostFault) -> ZoneList
    /// What is wrong with a zone, and how well it fits; saves nothing.
    func check(_ zone: ZoneDraft) async -> ZoneCheck
    /// Finds the bay that the camera sees, and where, from the products in its picture.
    ///
    /// `zone`: keeps what that zone has beside its registration; `planogram`: only bays of this one.
    func propose(camera: String, zone: String?, planogram: String?) async throws(HostFault) -> ZoneProposal
    /// What the zone would report of the newest picture; saves nothing.
    func dryRun(_ zone: ZoneDraft) async throws(HostFault) -> DryRun
    /// Writes the zone into the settings, in place of the one with its id or as a new one, and reloads.
    func save(_ zone: ZoneDraft, over revision: String, by user: String) async throws(HostFault) -> ZoneList
    func removeZone(_ id: String, over revision: String, by user: String) async throws(HostFault) -> ZoneList

    // MARK: The shelf
    func shelf(zone: String) async throws(HostFault) -> ShelfState
    func slot(zone: String, position: String) async throws(HostFault) -> SlotDetail
    /// "This is right": adds what stands in the slot as a reference picture of `gtin`; returns how many it has then.
    func confirm(zone: String, position: String, gtin: String, by user: String) async throws(HostFault) -> Int
    func deviations(_ filter: DeviationFilter) async throws(HostFault) -> DeviationPage
    func deviation(_ id: String) async throws(HostFault) -> DeviationCard
    func picture(ofDeviation id: String) async throws(HostFault) -> HostPicture
    func acknowledge(_ id: String, by user: String) async throws(HostFault) -> DeviationCard
    /// Closes the deviation and tells it no more before `until`, in seconds since 1970 (UTC).
    func suppress(_ id: String, until: Double, by user: String) async throws(HostFault)

    // MARK: Figures
    func figures(_ query: FigureQuery) async throws(HostFault) -> [FigureCard]
    func skuFigures(_ query: FigureQuery, gtin: String?) async throws(HostFault) -> [SKUFigureCard]

    // MARK: Settings
    func settings() async throws(HostFault) -> SettingsDocument
    func check(_ change: SettingsChange) async -> SettingsCheck
    func save(_ change: SettingsChange, over revision: String, by user: String) async throws(HostFault)
        -> SettingsDocument
    /// The newest first.
    func settingsHistory() async throws(HostFault) -> [SettingsRevision]
    func settingsRevision(_ revision: String) async throws(HostFault) -> SettingsRevisionDetail
    func restoreSettings(_ revision: String, over current: String, by user: String) async throws(HostFault)
        -> SettingsDocument
    /// The JSON Schema of the settings file.
    var settingsSchema: String { get }

    /// What changes from now on, for one listener; a slow one may miss some and is told so by `.missed`.
    func events() -> AsyncStream<HostEvent>
}

/// Why the appliance can't do what it was asked.
package enum HostFault: Error, Sendable, Hashable {
    /// There is none of this name.
    case notFound(String)
    /// Somebody else has changed it meanwhile; `revision` is the present one.
    case changedMeanwhile(revision: String)
    /// What was given is wrong, field by field.
    case invalid(String, fields: [FieldProblem])
    /// It can't be done now, and why: no picture, a disk that is full, a change that is under way.
    case unavailable(String)
}

/// One thing that is wrong with what was given.
package struct FieldProblem: Sendable, Hashable, Encodable {
    /// As `outline[3]` or `cameras[0].v4l2.width`; empty: the whole.
    package var path: String
    /// In the settings file, from 1.
    package var line: Int?
    /// What is wrong and what is expected.
    package var reason: String

    package init(path: String, line: Int? = nil, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }
}

/// A JPEG.
package struct HostPicture: Sendable, Hashable {
    package var jpeg: [UInt8]
    /// Seconds since 1970 (UTC).
    package var capturedAt: Double
    /// The picture that the camera gave, before it was made smaller.
    package var cameraSize: PictureSize

    package init(jpeg: [UInt8], capturedAt: Double, cameraSize: PictureSize) {
        self.jpeg = jpeg
        self.capturedAt = capturedAt
        self.cameraSize = cameraSize
    }
}

/// In pixels.
package struct PictureSize: Sendable, Hashable, Encodable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// News for live pages.
package enum HostEvent: Sendable {
    case camera(CameraCard)
    case picture(camera: String, capturedAt: String)
    case zone(String, FigureCard)
    case deviation(change: String, DeviationCard)
    case settings(revision: String)
    case health(HealthVerdict)
    /// Some were left out: fetch everything anew.
    case missed
}
