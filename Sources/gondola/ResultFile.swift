internal import Foundation
internal import Recognition

/// Writes results, and names the file where it can't.
enum ResultFile {
    static func write(_ data: Data, to path: String) throws(RecognitionError) {
        do {
            try data.write(to: URL(fileURLWithPath: path))
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
