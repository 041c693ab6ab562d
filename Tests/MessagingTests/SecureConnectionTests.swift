import Foundation
import Messaging
import TestSupport
import Testing

/// TLS with a real broker and certificates made for the test.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SecureConnectionTests {
    private let folder: TemporaryFolder
    private let authority: CertificateAuthority

    init() throws {
        folder = try TemporaryFolder()
        authority = try CertificateAuthority("authority", in: folder)
    }

    private func broker(
        _ certificate: CertificateAuthority.Issued, wantsCertificate: Bool = false
    ) async throws -> MosquittoBroker {
        try await MosquittoBroker(settings: [
            "cafile \(authority.certificate)", "certfile \(certificate.certificate)",
            "keyfile \(certificate.key)", "require_certificate \(wantsCertificate)",
        ])
    }

    private func settings(
        _ port: Int, host: String = "localhost", client: CertificateAuthority.Issued? = nil
    ) -> MessengerSettings {
        var settings = Sample.settings(host: host, port: port)
        settings.broker.authorityFile = authority.certificate
        settings.broker.certificateFile = client?.certificate
        settings.broker.keyFile = client?.key
        return settings
    }

    /// What is told of the connection within five seconds.
    private func trouble(_ settings: MessengerSettings) async throws -> MessagingError? {
        try await withMessenger(settings) { messenger, _ in
            _ = await eventually(within: .seconds(5)) { messenger.brokerTrouble != nil }
            return messenger.brokerTrouble
        }
    }

    private func isConnected(_ settings: MessengerSettings) async throws -> Bool {
        try await withMessenger(settings) { messenger, _ in
            await eventually { messenger.counters.connections == 1 }
        }
    }

    @Test func `a broker whose certificate is right is connected to, and told who this is`() async throws {
        let broker = try await broker(authority.issue(host: "localhost"), wantsCertificate: true)
        let client = try authority.issue(host: "appliance")
        #expect(try await isConnected(settings(broker.port, client: client)))
    }

    @Test func `a broker of another authority, of another name, or out of date is refused and told apart`()
        async throws
    {
        let right = try await broker(authority.issue(host: "localhost"))
        var other = settings(right.port)
        other.broker.authorityFile = try CertificateAuthority("stranger", in: folder).certificate
        let expired = try await broker(authority.issue(host: "localhost", days: -1))
        let cases: [(MessengerSettings, InsecurityReason)] = [
            (other, .unknownAuthority), (settings(right.port, host: "127.0.0.1"), .otherHost),
            (settings(expired.port), .expired),
        ]
        for (settings, reason) in cases {
            let broker = settings.broker
            let trouble = try await trouble(settings)
            #expect(trouble == .notSecure(host: broker.host, port: broker.port, reason: reason))
            #expect(trouble?.word == "tls")
        }
    }

    @Test func `a broker that wants a certificate, or does not like the one it gets, is told apart`()
        async throws
    {
        let broker = try await broker(authority.issue(host: "localhost"), wantsCertificate: true)
        let none = try await trouble(settings(broker.port))
        #expect(none == .notSecure(host: "localhost", port: broker.port, reason: .certificateWanted))
        let strange = try CertificateAuthority("stranger", in: folder).issue(host: "appliance")
        // The broker may close the connection before its reason is read: then the next attempt tells it.
        try await withMessenger(settings(broker.port, client: strange)) { messenger, _ in
            #expect(
                await eventually {
                    if case .notSecure(_, _, .certificateRefused) = messenger.brokerTrouble {
                        true
                    } else {
                        false
                    }
                }, "a certificate of another authority should be refused")
        }
    }

    @Test func `renewed certificates are taken up without a restart`() async throws {
        let broker = try await broker(authority.issue(host: "localhost"), wantsCertificate: true)
        let mine = try CertificateAuthority("stranger", in: folder).issue(host: "appliance")
        try await withMessenger(settings(broker.port, client: mine)) { messenger, _ in
            #expect(await eventually { messenger.brokerTrouble?.word == "tls" })
            let renewed = try authority.issue(host: "appliance")
            for (new, old) in [(renewed.certificate, mine.certificate), (renewed.key, mine.key)] {
                try Data(contentsOf: URL(fileURLWithPath: new)).write(to: URL(fileURLWithPath: old))
            }
            #expect(await eventually { messenger.counters.connections == 1 })
            #expect(messenger.brokerTrouble == nil)
        }
    }

    @Test func `files that can't be used are named`() async throws {
        let broker = try await broker(authority.issue(host: "localhost"))
        let client = try authority.issue(host: "appliance")
        var missing = settings(broker.port, client: client)
        missing.broker.keyFile = folder.path("nowhere.key")
        guard case .unusableFile(_, "mqtt.key_file", _) = try await trouble(missing) else {
            Issue.record("a key that is not there should be named")
            return
        }
        var mixed = settings(broker.port, client: client)
        mixed.broker.keyFile = try authority.issue(host: "appliance").key
        guard case .notSecure(_, _, .other(let words)) = try await trouble(mixed) else {
            Issue.record("a key of another certificate should be told")
            return
        }
        #expect(words.contains("client key"))
    }

    @Test func `the name of the host is sent ahead`() async throws {
        let right = try authority.issue(host: "localhost")
        let wrong = try authority.issue(host: "elsewhere")
        let port = Int.random(in: 30_000...32_000)
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        // It shows the right certificate only to who asks for that name.
        server.arguments = [
            "s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-cert", wrong.certificate, "-key",
            wrong.key, "-servername", "localhost", "-cert2", right.certificate, "-key2", right.key,
        ]
        let answer = Pipe()
        server.standardInput = answer
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
        defer { kill(server.processIdentifier, SIGKILL) }
        // A broker's welcome in MQTT 5, which the server passes on.
        try answer.fileHandleForWriting.write(contentsOf: Data([0x20, 0x03, 0x00, 0x00, 0x00]))
        #expect(try await isConnected(settings(port)))
    }
}
