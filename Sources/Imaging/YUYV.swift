/// YUYV 4:2:2 as webcams deliver it: two pixels in four bytes, Y0 U Y1 V.
package enum YUYV {
    /// Converts to RGB by ITU-R BT.601, limited range (what UVC cameras send).
    ///
    /// `bytesPerLine` may be larger than `2 * width` where the driver pads its lines; `width` is even.
    package static func decode(
        _ bytes: [UInt8], width: Int, height: Int, bytesPerLine: Int
    ) throws(ImagingError) -> RGBImage {
        guard width > 0, height > 0, width <= JPEG.largestSide, height <= JPEG.largestSide else {
            throw .tooLarge(width: width, height: height)
        }
        let needed = bytesPerLine * (height - 1) + 2 * width
        guard bytesPerLine >= 2 * width, bytes.count >= needed else {
            throw .truncated(format: "YUYV", expectedBytes: needed, actualBytes: bytes.count)
        }
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        var target = pixels.mutableSpan
        let source = bytes.span
        var out = 0
        for row in 0..<height {
            let line = row * bytesPerLine
            for column in 0..<width {
                let pair = line + (column >> 1) * 4
                let luma = 298 * (Int32(source[line + column * 2]) - 16)
                let u = Int32(source[pair + 1]) - 128
                let v = Int32(source[pair + 3]) - 128
                target[out] = clamped(luma + 409 * v)
                target[out + 1] = clamped(luma - 100 * u - 208 * v)
                target[out + 2] = clamped(luma + 516 * u)
                out += 3
            }
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    /// From the fixed-point scale of 256 to a byte, rounded.
    private static func clamped(_ value: Int32) -> UInt8 { UInt8(max(0, min(255, (value + 128) >> 8))) }
}
