internal import CJPEG
internal import Foundation

/// Reading and writing JPEG through libjpeg.
///
/// All contact with the C library is in this file.
package enum JPEG {
    /// Larger sides are refused before any memory is taken for them.
    package static let largestSide = 16384

    /// How much smaller a picture is decoded; libjpeg does it for a fraction of the time of a full decode.
    package enum Scale: Int32, Sendable {
        case full = 1
        case half = 2
        case quarter = 4
        case eighth = 8
    }

    /// Decodes `bytes` whole.
    ///
    /// A picture that is cut off or damaged throws `brokenJPEG`.
    package static func decode(_ bytes: [UInt8], scale: Scale = .full) throws(ImagingError) -> RGBImage {
        let size = try readSize(bytes, scale: scale)
        guard size.width <= largestSide, size.height <= largestSide else {
            throw .tooLarge(width: size.width, height: size.height)
        }
        var message = [CChar](repeating: 0, count: Int(CJPEG_MESSAGE_BYTES))
        var status: Int32 = 0
        // Safe: the shim writes exactly width * height * 3 bytes, and checks the size again itself.
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: size.width * size.height * 3) {
            buffer, count in
            status = unsafe cjpeg_decode(
                bytes, bytes.count, scale.rawValue, buffer.baseAddress, Int32(size.width), Int32(size.height),
                &message)
            count = status == 0 ? size.width * size.height * 3 : 0
        }
        guard status == 0 else { throw .brokenJPEG(reason: text(message)) }
        return RGBImage(width: size.width, height: size.height, pixels: pixels)
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
