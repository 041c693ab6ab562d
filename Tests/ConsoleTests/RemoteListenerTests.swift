import Console
import ConsoleSupport
import Foundation
import TestSupport
import Testing

struct RemoteListenerTests {
    /// What a server says over TLS to a request that ends its connection.
    private func secureExchange(port: Int, _ request: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(
                    with: Result {
                        let process = Process()
                        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
                        process.arguments = [
                            "s_client", "-quiet", "-ign_eof", "-connect", "127.0.0.1:\(port)",
                        ]
                        let (input, output) = (Pipe(), Pipe())
                        process.standardInput = input
                        process.standardOutput = output
                        process.standardError = FileHandle.nullDevice
                        try process.run()
                        try input.fileHandleForWriting.write(contentsOf: Data(request.utf8))
                        let data = output.fileHandleForReading.readDataToEndOfFile()
                        process.waitUntilExit()
                        return String(decoding: data, as: UTF8.self)
                    })
            }.start()
        }
    }

    @Test(
        "other machines come in over TLS with the console's own certificate, and only once there is an account"
    )
    func ownCertificate() async throws {
        try await ServedConsole.run(.init(remote: .ownCertificate)) { console in
            #expect(!FileManager.default.fileExists(atPath: "\(console.folder)/certificate.pem"))
            _ = try await console.admin()
            let port = try #require(await console.remotePort.first { _ in true })
            let visit = ConsoleVisit(port: port)
            let json = #"{"name": "admin", "password": "\#(ServedConsole.password)"}"#
            let answer = try await secureExchange(
                port: port, visit.request("POST", "/api/v1/session", json: json))
            #expect(answer.hasPrefix("HTTP/1.1 200"))
            #expect(answer.contains("; Path=/; HttpOnly; SameSite=Strict; Secure"))
            let metrics = try await secureExchange(port: port, visit.request("GET", "/metrics"))
            #expect(metrics.hasPrefix("HTTP/1.1 401"))
            let health = try await secureExchange(port: port, visit.request("GET", "/healthz"))
            #expect(health.hasPrefix("HTTP/1.1 401"))
            let key = try FileManager.default.attributesOfItem(atPath: "\(console.folder)/certificate.key")
            #expect((key[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test("the console's own certificate stays the same over a restart")
    func sameCertificate() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state")
        var seen: [Data] = []
        for _ in 0..<2 {
            try await ServedConsole.run(.init(folder: path, remote: .ownCertificate)) { console in
                _ = try await console.admin()
                let port = await console.remotePort.first { _ in true }
                #expect(port != nil)
            }
            seen.append(try Data(contentsOf: URL(fileURLWithPath: "\(path)/certificate.pem")))
        }
        #expect(seen[0] == seen[1])
    }

    @Test("the files of a certificate from elsewhere serve as well")
    func otherCertificate() async throws {
        let folder = try TemporaryFolder()
        let issued = try CertificateAuthority("authority", in: folder).issue(host: "console.test")
        let security = ConsoleSettings.Security.certificate(file: issued.certificate, key: issued.key)
        try await ServedConsole.run(.init(remote: security)) { console in
            _ = try await console.admin()
            let port = try #require(await console.remotePort.first { _ in true })
            let answer = try await secureExchange(
                port: port, ConsoleVisit(port: port).request("GET", "/api/v1/session"))
            #expect(answer.hasPrefix("HTTP/1.1 200"))
        }
    }
}
