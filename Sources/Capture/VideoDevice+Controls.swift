internal import CV4L2

extension VideoDevice {
    /// What can be set at this camera: whole numbers, switches and menus.
    func controls() -> [CameraControl] {
        var found = cv4l2_control()
        var controls: [CameraControl] = []
        // A broken driver may know no end.
        while controls.count < 500, unsafe cv4l2_next_control(descriptor, &found) == 0 {
            guard found.minimum <= found.maximum else { continue }
            var value: Int32 = 0
            let isRead = unsafe cv4l2_get_control(descriptor, found.id, &value) == 0
            controls.append(
                CameraControl(
                    name: CameraControl.name(of: text(of: found.name)),
                    range: Int(found.minimum)...Int(found.maximum),
                    step: Int(found.step), standard: Int(found.standard), value: isRead ? Int(value) : nil,
                    id: found.id,
                    isInactive: found.is_inactive != 0))
        }
        return controls
    }

    /// Sets `wanted`, by name, reads each back, and returns what was read.
    ///
    /// What was set `before` and is not wanted any more goes back to the driver's standard. Nothing is set if one of the
    /// values can't be. First what switches an automatic off, then what it had kept out of reach: so in the order of their
    /// names, twice.
    @discardableResult
    func apply(_ wanted: [String: Int], before: [String: Int] = [:]) throws(CaptureError) -> [String: Int] {
        guard !wanted.isEmpty || !before.isEmpty else { return [:] }
        let all = controls()
        let known = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var targets: [(control: CameraControl, value: Int)] = []
        for (name, value) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let control = known[name] else {
                let names = all.map(\.name).joined(separator: ", ")
                throw .control(
                    path: path, reason: "it has no \(name); it has \(names.isEmpty ? "none" : names)")
            }
            if let objection = control.objection(to: value) { throw .control(path: path, reason: objection) }
            targets.append((control, value))
        }
        for name in before.keys.sorted() where wanted[name] == nil {
            if let control = known[name] { targets.append((control, control.standard)) }
        }
        for (control, value) in targets { _ = cv4l2_set_control(descriptor, control.id, Int32(value)) }
        var read: [String: Int] = [:]
        for (control, value) in targets { read[control.name] = try set(control, to: value) }
        return read
    }

    /// Sets one control; throws unless it then reads back as it was set, where it can be read.
    private func set(_ control: CameraControl, to value: Int) throws(CaptureError) -> Int {
        let status = cv4l2_set_control(descriptor, control.id, Int32(value))
        guard status == 0 else {
            // A device that has gone is no wrong setting.
            if case .absent = SystemMessage.cause(-status) { throw .noDevice(path: path) }
            throw .control(
                path: path, reason: "\(control.name) can't be set to \(value): \(SystemMessage.text(-status))"
            )
        }
        var read: Int32 = 0
        guard unsafe cv4l2_get_control(descriptor, control.id, &read) == 0 else { return value }
        guard Int(read) == value else {
            throw .control(path: path, reason: "\(control.name) was set to \(value), and is \(read)")
        }
        return value
    }
}
