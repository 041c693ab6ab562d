import Foundation
import Synchronization

/// A message as a separate client received it.
package struct ReceivedMessage: Hashable, Sendable {
    package let topic: String
    package let payload: String
    /// Whether the broker had kept it: it was not sent just now.
    package let isRetained: Bool
}

/// A separate MQTT client, `mosquitto_sub`, that collects what it receives.
///
/// Its session outlives the connection: what is sent while the broker is restarted arrives later.
package final class MosquittoListener: Sendable {
    /// Why nothing is heard.
    package enum Failure: Error {
        case noAnswer(filter: String)
    }

    private let process: Mutex<Process>
    private let output = Mutex<[UInt8]>([])
    /// Subscribed to last and always retained: when it arrives, so has everything retained before it.
    private static let endMark = "listener/end-of-retained"

    /// Subscribes to `filter`; returns when the subscription holds and what was retained has arrived.
    package init(_ broker: MosquittoBroker, filter: String) async throws {
        try await MosquittoListener.send(
            broker, topic: MosquittoListener.endMark, payload: [0x2e], isRetained: true)
        let arguments = [
            "-F", "%r\t%t\t%p", "-q", "1", "-c", "-i", "listener-\(UUID().uuidString)", "-t", filter, "-t",
            MosquittoListener.endMark,
        ]
        let (process, pipe) = try MosquittoListener.launch("mosquitto_sub", broker, arguments: arguments)
        self.process = Mutex(process)
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty, let self else {
                handle.readabilityHandler = nil
                return
            }
            self.output.withLock { $0 += data }
        }
        guard await eventually({ everything.contains { $0.topic == MosquittoListener.endMark } }) else {
            throw Failure.noAnswer(filter: filter)
        }
    }

    deinit { _ = process.withLock { kill($0.processIdentifier, SIGKILL) } }

    /// What arrived so far, in order.
    package var messages: [ReceivedMessage] { everything.filter { $0.topic != MosquittoListener.endMark } }

    private var everything: [ReceivedMessage] { MosquittoListener.parse(output.withLock { $0 }) }

    /// The payloads that arrived on `topic`, in order.
    package func payloads(on topic: String) -> [String] {
        messages.filter { $0.topic == topic }.map(\.payload)
    }

    /// What the broker keeps under `filter` for a subscriber that comes late, by topic.
    package static func retained(_ broker: MosquittoBroker, filter: String) async throws -> [String: String] {
        let listener = try await MosquittoListener(broker, filter: filter)
        return Dictionary(listener.messages.filter(\.isRetained).map { ($0.topic, $0.payload) }) { $1 }
    }

    /// Sends one message as a separate client.
    package static func send(
        _ broker: MosquittoBroker, topic: String, payload: [UInt8], isRetained: Bool = false
    ) async throws {
        let file = broker.folder.appending(path: UUID().uuidString)
        try Data(payload).write(to: file)
        let (process, _) = try launch(
            "mosquitto_pub", broker,
            arguments: ["-q", "1", "-t", topic, "-f", file.path] + (isRetained ? ["-r"] : []))
        guard await eventually({ !process.isRunning }) else { throw Failure.noAnswer(filter: topic) }
    }

    private static func launch(
        _ command: String, _ broker: MosquittoBroker, arguments: [String]
    ) throws -> (Process, Pipe) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = try MosquittoBroker.executable(command)
        process.arguments = ["-h", broker.host, "-p", String(broker.port)] + arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, pipe)
    }

    /// One message a line; the payloads of this project have no line breaks.
    private static func parse(_ bytes: [UInt8]) -> [ReceivedMessage] {
        let complete = bytes.lastIndex(of: 0x0a).map { bytes[..<$0] } ?? []
        return complete.split(separator: 0x0a).compactMap { line in
            let fields = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            return ReceivedMessage(
                topic: String(decoding: fields[1], as: UTF8.self),
                payload: String(decoding: fields[2], as: UTF8.self),
                isRetained: fields[0] == [0x31])
        }
    }
}
