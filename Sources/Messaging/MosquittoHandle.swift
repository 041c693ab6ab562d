// Every call of libmosquitto, 2.0.11 or later, is in this file.
//
// One handle serves one connection and is thrown away with it: what had no confirmation is then known to the
// caller alone, who sends it again in the right order, and each attempt reads the certificate file anew. The
// library's own threads and its reconnecting are not used: they end for good at a name that does not resolve.

import CMosquitto
import Glibc

/// One connection to a broker.
///
/// All of it, callbacks included, happens on the thread that made it. A callback only notes what happened;
/// the owner takes the notes after each call.
@safe
final class MosquittoHandle {
    enum Note {
        case answered(refusal: Refusal?)
        case acknowledged(messageID: Int32, refusal: Refusal?)
        case subscribed(messageID: Int32, refusal: Refusal?)
        case received(MQTTMessage)
    }

    private let client: OpaquePointer
    private var notes: [Note] = []
    private let longestPayload: Int
    private let host: String
    private let port: Int
    /// What went wrong in the library's own words; for TLS its status codes say too little.
    private var complaints: [String] = []
    /// What OpenSSL holds against the broker's certificate; 0: nothing.
    private var verification = 0
    /// Why the broker ended the connection, if it said so.
    private var farewell: Refusal?
    private var isAnswered = false
    private let usesTLS: Bool
    private let showsCertificate: Bool

    /// Process-wide set-up, done once and never undone.
    private static let isLibraryReady: Bool = mosquitto_lib_init() == 0

    /// Makes a handle that is not connected yet.
    ///
    /// Payloads above `longestPayload` bytes are not taken over.
    init(
        _ settings: BrokerSettings, version: ProtocolVersion, will: MQTTMessage?, longestPayload: Int
    ) throws(MessagingError) {
        guard MosquittoHandle.isLibraryReady, let client = unsafe mosquitto_new(settings.clientID, true, nil)
        else {
            throw .outOfResources(reason: "libmosquitto could not be set up")
        }
        unsafe self.client = client
        self.longestPayload = longestPayload
        host = settings.host
        port = settings.port
        usesTLS = settings.authorityFile != nil
        showsCertificate = settings.certificateFile != nil
        // The handle outlives its callbacks: they only run inside its own methods.
        unsafe mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
        setCallbacks()
        unsafe mosquitto_max_inflight_messages_set(client, UInt32(settings.inFlightLimit))
        _ = unsafe mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
        let number = version == .five ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
        _ = unsafe mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, Int32(number))
        try configure(settings, will: will)
    }

    deinit { unsafe mosquitto_destroy(client) }

    private func configure(_ settings: BrokerSettings, will: MQTTMessage?) throws(MessagingError) {
        try setCredentials(settings)
        try setTLS(settings)
        if let will {
            let status = unsafe mosquitto_will_set(
                client, will.topic, Int32(will.payload.count), will.payload, will.quality.rawValue,
                will.isRetained)
            guard status == MOSQ_ERR_SUCCESS.rawValue else {
                throw .badSetting(what: "last will \(will.topic)", reason: reason(status))
            }
        }
    }

    private func setCredentials(_ settings: BrokerSettings) throws(MessagingError) {
        var username = settings.username
        if let file = settings.usernameFile {
            username = try CredentialFile.line(file, setting: "mqtt.username_file")
        }
        var password: String?
        if let file = settings.passwordFile {
            password = try CredentialFile.line(file, setting: "mqtt.password_file")
        }
        guard let username else { return }
        let status = unsafe mosquitto_username_pw_set(client, username, password)
        guard status == MOSQ_ERR_SUCCESS.rawValue else {
            throw .badSetting(what: "broker user name or password", reason: reason(status))
        }
    }

    /// The library sends the host's name ahead (SNI) and verifies the certificate and the name in it.
    private func setTLS(_ settings: BrokerSettings) throws(MessagingError) {
        guard let authority = settings.authorityFile else { return }
        try CredentialFile.check(authority, setting: "mqtt.ca_file")
        if let file = settings.certificateFile { try CredentialFile.check(file, setting: "mqtt.cert_file") }
        if let file = settings.keyFile { try CredentialFile.check(file, setting: "mqtt.key_file") }
        // Without an answer of its own OpenSSL would ask the terminal for a key's pass phrase.
        let status = unsafe mosquitto_tls_set(
            client, authority, nil, settings.certificateFile, settings.keyFile, { _, _, _, _ in 0 })
        guard status == MOSQ_ERR_SUCCESS.rawValue else {
            throw .unusableFile(path: authority, setting: "mqtt.ca_file", reason: reason(status))
        }
    }

    /// Connects and sends the greeting; the broker's answer comes as a note.
    ///
    /// Blocks while the name is resolved and the connection is made, two minutes at worst. The library's
    /// other way would try only the first address of a name, and cannot do TLS.
    func connect(_ settings: BrokerSettings) throws(MessagingError) {
        let keepAlive = Int32(settings.keepAlive.components.seconds)
        let status = unsafe mosquitto_connect(client, settings.host, Int32(settings.port), keepAlive)
        guard status == MOSQ_ERR_SUCCESS.rawValue else {
            // The broker has hung up after the handshake, and the greeting could not be sent any more.
            let isHungUp = status == MOSQ_ERR_ERRNO.rawValue && errno == EPROTO && usesTLS
            let words = reason(status)
            if isInsecure(status) || isHungUp { throw notSecure }
            throw .unreachable(host: settings.host, port: settings.port, reason: words)
        }
    }

    /// `nil` when the connection is over.
    var socket: Int32? {
        let descriptor = unsafe mosquitto_socket(client)
        return descriptor >= 0 ? descriptor : nil
    }

    var wantsToWrite: Bool { unsafe mosquitto_want_write(client) }

    /// Reads and writes what there is, and keeps the connection alive.
    ///
    /// Never blocks. Returns what happened, and why the connection ended if it did.
    func work() -> (notes: [Note], failure: MessagingError?) {
        // A TLS handshake that waits to write goes on in the read call, so that one is always made.
        var status = unsafe mosquitto_loop_read(client, 1)
        if status == MOSQ_ERR_SUCCESS.rawValue, socket != nil {
            status = unsafe mosquitto_loop_write(client, 1)
        }
        if status == MOSQ_ERR_SUCCESS.rawValue, socket != nil { status = unsafe mosquitto_loop_misc(client) }
        let words = reason(status)
        let taken = notes
        notes = []
        for case .answered(let refusal?) in taken { return (taken, .refused(refusal)) }
        guard status != MOSQ_ERR_SUCCESS.rawValue || socket == nil else { return (taken, nil) }
        return (taken, end(status, words))
    }

    /// Why the connection is over.
    private func end(_ status: Int32, _ words: String) -> MessagingError {
        if let farewell { return .refused(farewell) }
        if isInsecure(status) { return notSecure }
        guard isAnswered else { return .refused(.silent) }
        return .connectionLost(
            reason: status == MOSQ_ERR_SUCCESS.rawValue ? "the broker closed it" : words)
    }

    /// Whether it is TLS that has failed.
    ///
    /// A broker that does not like this side's certificate says so when the handshake is over already, and the
    /// library calls that something else.
    private func isInsecure(_ status: Int32) -> Bool {
        status == MOSQ_ERR_TLS.rawValue || (usesTLS && !isAnswered && !complaints.isEmpty)
    }

    /// Hands a message to the library.
    ///
    /// Returns the id that its confirmation will carry, `nil` if it is larger than the broker allows.
    func publish(_ message: MQTTMessage) throws(MessagingError) -> Int32? {
        var messageID: Int32 = 0
        let status = unsafe mosquitto_publish(
            client, &messageID, message.topic, Int32(message.payload.count), message.payload,
            message.quality.rawValue, message.isRetained)
        guard status != MOSQ_ERR_OVERSIZE_PACKET.rawValue else { return nil }
        try check(status)
        return messageID
    }

    /// Returns the id that the broker's answer will carry.
    func subscribe(_ filter: String) throws(MessagingError) -> Int32 {
        var messageID: Int32 = 0
        try check(
            unsafe mosquitto_subscribe(client, &messageID, filter, DeliveryQuality.atLeastOnce.rawValue))
        return messageID
    }

    func unsubscribe(_ filter: String) throws(MessagingError) {
        try check(unsafe mosquitto_unsubscribe(client, nil, filter))
    }

    /// Says goodbye, so that the broker does not publish the will.
    func disconnect() {
        // Without a connection there is nobody to say it to.
        _ = unsafe mosquitto_disconnect(client)
    }

    private func check(_ status: Int32) throws(MessagingError) {
        guard status == MOSQ_ERR_SUCCESS.rawValue else { throw .connectionLost(reason: reason(status)) }
    }

    /// The library's words; for a failed system call the system's, so ask before anything else sets `errno`.
    private func reason(_ status: Int32) -> String {
        guard let text = unsafe mosquitto_strerror(status) else { return "error \(status)" }
        let words = unsafe String(cString: text)
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }

    private var notSecure: MessagingError {
        .notSecure(
            host: host, port: port,
            reason: InsecurityReason(
                verification: verification, complaints: complaints, showsCertificate: showsCertificate))
    }

    /// The callbacks for MQTT 5, which the library calls with either version.
    private func setCallbacks() {
        unsafe mosquitto_log_callback_set(client) { client, pointer, level, text in
            guard level == MOSQ_LOG_ERR, let text = unsafe text,
                let handle = unsafe MosquittoHandle.handle(pointer)
            else { return }
            unsafe handle.complain(String(cString: text))
            // The library lets go of it before it returns from the call that failed.
            if let connection = unsafe mosquitto_ssl_get(client) {
                handle.verification = unsafe SSL_get_verify_result(connection)
            }
        }
        unsafe mosquitto_connect_v5_callback_set(client) { _, pointer, code, _, _ in
            guard let handle = unsafe MosquittoHandle.handle(pointer) else { return }
            handle.isAnswered = true
            handle.notes.append(.answered(refusal: code == 0 ? nil : Refusal(code: Int(code))))
        }
        unsafe mosquitto_disconnect_v5_callback_set(client) { _, pointer, code, _ in
            // Below are the library's own reasons.
            guard code >= MQTT_RC_UNSPECIFIED.rawValue else { return }
            unsafe MosquittoHandle.handle(pointer)?.farewell = Refusal(code: Int(code))
        }
        unsafe mosquitto_publish_v5_callback_set(client) { _, pointer, messageID, code, _ in
            let refusal = code < MQTT_RC_UNSPECIFIED.rawValue ? nil : Refusal(code: Int(code))
            unsafe MosquittoHandle.handle(pointer)?.notes
                .append(.acknowledged(messageID: messageID, refusal: refusal))
        }
        unsafe mosquitto_subscribe_callback_set(client) { _, pointer, messageID, count, codes in
            guard count > 0, let code = unsafe codes?.pointee else { return }
            let refusal = code < MQTT_RC_UNSPECIFIED.rawValue ? nil : Refusal(code: Int(code))
            unsafe MosquittoHandle.handle(pointer)?.notes
                .append(.subscribed(messageID: messageID, refusal: refusal))
        }
        unsafe mosquitto_message_callback_set(client) { _, pointer, message in
            guard let handle = unsafe MosquittoHandle.handle(pointer), let message = unsafe message?.pointee
            else { return }
            unsafe handle.take(message)
        }
    }

    /// The first complaints tell the cause; what follows follows from them.
    private func complain(_ words: String) {
        if complaints.count < 4 { complaints.append(words) }
    }

    private static func handle(_ pointer: UnsafeMutableRawPointer?) -> MosquittoHandle? {
        guard let pointer = unsafe pointer else { return nil }
        return unsafe Unmanaged<MosquittoHandle>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// The library frees `message` when the callback returns: everything is copied.
    private func take(_ message: mosquitto_message) {
        guard let topic = unsafe message.topic else { return }
        let byteCount = Int(unsafe message.payloadlen)
        var payload: [UInt8] = []
        if let start = unsafe message.payload, byteCount <= longestPayload {
            payload = unsafe Array(UnsafeRawBufferPointer(start: start, count: byteCount))
        }
        notes.append(
            .received(
                MQTTMessage(
                    topic: unsafe String(cString: topic), payload: payload,
                    quality: unsafe message.qos == 0 ? .atMostOnce : .atLeastOnce,
                    isRetained: unsafe message.retain, byteCount: byteCount)))
    }
}
