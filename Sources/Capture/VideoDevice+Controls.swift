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

    /// Sets `wanted`, by name, and reads each back.
    ///
    /// First what switches an automatic off, then what it had kept out of reach: so in the order of their names, twice.
    func apply(_ wanted: [String: Int]) throws(CaptureError) {
        guard !wanted.isEmpty else { return }
        for isLast in [false, true] {
            let known = controls()
            for (name, value) in wanted.sorted(by: { $0.key < $1.key }) {
                guard let control = known.first(where: { $0.name == name }) else {
                    let names = known.map(\.name).joined(separator: ", ")
                    throw .control(
                        path: path, reason: "it has no \(name); it has \(names.isEmpty ? "none" : names)")
                }
                if let objection = control.objection(to: value) {
                    throw .control(path: path, reason: objection)
                }
                let status = cv4l2_set_control(descriptor, control.id, Int32(value))
                var read: Int32 = 0
                let isRead = unsafe cv4l2_get_control(descriptor, control.id, &read) == 0
                guard isLast else { continue }
                if status != 0 {
                    throw .control(
                        path: path, reason: "\(name) can't be set to \(value): \(SystemMessage.text(-status))"
                    )
                }
                if isRead, Int(read) != value {
                    throw .control(path: path, reason: "\(name) was set to \(value), and is \(read)")
                }
            }
        }
    }
}
