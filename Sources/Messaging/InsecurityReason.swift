/// Why no secure connection comes about.
package enum InsecurityReason: Hashable, Sendable, CustomStringConvertible {
    /// The broker's certificate is signed by somebody else.
    case unknownAuthority
    case expired
    case notYetValid
    /// The broker's certificate names another host.
    case otherHost
    /// The broker wants a certificate of the appliance and got none.
    case certificateWanted
    /// The broker does not take the appliance's certificate.
    case certificateRefused(String)
    /// In the library's words.
    case other(String)

    /// Judges by what OpenSSL says of the broker's certificate (`X509_V_ERR_...`, 0 if nothing) and by what the
    /// libraries have complained of, in order.
    ///
    /// Without any complaint the broker has hung up after the handshake, which is what it does when it does not
    /// like the certificate that was shown, or misses one.
    init(verification: Int, complaints: [String], showsCertificate: Bool) {
        let all = complaints.joined(separator: "; ")
        self =
            if complaints.isEmpty {
                showsCertificate ? .certificateRefused("it hung up") : .certificateWanted
            } else if all.contains("host name verification failed") {
                .otherHost
            } else if all.contains("alert") {
                // What the other side says, in the words of RFC 8446, section 6.2, and before TLS 1.3 of RFC 5246.
                all.contains("certificate required") || all.contains("alert handshake failure")
                    ? .certificateWanted : .certificateRefused(complaints.first ?? all)
            } else {
                switch verification {
                case 9: .notYetValid
                case 10: .expired
                case 2, 7, 18...21: .unknownAuthority
                default: .other(complaints.first ?? "the TLS handshake failed")
                }
            }
    }

    package var description: String {
        switch self {
        case .unknownAuthority:
            "the broker's certificate is not signed by the authority of mqtt.ca_file in the settings"
        case .expired: "the broker's certificate has expired: renew it there"
        case .notYetValid: "the broker's certificate is not valid yet: is the time right on both machines?"
        case .otherHost:
            "the broker's certificate is for another host: mqtt.host in the settings must be a name in it"
        case .certificateWanted:
            "the broker hangs up on who shows no certificate: mqtt.cert_file and mqtt.key_file in the settings"
        case .certificateRefused(let words):
            "the broker does not take this appliance's certificate, mqtt.cert_file in the settings: \(words)"
        case .other(let words): words
        }
    }
}
