import Foundation

/// Standard output as a stream of binary records, for a training program at the other end of a pipe.
struct RecordStream {
    /// Why the stream ended early.
    enum Closed: Error { case byReader }

    init() {
        // A reader that goes away is an error of the next write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes all of `bytes`, waiting for a slow reader.
    func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw Closed.byReader
        }
    }

    /// Little-endian.
    static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
