internal import Crypto
internal import Foundation

/// Random texts that open doors, of which only hashes are kept.
enum Secret {
    /// 256 random bits as letters that need no escaping.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return base64URL((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// Hexadecimal SHA-256; enough for a text that nobody can guess.
    static func hash(_ secret: String) -> String { hexadecimal(SHA256.hash(data: Data(secret.utf8))) }

    /// What a page shows beside its cookie: it follows from the session's secret, and is not to be had without it.
    static func csrf(of session: String) -> String {
        let key = SymmetricKey(data: Data(session.utf8))
        return base64URL(HMAC<SHA256>.authenticationCode(for: Data("csrf".utf8), using: key))
    }

    /// Compares without telling by its time how far the texts agree.
    static func isEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    private static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
