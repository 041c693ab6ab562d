/// The controls of cameras that differ between the settings that run and those that have been read again.
package struct ControlChanges: Equatable, Sendable {
    /// The controls that are wanted now, of each camera of which they have changed.
    package private(set) var controls: [String: [String: Int]] = [:]
    /// Whether nothing else differs, so that the cameras can go on meanwhile.
    package let areAll: Bool

    package init(from running: Settings, to new: Settings) {
        var running = running
        for index in running.cameras.indices {
            let old = running.cameras[index]
            guard let camera = new.cameras.first(where: { $0.id == old.id }),
                let wanted = camera.source.controls,
                let before = old.source.controls, before != wanted
            else { continue }
            controls[camera.id] = wanted
            running.cameras[index].source.controls = wanted
        }
        areAll = new == running
    }
}
