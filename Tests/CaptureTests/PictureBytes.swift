import TestSupport

/// Bytes with the structure of JPEGs; no decoder would find a picture in them, and none is asked.
enum PictureBytes {
    /// A picture of about 200 bytes that differs for each `id`.
    ///
    /// It holds what a splitter may stumble over: a thumbnail with its own start and end inside a segment,
    /// filling before a marker, a stuffed byte and a restart marker in the coded part.
    static func whole(id: UInt8) -> [UInt8] {
        let thumbnail: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 0, 3, id, 0xFF, 0xD9]
        var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(2 + thumbnail.count)] + thumbnail
        bytes += [0xFF, 0xFF, 0xFF, 0xDB, 0, 5, 1, 2, 3]
        bytes += [0xFF, 0xDA, 0, 4, 0, id]
        bytes += [UInt8](repeating: id &* 3 & 0x7F, count: 150)
        return bytes + [0xFF, 0x00, 0xFF, 0xD0, 4, 5, 0xFF, 0xD9]
    }

    static func random(_ count: Int, from generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
}
