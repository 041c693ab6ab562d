package import Retail

/// What was decided at one moment about one camera's zones; it is written as one.
package struct Decision: Sendable {
    /// The camera's id.
    package var camera: String
    /// What the camera's monitors must remember over a restart; only the newest of a camera counts.
    package var memory: [UInt8]
    package var events: [DeviationEvent]

    package init(camera: String, memory: [UInt8], events: [DeviationEvent]) {
        self.camera = camera
        self.memory = memory
        self.events = events
    }
}
