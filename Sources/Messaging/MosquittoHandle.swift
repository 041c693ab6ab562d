// Every call of libmosquitto, 2.0.11 or later, is in this file.
//
// One handle serves one connection and is thrown away with it: what had no confirmation is then known to the
// caller alone, who sends it again in the right order, and each attempt reads the certificate file anew. The
// library's own threads and its reconnecting are not used: they end for good at a name that does not resolve.

import CMosquitto

/// One connection to a broker.
///
/// All of it, callbacks included, happens on the thread that made it. A callback only notes what happened;
/// the owner takes the notes after each call.
@safe
final class MosquittoHandle {
    enum Note {
        case answered(refusal: String?)
        case acknowledged(messageID: Int32)
        case received(MQTTMessage)
    }

    private let client: OpaquePointer
    private var notes: [Note] = []
    private let longestPayload: Int
    private let host: String
    private let port: Int
    /// The last thing that went wrong in the library's own words; for TLS its status codes say too little.
    private var complaint: String?

    /// Process-wide set-up, done once and never undone.
    private static let isLibraryReady: Bool = mosquitto_lib_init() == 0

    /// Makes a handle that is not connected yet.
    ///
    /// Payloads above `longestPayload` bytes are not taken over.
    init(_ settings: BrokerSettings, will: MQTTMessage?, longestPayload: Int) throws(MessagingError) {
        guard MosquittoHandle.isLibraryReady, let client = unsafe mosquitto_new(settings.clientID, true, nil)
        else {
            throw .outOfResources(reason: "libmosquitto could not be set up")
        }
        unsafe self.client = client
        self.longestPayload = longestPayload
        host = settings.host
        port = settings.port
        // The handle outlives its callbacks: they only run inside its own methods.
        unsafe mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
        setCallbacks()
        unsafe mosquitto_max_inflight_messages_set(client, UInt32(settings.inFlightLimit))
        _ = unsafe mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
        try configure(settings, will: will)
    }

    deinit { unsafe mosquitto_destroy(client) }

    private func configure(_ settings: BrokerSettings, will: MQTTMessage?) throws(MessagingError) {
        if let username = settings.username {
            let status = unsafe mosquitto_username_pw_set(client, username, settings.password)
            guard status == MOSQ_ERR_SUCCESS.rawValue else {
                throw .badSetting(what: "broker user name or password", reason: reason(status))
            }
        }
        if let file = settings.authorityFile {
            let status = unsafe mosquitto_tls_set(client, file, nil, nil, nil, nil)
            guard status == MOSQ_ERR_SUCCESS.rawValue else {
                // The library's word for a file it cannot open is "invalid argument".
                let isUnreadable = status == MOSQ_ERR_INVAL.rawValue
                throw .unusableAuthority(
                    path: file, reason: isUnreadable ? "it cannot be opened" : reason(status))
            }
        }
        if let will {
            let status = unsafe mosquitto_will_set(
                client, will.topic, Int32(will.payload.count), will.payload, will.quality.rawValue,
                will.isRetained)
            guard status == MOSQ_ERR_SUCCESS.rawValue else {
                throw .badSetting(what: "last will \(will.topic)", reason: reason(status))
            }
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
            if status == MOSQ_ERR_TLS.rawValue { throw notSecure }
            throw .unreachable(host: settings.host, port: settings.port, reason: reason(status))
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
        let failure: MessagingError? =
            switch status {
            case MOSQ_ERR_SUCCESS.rawValue: nil
            case MOSQ_ERR_TLS.rawValue: notSecure
            default: .connectionLost(reason: reason(status))
            }
        let taken = notes
        notes = []
        for case .answered(let refusal?) in taken { return (taken, .refused(reason: refusal)) }
        return (taken, failure)
    }

    /// Hands a message to the library.
    ///
    /// Returns the id that its confirmation will carry.
    func publish(_ message: MQTTMessage) throws(MessagingError) -> Int32 {
        var messageID: Int32 = 0
        let status = unsafe mosquitto_publish(
            client, &messageID, message.topic, Int32(message.payload.count), message.payload,
            message.quality.rawValue, message.isRetained)
        try check(status)
        return messageID
    }

    func subscribe(_ filter: String) throws(MessagingError) {
        try check(unsafe mosquitto_subscribe(client, nil, filter, DeliveryQuality.atLeastOnce.rawValue))
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
        .notSecure(host: host, port: port, reason: complaint ?? "the TLS handshake failed")
    }

    private func setCallbacks() {
        unsafe mosquitto_log_callback_set(client) { _, pointer, level, text in
            guard level == MOSQ_LOG_ERR, let text = unsafe text else { return }
            unsafe MosquittoHandle.handle(pointer)?.complaint = String(cString: text)
        }
        unsafe mosquitto_connect_callback_set(client) { _, pointer, code in
            guard let handle = unsafe MosquittoHandle.handle(pointer) else { return }
            let words = unsafe mosquitto_connack_string(code).map { unsafe String(cString: $0) }
            handle.notes.append(.answered(refusal: code == 0 ? nil : words ?? "code \(code)"))
        }
        unsafe mosquitto_publish_callback_set(client) { _, pointer, messageID in
            unsafe MosquittoHandle.handle(pointer)?.notes.append(.acknowledged(messageID: messageID))
        }
        unsafe mosquitto_message_callback_set(client) { _, pointer, message in
            guard let handle = unsafe MosquittoHandle.handle(pointer), let message = unsafe message?.pointee
            else { return }
            unsafe handle.take(message)
        }
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
