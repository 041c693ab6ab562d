internal import Foundation

/// A camera that is plugged in, as `gondola cameras` lists it.
package struct CameraListing: Sendable {
    package let path: String
    package let card: String
    package let driver: String
    /// Where it is plugged in; tells two cameras of one make apart.
    package let bus: String
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
        for path in paths() {
            do throws(CaptureError) {
                let device = try VideoDevice.open(path: path)
                cameras.append(
                    CameraListing(
                        path: path, card: device.identity.card, driver: device.identity.driver,
                        bus: device.identity.bus,
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

    private static func paths() -> [String] {
        // A machine without /dev has no cameras.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev")) ?? []
        let numbers = names.compactMap { $0.hasPrefix("video") ? Int($0.dropFirst("video".count)) : nil }
        return numbers.sorted().map { "/dev/video\($0)" }
    }
}
