/// A camera that is plugged in, as `gondola cameras` lists it.
package struct CameraListing: Sendable {
    package let path: String
    package let card: String
    package let driver: String
    /// Where it is plugged in; tells two cameras of one make apart.
    package let bus: String
    /// The kernel's name for the node, by which `card:` finds it.
    package let name: String
    /// The socket of a USB camera, as the kernel numbers it, and its serial number if it has one.
    package let port: String?
    package let serial: String?
    /// What can be set at it.
    package let controls: [CameraControl]
    /// Sizes and rates of each format that Gondola can use.
    package let formats: [OfferedFormat]
    /// All formats of the camera as its driver names them, also those that need conversion.
    package let formatNames: [String]

    /// The nodes `/dev/video*` in the order of their numbers: cameras, and why the other nodes are none.
    ///
    /// Metadata nodes, which every USB camera has, are left out.
    package static func all() -> (cameras: [CameraListing], problems: [CaptureError]) {
        var cameras: [CameraListing] = []
        var problems: [CaptureError] = []
        for node in KernelDevice.all() {
            let path = node.path
            do throws(CaptureError) {
                let device = try VideoDevice.open(path: path)
                cameras.append(
                    CameraListing(
                        path: path, card: device.identity.card, driver: device.identity.driver,
                        bus: device.identity.bus, name: node.card, port: node.port, serial: node.serial,
                        controls: device.controls(),
                        formats: device.offeredFormats(near: CaptureRequest().size).filter {
                            !$0.isConverted
                        },
                        formatNames: device.formatNames()))
            } catch {
                if case .notACamera = error { continue }
                problems.append(error)
            }
        }
        return (cameras, problems)
    }
}

extension CameraControl {
    /// What can be set at the camera at `address`, as `CameraAddress` understands it; it may stream meanwhile.
    package static func all(of address: String) throws(CaptureError) -> [CameraControl] {
        try VideoDevice.open(CameraAddress(address), called: address).controls()
    }
}
