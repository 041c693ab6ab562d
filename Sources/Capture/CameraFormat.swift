internal import CV4L2

/// How a camera may pack its pictures, of the ways that Gondola understands.
package enum CameraFormat: String, Sendable, CaseIterable, Codable {
    /// One JPEG a frame. `mjpeg` is what USB cameras call it, `jpeg` what some drivers do.
    case mjpeg
    case jpeg
    /// YUYV 4:2:2, uncompressed.
    case yuyv
    /// Never sent by a camera that we know; libv4l2 converts what else there is into it.
    case rgb24

    /// The number by which V4L2 knows the format.
    var fourCC: UInt32 {
        switch self {
        case .mjpeg: cv4l2_format_mjpeg
        case .jpeg: cv4l2_format_jpeg
        case .yuyv: cv4l2_format_yuyv
        case .rgb24: cv4l2_format_rgb24
        }
    }

    init?(fourCC: UInt32) {
        guard let found = Self.allCases.first(where: { $0.fourCC == fourCC }) else { return nil }
        self = found
    }
}
