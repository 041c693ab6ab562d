internal import Foundation

/// A certificate authority of a test's own, made by `openssl`.
package struct CertificateAuthority {
    package struct Failure: Error {
        package let command: [String]
    }

    /// A certificate and its key, as PEM files.
    package struct Issued: Sendable {
        package let certificate: String
        package let key: String
    }

    private let folder: TemporaryFolder
    private let name: String
    /// The authority's own certificate, as a PEM file.
    package var certificate: String { folder.path("\(name).pem") }

    package init(_ name: String, in folder: TemporaryFolder) throws {
        self.name = name
        self.folder = folder
        try Self.openssl(
            ["req", "-x509"] + Self.newKey + [
                "-subj", "/CN=\(name)", "-keyout", folder.path("\(name).key"), "-out",
                folder.path("\(name).pem"), "-days", "2",
            ])
    }

    /// A certificate for `host`, valid for so many `days`; a negative number makes one that has expired.
    package func issue(host: String, days: Int = 2) throws -> Issued {
        let path = folder.path("\(name)-\(UUID().uuidString)")
        try Data("subjectAltName=DNS:\(host)\n".utf8).write(to: URL(fileURLWithPath: path + ".ext"))
        try Self.openssl(
            ["req"] + Self.newKey + ["-subj", "/CN=\(host)", "-keyout", path + ".key", "-out", path + ".csr"])
        try Self.openssl([
            "x509", "-req", "-in", path + ".csr", "-CA", certificate, "-CAkey", folder.path("\(name).key"),
            "-CAcreateserial", "-extfile", path + ".ext", "-days", String(days), "-out", path + ".pem",
        ])
        return Issued(certificate: path + ".pem", key: path + ".key")
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: arguments) }
    }
}
