internal import Monitoring
internal import Planograms

/// What must outlive the process of what one camera's zones know.
struct CameraMemory: Sendable, Codable {
    var monitored: ZoneMonitor.Snapshot
    /// Zones whose registration has followed a nudged camera.
    var followed: [FollowedView]
}
