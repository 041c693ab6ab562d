internal import CV4L2
internal import Imaging

/// How a camera may pack its pictures, of the ways that Gondola understands without help.
///
/// The order is that of preference. libv4l2 converts what else there is, such as Bayer patterns, into `rgb24`.
package enum CameraFormat: String, Sendable, CaseIterable, Codable {
    /// One JPEG a frame.
    ///
    /// `mjpeg` is what USB cameras call it, `jpeg` what some drivers do.
    case mjpeg, jpeg
    case yuyv, uyvy, yvyu
    case nv12, nv21, nv16, yuv420
    /// The same with each plane in memory of its own, as some multi-planar drivers deliver them.
    case nv12m, nv21m, nv16m, yuv420m
    case rgb24, bgr24
    case grey

    /// How an uncompressed picture lies in memory; `nil` for a JPEG.
    ///
    /// Planes of their own are put together when they are copied (`PlanePacking`).
    var layout: RawLayout? {
        switch self {
        case .nv12m: .nv12
        case .nv21m: .nv21
        case .nv16m: .nv16
        case .yuv420m: .yuv420
        default: RawLayout(rawValue: rawValue)
        }
    }

    /// The number by which V4L2 knows the format.
    var fourCC: UInt32 {
        switch self {
        case .mjpeg: cv4l2_format_mjpeg
        case .jpeg: cv4l2_format_jpeg
        case .yuyv: cv4l2_format_yuyv
        case .uyvy: cv4l2_format_uyvy
        case .yvyu: cv4l2_format_yvyu
        case .nv12: cv4l2_format_nv12
        case .nv21: cv4l2_format_nv21
        case .nv16: cv4l2_format_nv16
        case .yuv420: cv4l2_format_yuv420
        case .nv12m: cv4l2_format_nv12m
        case .nv21m: cv4l2_format_nv21m
        case .nv16m: cv4l2_format_nv16m
        case .yuv420m: cv4l2_format_yuv420m
        case .rgb24: cv4l2_format_rgb24
        case .bgr24: cv4l2_format_bgr24
        case .grey: cv4l2_format_grey
        }
    }

    init?(fourCC: UInt32) {
        guard let found = Self.allCases.first(where: { $0.fourCC == fourCC }) else { return nil }
        self = found
    }
}
