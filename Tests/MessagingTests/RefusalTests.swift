import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// Brokers that refuse: what is told of it within five seconds, and that nothing is lost.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RefusalTests {
    private let base = "gondola/1/shop-1/dev-1"
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.url(name))
    }

    private func isTold(
        _ messenger: Messenger, _ isIt: (MessagingError?) -> Bool
    ) async -> Bool {
        await eventually(within: .seconds(5)) { isIt(messenger.brokerTrouble) }
    }

    @Test(arguments: [
        (0x86, Refusal.badCredentials, "bad_credentials"), (0x87, .notAuthorised, "not_authorised"),
        (0x97, .quota, "quota"), (0x95, .packetTooLarge, "packet_too_large"),
        (0x88, .unavailable, "unavailable"),
        (0x85, .clientID, "client_id"), (0x83, .other(code: 0x83), "refused"),
    ])
    func `a refusal in the words of MQTT 5 is told apart`(code: Int, refusal: Refusal, word: String)
        async throws
    {
        let broker = try Gatekeeper { _ in .bytes([0x20, 0x03, 0x00, UInt8(code), 0x00]) }
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            #expect(await isTold(messenger) { $0 == .refused(refusal) && $0?.word == word })
        }
    }

    @Test(arguments: [[0x20, 0x02, 0x00, 0x01], []])
    func `a broker that does not speak MQTT 5 is spoken to in 3.1.1`(answer: [UInt8]) async throws {
        let real = try await MosquittoBroker()
        let port = real.port
        let old = try Gatekeeper { level in level == 5 ? .bytes(answer) : .handOn(port: port) }
        let listener = try await MosquittoListener(real, filter: "\(base)/#")
        try await withMessenger(Sample.settings(port: old.port)) { messenger, _ in
            messenger.publish(event: Sample.event(.opened, "d1"))
            messenger.publish(health: HealthReport(time: 0, uptime: .zero, memoryBytes: 1))
            #expect(await eventually { !listener.payloads(on: "\(base)/event").isEmpty })
            #expect(
                await eventually {
                    listener.payloads(on: "\(base)/health").contains { $0.contains("\"protocol\":\"3.1.1\"") }
                })
            #expect(messenger.brokerTrouble == nil)
        }
    }

    @Test func `a broker that says nothing is told as out of reach`() async throws {
        let broker = try Gatekeeper { _ in .silence }
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            #expect(await isTold(messenger) { $0?.word == "unreachable" })
        }
    }

    @Test func `a broker that says why it ends the connection is heard`() async throws {
        // Welcome, and at once: another client has taken over your session.
        let broker = try Gatekeeper { _ in .bytes([0x20, 0x03, 0x00, 0x00, 0x00, 0xe0, 0x02, 0x8e, 0x00]) }
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            #expect(await isTold(messenger) { $0 == .refused(.takenOver) })
        }
    }

    @Test func `user and password come from files, and are read again`() async throws {
        try write("", to: "passwords")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/mosquitto_passwd")
        process.arguments = ["-b", folder.path("passwords"), "gondola", "right"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let broker = try await MosquittoBroker(
            allowsAnonymous: false, settings: ["password_file \(folder.path("passwords"))"])
        try write("gondola\n", to: "user")
        try write("wrong\n", to: "password")
        var settings = Sample.settings(port: broker.port)
        settings.broker.usernameFile = folder.path("user")
        settings.broker.passwordFile = folder.path("password")
        try await withMessenger(settings) { messenger, _ in
            #expect(await isTold(messenger) { $0 == .refused(.notAuthorised) })
            try FileManager.default.removeItem(at: folder.url("password"))
            #expect(await isTold(messenger) { $0?.word == "unusable_file" })
            try write("right\nand a remark\n", to: "password")
            #expect(await eventually { messenger.counters.connections == 1 })
            #expect(messenger.brokerTrouble == nil)
        }
    }

    @Test func `events that the broker forbids wait until it takes them`() async throws {
        try write(
            "topic readwrite listener/#\ntopic readwrite \(base)/zone/#\n"
                + "topic readwrite \(base)/availability\ntopic read gondola/#\n", to: "rules")
        let broker = try await MosquittoBroker(settings: ["acl_file \(folder.path("rules"))"])
        let listener = try await MosquittoListener(broker, filter: "\(base)/#")
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            for number in 1...50 { messenger.publish(event: Sample.event(.opened, "d\(number)")) }
            #expect(
                await isTold(messenger) {
                    $0 == .messageRefused(topic: "\(base)/event", .notAuthorised)
                })
            #expect(messenger.undeliveredEvents == 50)
            #expect(await eventually { !listener.payloads(on: "\(base)/zone/z1/deviation/d50").isEmpty })
            try write("topic readwrite #\n", to: "rules")
            broker.reload()
            #expect(await eventually { messenger.outboxDepth == 0 })
            #expect(await eventually { listener.payloads(on: "\(base)/event").count >= 50 })
            let sequences = try listener.payloads(on: "\(base)/event").map {
                try Sample.json($0)["sequence"] as? Int
            }
            #expect(sequences == Array(1...50))
        }
    }

    @Test func `a broker that takes only short messages is told as that`() async throws {
        let broker = try await MosquittoBroker(settings: ["message_size_limit 400"])
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            messenger.publish(event: Sample.event(.opened, "d1"))
            #expect(await isTold(messenger) { $0?.word == "packet_too_large" })
            #expect(messenger.undeliveredEvents == 1)
        }
    }

    @Test func `a packet that is larger than the broker allows is not sent, and told`() async throws {
        let broker = try await MosquittoBroker(settings: ["max_packet_size 400"])
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            messenger.publish(event: Sample.event(.opened, "d1"))
            #expect(await isTold(messenger) { $0?.word == "packet_too_large" })
            #expect(messenger.undeliveredEvents == 1)
        }
    }

    @Test func `a topic that the broker forbids does not keep the others back`() async throws {
        try write(
            "topic readwrite listener/#\ntopic readwrite \(base)/zone/#\ntopic write \(base)/event\n"
                + "topic readwrite \(base)/availability\ntopic read gondola/#\n", to: "rules")
        let broker = try await MosquittoBroker(settings: ["acl_file \(folder.path("rules"))"])
        let listener = try await MosquittoListener(broker, filter: "\(base)/#")
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            messenger.publish(event: Sample.event(.opened, "d1"))
            #expect(await eventually { !listener.payloads(on: "\(base)/event").isEmpty })
            let info = MessagingError.messageRefused(topic: "\(base)/info", .notAuthorised)
            #expect(await eventually { messenger.brokerTrouble == info })
            #expect(await eventually { messenger.counters.refused == 1 })
        }
    }
}
