package import Retail

/// What a camera does, or why it does not.
///
/// The raw value is the name in messages.
package enum CameraCondition: String, CaseIterable, Sendable, Codable {
    case starting
    case streaming
    case noDevice = "no_device"
    case busy
    case permission
    case noUSBBandwidth = "no_usb_bandwidth"
    case noSignal = "no_signal"
    case stalled
    /// Pictures come, but all of them are damaged.
    case badFrames = "bad_frames"
    /// The pictures were not any more what had been agreed on; the camera is opened again.
    case formatLost = "format_lost"
    /// The driver does not come back from a request.
    case hanging
    case unusable
    /// The stream broke or a request was refused; the camera is opened again.
    case lost
    /// Pictures come, but not of what they should show; no zone is judged.
    case moved
    case covered
    case blurred
    case dark
    case bright
    case frozen
    /// A source that has come to its end, such as a replay.
    case ended
}

/// How a camera is.
package struct CameraReport: Hashable, Sendable {
    package var camera: String
    package var condition: CameraCondition
    /// More in words, for people.
    package var detail: String?
    /// Since when it is so, seconds since 1970 (UTC).
    package var since: Double

    package init(camera: String, condition: CameraCondition, detail: String? = nil, since: Double) {
        self.camera = camera
        self.condition = condition
        self.detail = detail
        self.since = since
    }
}

/// What a zone looks like.
package struct ZoneReport: Hashable, Sendable {
    package var zone: String
    package var figures: ZoneFigures
    /// When the frame that the figures are from was taken, seconds since 1970 (UTC).
    package var lastSeen: Double
    /// By how much of the picture's width its registration has followed a nudged camera; `nil`: not at all.
    package var followedShare: Double?

    package init(zone: String, figures: ZoneFigures, lastSeen: Double, followedShare: Double? = nil) {
        self.zone = zone
        self.followedShare = followedShare
        self.figures = figures
        self.lastSeen = lastSeen
    }
}

/// How the appliance itself is.
package struct HealthReport: Hashable, Sendable {
    /// How long one stage of the pipeline takes.
    package struct Stage: Hashable, Sendable {
        package var mean: Duration
        package var longest: Duration

        package init(mean: Duration, longest: Duration) {
            self.mean = mean
            self.longest = longest
        }
    }

    /// Seconds since 1970 (UTC).
    package var time: Double
    package var uptime: Duration
    /// Resident memory of the process.
    package var memoryBytes: Int
    /// By the name of the stage.
    package var stages: [String: Stage]
    /// What was thrown away, by what it was: `frames`, `broken_frames`, ...
    package var drops: [String: Int]
    /// What became of the products seen: `looked_at`, or `known` from an earlier picture.
    package var products: [String: Int]

    package init(
        time: Double, uptime: Duration, memoryBytes: Int, stages: [String: Stage] = [:],
        drops: [String: Int] = [:], products: [String: Int] = [:]
    ) {
        self.time = time
        self.uptime = uptime
        self.memoryBytes = memoryBytes
        self.stages = stages
        self.drops = drops
        self.products = products
    }
}

/// What the appliance is made of; holds no secrets.
package struct ApplianceInfo: Hashable, Sendable {
    package struct CatalogueInfo: Hashable, Sendable, Encodable {
        package var name: String
        package var entries: Int

        package init(name: String, entries: Int) {
            self.name = name
            self.entries = entries
        }
    }

    package var version: String
    /// The name and version of each model, by its task: `detector`, `embedder`.
    package var models: [String: String]
    package var catalogue: CatalogueInfo?
    package var cameras: [String]
    package var zones: [Zone]
    /// Changes whenever the configuration does.
    package var configurationRevision: String

    package init(
        version: String, models: [String: String] = [:], catalogue: CatalogueInfo? = nil, cameras: [String],
        zones: [Zone], configurationRevision: String
    ) {
        self.version = version
        self.models = models
        self.catalogue = catalogue
        self.cameras = cameras
        self.zones = zones
        self.configurationRevision = configurationRevision
    }
}

/// How delivery went since the start.
package struct DeliveryCounters: Hashable, Sendable {
    /// Connections that the broker accepted.
    package internal(set) var connections = 0
    /// Messages that the broker has confirmed (QoS 1) or that were sent (QoS 0).
    package internal(set) var delivered = 0
    /// Messages that the broker would not take.
    package internal(set) var refused = 0
    /// Health readings that a newer one replaced before they could be sent.
    package internal(set) var droppedHealth = 0
    /// Events that were given up for good: the ledger had grown to its limit, or was damaged.
    package internal(set) var droppedEvents = 0
    package internal(set) var requests = 0
    /// Requests that were ignored by rule, or whose answer found no room.
    package internal(set) var droppedRequests = 0

    package init() {}
}
