import Foundation
import Messaging
import Synchronization
import TestSupport
import Testing

/// Damaged and hostile requests to a real process through a real broker.
///
/// 500, or as many as `GONDOLA_HOSTILE` says (scripts/bench-delivery).
@Suite(.serialized, .timeLimit(.minutes(30)))
struct HostileRequestTests {
    private let base = "gondola/1/shop-1/dev-1"
    private static let count =
        ProcessInfo.processInfo.environment["GONDOLA_HOSTILE"].flatMap(Int.init) ?? 500

    private static let verbs = [
        "rebirth", "acknowledge", "suppress", "rescan", "reload", "snapshot", "selfdestruct", "", "A", "ü",
        String(repeating: "a", count: 4000),
    ]
    private static let parts = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\"id\"", "\"deviation\"", "\"until\"", "\"zone\"",
        "\"z1\"",
        "7", "1e999", "null", "\u{FEFF}", "\u{0}", "\"2026-12-01T05:00:00Z\"", "\"\\ud800\"", "ü",
    ]

    /// What the sender has heard.
    private final class Heard: Sendable {
        private let ids = Mutex<Set<String>?>(nil)

        var isConnected: Bool { ids.withLock { $0 != nil } }

        func holds(_ id: String) -> Bool { ids.withLock { $0?.contains(id) ?? false } }

        func take(_ event: MQTTClient.Event) {
            switch event {
            case .connected: ids.withLock { $0 = $0 ?? [] }
            case .received(let message):
                guard let id = try? Sample.json(message.payload)["id"] as? String else { return }
                ids.withLock { _ = $0?.insert(id) }
            default: break
            }
        }
    }

    /// Mostly short, and up to a megabyte.
    private func payload(using generator: inout SeededGenerator) -> [UInt8] {
        let length = Int(pow(10, Double.random(in: 0...6, using: &generator)))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        case 1: return [UInt8](repeating: 0x5b, count: length)
        default:
            var bytes: [UInt8] = []
            while bytes.count < length {
                bytes += Array((Self.parts.randomElement(using: &generator) ?? "").utf8)
            }
            return bytes
        }
    }

    private func residentMegabytes(_ process: Process) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Double(line.split(separator: " ")[1])) / 1024
    }

    @Test func `hostile requests are answered or ignored, and memory stays as it is`() async throws {
        let folder = try TemporaryFolder()
        let broker = try await MosquittoBroker()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("DeliveryDrill")
        process.arguments = [String(broker.port), folder.path("state.sqlite"), "1000"]
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }

        let sender = try MQTTClient(
            BrokerSettings(host: broker.host, port: broker.port, clientID: "stranger"), will: nil,
            longestPayload: 1_000_000)
        let heard = Heard()
        let running = Task { try await sender.run { heard.take($0) } }
        defer { running.cancel() }
        #expect(await eventually { heard.isConnected })
        sender.subscribe("\(base)/response/diagnose")

        /// Whether a plain question is answered, which it is after all that came before.
        func isAlive(_ id: String) async -> Bool {
            // While too many wait it is ignored by rule, so it is asked again.
            await eventually {
                send("diagnose", Array("{\"id\":\"\(id)\"}".utf8))
                return await eventually(within: .seconds(2)) { heard.holds(id) }
            }
        }
        func send(_ verb: String, _ payload: [UInt8]) {
            sender.publish(
                MQTTMessage(
                    topic: "\(base)/request/\(verb)", payload: payload, quality: .atLeastOnce,
                    isRetained: false),
                token: 0)
        }

        #expect(await isAlive("start"))
        var generator = SeededGenerator(seed: 21)
        var memory: [Double] = []
        for tenth in 1...10 {
            for number in 0..<Self.count / 10 {
                let verb = Self.verbs.randomElement(using: &generator) ?? ""
                send(verb, payload(using: &generator))
                if number % 50 == 49 { #expect(await isAlive("\(tenth)-\(number)")) }
            }
            #expect(await isAlive("\(tenth)"))
            memory.append(try residentMegabytes(process))
            FileHandle.standardError.write(
                Data("\(Self.count * tenth / 10) hostile requests: \(memory[tenth - 1]) MB resident\n".utf8))
        }
        #expect(process.isRunning)
        // The first third warms up what is kept for reuse.
        #expect(memory[9] - memory[2] < 8)
        sender.disconnect()
    }
}
