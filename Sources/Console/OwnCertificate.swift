internal import Crypto
internal import Foundation

/// A certificate that the console has made for itself; browsers ask once whether to trust it.
struct OwnCertificate {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let (certificate, key) = ("certificate.pem", "certificate.key")
    private static let validDays = 3650
    private let folder: StateFolder

    /// Makes it unless it is there; by the program `openssl`.
    init(in folder: StateFolder, names: [String], address: String) throws {
        self.folder = folder
        if try folder.contents(of: Self.certificate) != nil, try folder.contents(of: Self.key) != nil {
            return
        }
        // Made beside, so that half a pair is never in use; the key is never readable for others.
        try folder.replace(Self.key + ".new", with: Data())
        let others = names.map { "DNS:\($0)" } + ["IP:127.0.0.1"]
        let isWildcard = ["0.0.0.0", "::", ""].contains(address)
        let alternatives = (others + (isWildcard ? [] : ["IP:\(address)"])).joined(separator: ",")
        try Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256",
            "-days",
            String(Self.validDays), "-subj", "/CN=\(names.first ?? "gondola")", "-addext",
            "subjectAltName=\(alternatives)", "-addext", "extendedKeyUsage=serverAuth", "-keyout",
            folder.file(Self.key + ".new"), "-out", folder.file(Self.certificate + ".new"),
        ])
        try folder.move(Self.key + ".new", over: Self.key)
        try folder.move(Self.certificate + ".new", over: Self.certificate)
    }

    var certificateFile: String { folder.file(Self.certificate) }
    var keyFile: String { folder.file(Self.key) }

    /// SHA-256 of the certificate, as browsers show it.
    static func fingerprint(ofFile file: String) throws -> String {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.split(separator: "\n").drop { $0 != "-----BEGIN CERTIFICATE-----" }.dropFirst()
        let encoded = lines.prefix { !$0.hasPrefix("-----") }.joined()
        guard let bytes = Data(base64Encoded: encoded) else {
            throw Failure(description: "\(file) is no PEM file")
        }
        return SHA256.hash(data: bytes).map { Secret.hexadecimal([$0]).uppercased() }.joined(separator: ":")
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Failure(description: "the program openssl is not there, which makes the certificate")
        }
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                description:
                    "openssl made no certificate: \(String(decoding: said, as: UTF8.self).suffix(300))")
        }
    }
}
