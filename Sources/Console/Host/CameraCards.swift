/// How the appliance is, in one look.
package struct Overview: Sendable, Hashable, Encodable {
    package var store: String
    package var device: String
    package var version: String
    /// SKUs in the catalogue.
    package var skus: Int
    package var health: HealthVerdict
    package var cameras: [CameraCard]
    package var zones: [ZoneSummary]
    /// Open deviations by severity.
    package var open: [String: Int]

    package init(
        store: String, device: String, version: String, skus: Int, health: HealthVerdict,
        cameras: [CameraCard],
        zones: [ZoneSummary], open: [String: Int]
    ) {
        self.store = store
        self.device = device
        self.version = version
        self.skus = skus
        self.health = health
        self.cameras = cameras
        self.zones = zones
        self.open = open
    }
}

/// One zone in the overview.
package struct ZoneSummary: Sendable, Hashable, Encodable {
    package var id: String
    package var camera: String
    package var planogram: String
    package var bay: String?
    /// `nil` before the first look.
    package var figures: FigureCard?
    package var openDeviations: Int

    package init(
        id: String, camera: String, planogram: String, bay: String?, figures: FigureCard?, openDeviations: Int
    ) {
        self.id = id
        self.camera = camera
        self.planogram = planogram
        self.bay = bay
        self.figures = figures
        self.openDeviations = openDeviations
    }
}

/// One camera and how it is.
package struct CameraCard: Sendable, Hashable, Encodable {
    package var id: String
    /// As on MQTT: `streaming`, `no_device`, `moved`...
    package var state: String
    /// Whether that is as it should be.
    package var isFine: Bool
    package var detail: String
    /// What a technician can do about it; may be empty.
    package var hint: String
    /// RFC 3339.
    package var since: String?
    package var capturedAt: String?
    package var pictureSize: PictureSize?
    /// Where its pictures come from, for people: `/dev/video0`, `http://...`.
    package var source: String
    package var zones: [String]
    package var guardsView: Bool
    package var hasReferenceView: Bool
    /// Empty for what is no V4L2 camera.
    package var controls: [ControlCard]

    package init(
        id: String, state: String, isFine: Bool, detail: String, hint: String, since: String?,
        capturedAt: String?,
        pictureSize: PictureSize?, source: String, zones: [String], guardsView: Bool, hasReferenceView: Bool,
        controls: [ControlCard]
    ) {
        self.id = id
        self.state = state
        self.isFine = isFine
        self.detail = detail
        self.hint = hint
        self.since = since
        self.capturedAt = capturedAt
        self.pictureSize = pictureSize
        self.source = source
        self.zones = zones
        self.guardsView = guardsView
        self.hasReferenceView = hasReferenceView
        self.controls = controls
    }
}

/// One control of a camera's driver.
package struct ControlCard: Sendable, Hashable, Encodable {
    package struct Choice: Sendable, Hashable, Encodable {
        package var value: Int
        package var name: String

        package init(value: Int, name: String) {
            self.value = value
            self.name = name
        }
    }

    /// The driver's name, as `exposure_time_absolute`.
    package var name: String
    /// `integer`, `boolean` or `menu`.
    package var kind: String
    package var minimum: Int
    package var maximum: Int
    package var step: Int
    package var standard: Int
    /// `nil`: not known now.
    package var value: Int?
    package var choices: [Choice]

    package init(
        name: String, kind: String, minimum: Int, maximum: Int, step: Int, standard: Int, value: Int?,
        choices: [Choice]
    ) {
        self.name = name
        self.kind = kind
        self.minimum = minimum
        self.maximum = maximum
        self.step = step
        self.standard = standard
        self.value = value
        self.choices = choices
    }
}
