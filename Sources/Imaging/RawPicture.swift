internal import CPixels
package import Retail

/// How an uncompressed picture lies in memory; the names are those of V4L2.
package enum RawLayout: String, Sendable, CaseIterable, Codable {
    /// 4:2:2, two pixels in four bytes.
    case yuyv, uyvy, yvyu
    /// 4:2:0, the colours in pairs behind the brightness.
    case nv12, nv21
    /// 4:2:2 in the same way.
    case nv16
    /// 4:2:0 in three planes.
    case yuv420
    case grey
    case rgb24, bgr24

    /// Bytes of a line without padding.
    package func leastBytesPerLine(width: Int) -> Int {
        switch self {
        case .yuyv, .uyvy, .yvyu: width * 2
        case .nv12, .nv21, .nv16, .yuv420, .grey: width
        case .rgb24, .bgr24: width * 3
        }
    }

    /// Whether two rows share one line of colours, which lie behind all brightness.
    fileprivate var sharesRows: Bool {
        switch self {
        case .nv12, .nv21, .yuv420: true
        default: false
        }
    }

    fileprivate var sharesColumns: Bool {
        switch self {
        case .grey, .rgb24, .bgr24: false
        default: true
        }
    }
}

/// An uncompressed picture as a camera's driver lays it out, with its padding.
///
/// All contact with the conversions in C is in this file.
package struct RawPicture: Sendable {
    package let layout: RawLayout
    package let size: PixelSize
    /// Bytes from one line of brightness to the next; planes of colours follow without a gap, with the same number (the
    /// three planes of `yuv420`: with half of it).
    package let bytesPerLine: Int
    package let bytes: [UInt8]

    package init(layout: RawLayout, size: PixelSize, bytesPerLine: Int, bytes: [UInt8]) {
        self.layout = layout
        self.size = size
        self.bytesPerLine = bytesPerLine
        self.bytes = bytes
    }

    /// How many bytes a picture needs at least; the last line need not be padded.
    package static func leastBytes(_ layout: RawLayout, size: PixelSize, bytesPerLine: Int) -> Int {
        let line = layout.leastBytesPerLine(width: size.width)
        switch layout {
        case .nv12, .nv21: return bytesPerLine * (size.height + (size.height + 1) / 2 - 1) + line
        case .nv16: return bytesPerLine * (size.height * 2 - 1) + line
        case .yuv420:
            let rows = (size.height + 1) / 2
            return bytesPerLine * size.height + bytesPerLine / 2 * (2 * rows - 1) + line / 2
        default: return bytesPerLine * (size.height - 1) + line
        }
    }

    /// Throws when there are fewer bytes than the picture needs, or when its size makes no sense.
    package func check() throws(ImagingError) {
        let side = JPEG.largestSide
        guard size.width > 0, size.height > 0, size.width <= side, size.height <= side else {
            throw .tooLarge(width: size.width, height: size.height)
        }
        let least = Self.leastBytes(layout, size: size, bytesPerLine: bytesPerLine)
        guard bytesPerLine >= layout.leastBytesPerLine(width: size.width), bytes.count >= least,
            !layout.sharesColumns || size.width.isMultiple(of: 2)
        else {
            throw .truncated(format: layout.rawValue, expectedBytes: least, actualBytes: bytes.count)
        }
    }

    /// The pixels, each the mean of those that it covers.
    package func decoded(_ scale: JPEG.Scale = .full) throws(ImagingError) -> RGBImage {
        try check()
        let shrink = Int32(scale.rawValue)
        let (width, height) = (size.width / scale.factor, size.height / scale.factor)
        let count = width * height * 3
        // Safe: `check` has seen that all samples lie in the bytes, and the functions write `count` bytes.
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let start = source.baseAddress, let pixels = target.baseAddress else { return }
                switch layout {
                case .rgb24, .bgr24:
                    unsafe cp_rgb_from_packed(
                        start, Int32(bytesPerLine), Int32(size.width), Int32(size.height),
                        layout == .rgb24 ? 0 : 2, shrink, pixels)
                default:
                    var samples = unsafe samples(at: start)
                    var lines = [UInt16](repeating: 0, count: 3 * (size.width + 8))
                    unsafe cp_rgb(&samples, shrink, &lines, pixels)
                }
            }
            filled = count
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    /// The brightness alone.
    package func decodedGray(_ scale: JPEG.Scale = .full) throws(ImagingError) -> GrayImage {
        if layout == .rgb24 || layout == .bgr24 { return try decoded(scale).gray }
        try check()
        let (width, height) = (size.width / scale.factor, size.height / scale.factor)
        // Safe: as above.
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: width * height) { target, filled in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let start = source.baseAddress, let pixels = target.baseAddress else { return }
                var samples = unsafe samples(at: start)
                var lines = [UInt16](repeating: 0, count: 3 * (size.width + 8))
                unsafe cp_gray(&samples, Int32(scale.rawValue), &lines, pixels)
            }
            filled = width * height
        }
        return GrayImage(width: width, height: height, pixels: pixels)
    }

    private func samples(at start: UnsafePointer<UInt8>) -> cp_samples {
        var samples = unsafe cp_samples()
        unsafe (samples.width, samples.height) = (Int32(size.width), Int32(size.height))
        unsafe (samples.y_stride, samples.chroma_stride) = (Int32(bytesPerLine), Int32(bytesPerLine))
        unsafe samples.half_columns = layout.sharesColumns ? 1 : 0
        unsafe samples.half_rows = layout.sharesRows ? 1 : 0
        unsafe (samples.y, samples.y_step) = (start, 1)
        let colours = unsafe start + bytesPerLine * size.height
        switch layout {
        case .yuyv: unsafe place(&samples, start, start + 1, start + 3)
        case .uyvy: unsafe place(&samples, start + 1, start, start + 2)
        case .yvyu: unsafe place(&samples, start, start + 3, start + 1)
        case .nv12, .nv16: unsafe (samples.u, samples.v, samples.chroma_step) = (colours, colours + 1, 2)
        case .nv21: unsafe (samples.u, samples.v, samples.chroma_step) = (colours + 1, colours, 2)
        case .yuv420:
            let plane = bytesPerLine / 2 * ((size.height + 1) / 2)
            unsafe (samples.u, samples.v, samples.chroma_step) = (colours, colours + plane, 1)
            unsafe samples.chroma_stride = Int32(bytesPerLine / 2)
        case .grey, .rgb24, .bgr24: break
        }
        return unsafe samples
    }

    private func place(
        _ samples: inout cp_samples, _ y: UnsafePointer<UInt8>, _ u: UnsafePointer<UInt8>,
        _ v: UnsafePointer<UInt8>
    ) {
        unsafe (samples.y, samples.u, samples.v) = (y, u, v)
        unsafe (samples.y_step, samples.chroma_step) = (2, 4)
    }
}

extension RGBImage {
    /// The brightness as ITU-R BT.601 weighs it.
    package var gray: GrayImage {
        // Safe: the function reads three bytes and writes one for each pixel.
        let gray = unsafe [UInt8](unsafeUninitializedCapacity: width * height) { target, filled in
            unsafe cp_gray_from_rgb(pixels, Int32(width * height), target.baseAddress)
            filled = width * height
        }
        return GrayImage(width: width, height: height, pixels: gray)
    }
}
