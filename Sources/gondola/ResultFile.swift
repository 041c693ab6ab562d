internal import Foundation
internal import Recognition

/// Writes results, and names the file where it can't.
enum ResultFile {
    /// `value` as JSON with its keys in order, so that equal values give equal bytes.
    static func json(_ value: some Encodable, isIndented: Bool = false) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
        return try encoder.encode(value)
    }

    static func write(json value: some Encodable, isIndented: Bool = false, to path: String) throws {
        try write(json(value, isIndented: isIndented), to: path)
    }

    static func write(_ data: Data, to path: String) throws(RecognitionError) {
        do {
            try data.write(to: URL(fileURLWithPath: path))
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    /// Copies a file to `path`; what stood there is replaced in one step.
    static func copy(_ file: String, to path: String) throws(RecognitionError) {
        do {
            try Data(contentsOf: URL(fileURLWithPath: file))
                .write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    /// Makes the folder at `path` and those above it, unless they are there.
    static func makeFolder(_ path: String) throws(RecognitionError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
