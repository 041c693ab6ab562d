internal import Foundation
internal import Retail

/// The compiled catalogue on disk.
///
///     bytes 0..<4     "GCAT"
///     4..<8           version, little endian
///     8..<16          FNV-1a checksum of all that follows
///     16..<20         length of the header
///     20..<20+h       header: JSON, the dimensions and the entries in tree order
///     then            prototypes: float32, little endian, entry by entry
package enum ProductIndexFile {
    private static let magic = Array("GCAT".utf8)
    private static let version: UInt32 = 1

    private struct Header: Codable {
        let dimensions: Int
        let entries: [CatalogueEntry]
    }

    /// Writes `index` whole or not at all.
    package static func write(_ index: ProductIndex, path: String) throws(RecognitionError) {
        do {
            let header = try JSONEncoder().encode(
                Header(dimensions: index.dimensions, entries: index.catalogue.entries))
            var body = bytes(UInt32(header.count)) + [UInt8](header)
            body.reserveCapacity(body.count + index.prototypes.count * 4)
            for value in index.prototypes { body += bytes(value.bitPattern) }
            let file = magic + bytes(version) + bytes(checksum(body[...])) + body
            try Data(file).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    /// Reads and checks the file at `path`.
    package static func read(path: String) throws(RecognitionError) -> ProductIndex {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "no such file, or it may not be read")
        }
        return try parse([UInt8](data), path: path)
    }

    /// Checks everything that the file says of itself before any of it is believed.
    package static func parse(_ file: [UInt8], path: String) throws(RecognitionError) -> ProductIndex {
        guard file.count >= 20, Array(file[0..<4]) == magic else {
            throw .badCatalogue(path: path, reason: "not a compiled catalogue")
        }
        let found = number(file[4..<8])
        guard found == UInt64(version) else {
            throw .badCatalogue(path: path, reason: "version \(found), this program reads version \(version)")
        }
        guard number(file[8..<16]) == checksum(file[16...]) else {
            throw .badCatalogue(path: path, reason: "damaged or cut off (wrong checksum)")
        }
        let headerEnd = 20 + Int(number(file[16..<20]))
        guard headerEnd <= file.count,
            let header = try? JSONDecoder().decode(Header.self, from: Data(file[20..<headerEnd])),
            (1...65536).contains(header.dimensions),
            file.count - headerEnd == header.entries.count * header.dimensions * 4
        else { throw .badCatalogue(path: path, reason: "its parts do not fit each other") }
        let prototypes = stride(from: headerEnd, to: file.count, by: 4).map { place in
            Float(bitPattern: UInt32(number(file[place..<(place + 4)])))
        }
        do {
            let catalogue = try Catalogue(header.entries)
            guard catalogue.entries == header.entries, prototypes.allSatisfy(\.isFinite) else {
                throw RecognitionError.badCatalogue(path: path, reason: "its entries are not in tree order")
            }
            return ProductIndex(catalogue: catalogue, dimensions: header.dimensions, prototypes: prototypes)
        } catch {
            throw .badCatalogue(path: path, reason: "\(error)")
        }
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): finds accidents, not forgeries.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
