internal import CJPEG
internal import Foundation

/// Reading and writing JPEG through libjpeg.
///
/// All contact with the C library is in this file.
package enum JPEG {
    /// Larger sides are refused before any memory is taken for them.
    package static let largestSide = 16384

    /// How much smaller a picture is decoded; libjpeg does it for a fraction of the time of a full decode.
    package enum Scale: Int32, Sendable, CaseIterable {
        case full = 1
        case half = 2
        case quarter = 4
        case eighth = 8

        /// The smallest picture that is not shrunk by more than `factor`.
        package init(atMost factor: Double) {
            self = Self.allCases.last { Double($0.rawValue) <= factor } ?? .full
        }

        /// Pixels of the full picture per pixel, along one side.
        package var factor: Int { Int(rawValue) }
    }

    /// Decodes `bytes` whole.
    ///
    /// A picture that is cut off or damaged throws `brokenJPEG`.
    package static func decode(_ bytes: [UInt8], scale: Scale = .full) throws(ImagingError) -> RGBImage {
        let (size, pixels) = try decode(bytes, scale: scale, channels: 3)
        return RGBImage(width: size.width, height: size.height, pixels: pixels)
    }

    /// The brightness alone, for less than the cost of the colours.
    package static func decodeGray(_ bytes: [UInt8], scale: Scale = .full) throws(ImagingError) -> GrayImage {
        let (size, pixels) = try decode(bytes, scale: scale, channels: 1)
        return GrayImage(width: size.width, height: size.height, pixels: pixels)
    }

    private static func decode(
        _ bytes: [UInt8], scale: Scale, channels: Int
    ) throws(ImagingError) -> (size: (width: Int, height: Int), pixels: [UInt8]) {
        let size = try readSize(bytes, scale: scale)
        let count = size.width * size.height * channels
        var message = [CChar](repeating: 0, count: Int(CJPEG_MESSAGE_BYTES))
        var status: Int32 = 0
        // Safe: the shim writes exactly width * height * channels bytes, and checks the size again itself.
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            status = unsafe cjpeg_decode(
                bytes, bytes.count, scale.rawValue, Int32(channels), buffer.baseAddress, Int32(size.width),
                Int32(size.height), &message)
            filled = status == 0 ? count : 0
        }
        guard status == 0 else { throw .brokenJPEG(reason: text(message)) }
        return (size, pixels)
    }

    /// Brightness and colours in planes, for less than the cost of RGB; a picture of another kind than YCbCr is grey.
    package static func decodeColours(_ bytes: [UInt8], scale: Scale) throws(ImagingError) -> ColourImage {
        let size = try readSize(bytes, scale: scale)
        let count = size.width * size.height
        var light = [UInt8](repeating: 0, count: count)
        var (blue, red) = (light, light)
        var lines = [UInt8](repeating: 0, count: size.width * 8 * 3)
        var message = [CChar](repeating: 0, count: Int(CJPEG_MESSAGE_BYTES))
        // Safe: each plane has room for all pixels, and the shim checks the size again itself.
        let status = unsafe cjpeg_decode_planes(
            bytes, bytes.count, scale.rawValue, &lines, &light, &blue, &red, Int32(size.width),
            Int32(size.height), &message)
        guard status == 0 else { throw .brokenJPEG(reason: text(message)) }
        return ColourImage(
            light: GrayImage(width: size.width, height: size.height, pixels: light), blue: blue,
            red: red)
    }

    /// The side of the largest unit in which a JPEG codes its pixels.
    package static let codedUnit = 32

    /// Decodes at full size only the rows in `bands`, of the columns in `columns`.
    ///
    /// `bands` go downwards and neither touch nor are empty; both bounds of `columns` are multiples of `codedUnit` or the
    /// picture's edge. Gives the rows from the first band's to the last one's; those between bands are grey.
    package static func decode(
        _ bytes: [UInt8], columns: Range<Int>, bands: [Range<Int>]
    ) throws(ImagingError) -> RGBImage {
        guard let first = bands.first, let last = bands.last, !columns.isEmpty else {
            return RGBImage(width: 0, height: 0, pixels: [])
        }
        let height = last.upperBound - first.lowerBound
        let count = columns.count * height * 3
        let rows = bands.map { cjpeg_band(top: Int32($0.lowerBound), bottom: Int32($0.upperBound)) }
        var message = [CChar](repeating: 0, count: Int(CJPEG_MESSAGE_BYTES))
        var status: Int32 = 0
        // Safe: the shim checks the part against the picture, and the buffer has room for all rows of it.
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            for (above, below) in zip(bands, bands.dropFirst()) {
                let gap = (above.upperBound - first.lowerBound)..<(below.lowerBound - first.lowerBound)
                unsafe UnsafeMutableBufferPointer(
                    rebasing: buffer[
                        (gap.lowerBound * columns.count * 3)..<(gap.upperBound * columns.count * 3)]
                ).initialize(repeating: 128)
            }
            status = unsafe cjpeg_decode_part(
                bytes, bytes.count, Int32(columns.lowerBound), Int32(columns.count), rows, Int32(rows.count),
                buffer.baseAddress, &message)
            filled = status == 0 ? count : 0
        }
        guard status == 0 else { throw .brokenJPEG(reason: text(message)) }
        return RGBImage(width: columns.count, height: height, pixels: pixels)
    }

    /// The size in pixels that `decode` would give, from the header alone.
    package static func readSize(
        _ bytes: [UInt8], scale: Scale = .full
    ) throws(ImagingError) -> (width: Int, height: Int) {
        guard bytes.count > 4 else { throw .brokenJPEG(reason: "only \(bytes.count) bytes") }
        var message = [CChar](repeating: 0, count: Int(CJPEG_MESSAGE_BYTES))
        var width: Int32 = 0
        var height: Int32 = 0
        let status = unsafe cjpeg_read_size(bytes, bytes.count, scale.rawValue, &width, &height, &message)
        guard status == 0 else { throw .brokenJPEG(reason: text(message)) }
        guard width <= largestSide, height <= largestSide else {
            throw .tooLarge(width: Int(width), height: Int(height))
        }
        return (Int(width), Int(height))
    }

    /// Encodes `image` at `quality` 1...100.
    package static func encode(_ image: RGBImage, quality: Int) throws(ImagingError) -> [UInt8] {
        precondition((1...100).contains(quality))
        var message = [CChar](repeating: 0, count: Int(CJPEG_MESSAGE_BYTES))
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        let status = unsafe cjpeg_encode(
            image.pixels, Int32(image.width), Int32(image.height), Int32(quality), &bytes, &count, &message)
        guard status == 0, let bytes = unsafe bytes else { throw .brokenJPEG(reason: text(message)) }
        defer { unsafe cjpeg_free(bytes) }
        return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    }

    /// Reads and decodes the file at `path`.
    package static func read(path: String) throws(ImagingError) -> RGBImage {
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .unreadable(
                path: path,
                reason: FileManager.default.fileExists(atPath: path)
                    ? "the file cannot be opened" : "no such file")
        }
        do {
            return try decode(bytes)
        } catch {
            throw .unreadable(path: path, reason: error.description)
        }
    }

    /// Encodes `image` into the file at `path`.
    package static func write(_ image: RGBImage, path: String, quality: Int = 90) throws(ImagingError) {
        let bytes = try encode(image, quality: quality)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
