internal import Foundation
package import Imaging
internal import Retail

/// Keeps the newest frames of one camera in a folder, so that what was decided on them can be looked into later.
///
/// One file a frame, which appears whole or not at all; the oldest goes when all together are larger than the limit. What
/// another run has left behind counts, so the limit holds over restarts. `ReplaySource` plays the folder again.
package struct FrameRecording {
    private static let unfinished = ".part"
    private static let statesFile = "states.jsonl"
    private static let largestStatesBytes = 1 << 20

    package let folder: String
    private let limitBytes: Int
    private var kept: [(name: RecordedName, bytes: Int)]
    private var total: Int
    /// The moment from which the steady clock counts, on the frames' clock and since 1970.
    private let origin = ContinuousClock.now
    private let originNanoseconds: Int

    /// Makes the folder if need be, and takes stock of what is in it; `limitBytes` is above 0.
    package init(folder: String, limitBytes: Int) throws(CaptureError) {
        precondition(limitBytes > 0)
        self.folder = folder
        self.limitBytes = limitBytes
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let names = try files.contentsOfDirectory(atPath: folder)
            for name in names where name.hasSuffix(Self.unfinished) {
                try files.removeItem(atPath: "\(folder)/\(name)")
            }
            kept = names.compactMap { file in
                RecordedName(file).map { name in
                    let size = try? files.attributesOfItem(atPath: "\(folder)/\(file)")[.size] as? Int
                    // A file without a size has just gone.
                    return (name, size ?? 0)
                }
            }.sorted { $0.name < $1.name }
        } catch {
            throw .unwritable(path: folder, reason: error.localizedDescription)
        }
        total = kept.reduce(0) { $0 + $1.bytes }
        // Behind what is there, should the clock have been set back since.
        originNanoseconds = max(
            Int(WallClock.secondsNow() * 1e9), (kept.last?.name.steadyNanoseconds ?? 0) + 1)
    }

    /// How many frames are kept, and how large they are.
    package var count: Int { kept.count }
    package var bytes: Int { total }

    /// Keeps `frame`; a JPEG as it is, another picture as a JPEG of high quality.
    package mutating func add(_ frame: Frame) throws(CaptureError) {
        let since = origin.duration(to: frame.monotonic)
        let name = RecordedName(
            wallSeconds: frame.wallSeconds,
            steadyNanoseconds: originNanoseconds + Int(since / .nanoseconds(1)), sequence: frame.sequence)
        let bytes = try Self.jpeg(frame, path: folder)
        let path = "\(folder)/\(name.file)"
        do {
            let part = URL(fileURLWithPath: path + Self.unfinished)
            try Data(bytes).write(to: part)
            guard unsafe rename(part.path, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
            kept.append((name, bytes.count))
            total += bytes.count
            try removeOldest()
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    /// Notes the camera's state from `since` on, in seconds since 1970 (UTC), in `states.jsonl`.
    package func note(state: String, detail: String, since: Double) throws(CaptureError) {
        struct Line: Encodable {
            let since: UTCTime
            let state: String
            let detail: String
        }
        let path = "\(folder)/\(Self.statesFile)"
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let line =
                try encoder.encode(Line(since: UTCTime(seconds: since), state: state, detail: detail)) + [
                    0x0A
                ]
            guard let file = FileHandle(forUpdatingAtPath: path) else {
                try line.write(to: URL(fileURLWithPath: path))
                return
            }
            if try file.seekToEnd() > Self.largestStatesBytes { try file.truncate(atOffset: 0) }
            try file.write(contentsOf: line)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    /// The newest frame stays, however large.
    private mutating func removeOldest() throws {
        var gone = 0
        while total > limitBytes, gone < kept.count - 1 {
            let path = "\(folder)/\(kept[gone].name.file)"
            if FileManager.default.fileExists(atPath: path) {
                try FileManager.default.removeItem(atPath: path)
            }
            total -= kept[gone].bytes
            gone += 1
        }
        kept.removeFirst(gone)
    }

    private static func jpeg(_ frame: Frame, path: String) throws(CaptureError) -> [UInt8] {
        if case .jpeg(let bytes) = frame.payload { return bytes }
        do throws(ImagingError) {
            return try JPEG.encode(frame.decoded(), quality: 95)
        } catch {
            throw .unwritable(path: path, reason: error.description)
        }
    }
}
