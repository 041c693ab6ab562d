internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
package import Logging
internal import NIOCore
internal import ServiceLifecycle

/// The appliance's HTTP server: the page, the API, and what monitoring asks.
///
/// It listens on the loopback interface, and for other machines once there is an account. Requests are limited in size and
/// time, connections in number, so that nobody can hold it up.
package struct ConsoleServer: Sendable {
    let settings: ConsoleSettings
    let host: any ConsoleHost
    let health: @Sendable () -> HealthVerdict
    let metrics: @Sendable () -> MetricsText
    let surroundings: ConsoleSurroundings
    let logger: Logger
    private let trouble: @Sendable (String?) -> Void

    /// A client that says nothing for so long is dropped.
    private static let idleSeconds: Int64 = 10
    /// Of each listener; more than there may be endless answers, so that something is always left for others.
    private static let connectionLimit = 160

    /// `health` and `metrics` are asked anew for each request; `trouble` is told why other machines can't reach the console,
    /// and `nil` once they can.
    package init(
        settings: ConsoleSettings, host: any ConsoleHost, health: @escaping @Sendable () -> HealthVerdict,
        metrics: @escaping @Sendable () -> MetricsText,
        trouble: @escaping @Sendable (String?) -> Void = { _ in },
        surroundings: ConsoleSurroundings = ConsoleSurroundings(), logger: Logger
    ) {
        self.settings = settings
        self.host = host
        self.health = health
        self.metrics = metrics
        self.trouble = trouble
        self.surroundings = surroundings
        var logger = logger
        // Who asks is no news: only what goes wrong is.
        logger.logLevel = max(logger.logLevel, .notice)
        self.logger = logger
    }

    /// Serves until the graceful shutdown; throws if the loopback port can't be listened on or the folder not be used.
    package func run() async throws {
        let console = try Console(self)
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await event in host.events() { console.streams.publish(event) }
                }
                group.addTask {
                    while !Task.isCancelled {
                        try await Task.sleep(for: surroundings.pulse)
                        console.sweep()
                        console.streams.pulse()
                    }
                }
                defer { group.cancelAll() }
                async let remote: Void = serveOthers(console)
                try await serve(console, .local, address: "127.0.0.1", port: settings.port, security: .plain)
                await remote
            }
        } onGracefulShutdown: {
            console.streams.endAll()
        }
    }

    /// Serves other machines as soon as there is an account; an address that can't be had is tried again and again.
    private func serveOthers(_ console: Console) async {
        guard let remote = settings.remote else { return }
        for await _ in console.firstAccount.cancelOnGracefulShutdown() {}
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await serve(
                    console, .remote, address: remote.address, port: remote.port, security: remote.security)
            } catch {
                trouble("\(remote.address):\(remote.port) can't be listened on: \(error)")
                logger.error(
                    "other machines can't reach the console, trying again",
                    metadata: ["address": "\(remote.address):\(remote.port)", "cause": "\(error)"])
            }
            // Cancellation is the sign to stop, not a failure.
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(10)) }
        }
    }

    private func serve(
        _ console: Console, _ listener: ConsoleSurroundings.Listener, address: String, port: Int,
        security: ConsoleSettings.Security
    ) async throws {
        var configuration = ApplicationConfiguration(address: .hostname(address, port: port))
        configuration.availableConnectionsDelegate = MaximumAvailableConnections(
            Self.connectionLimit, logger: logger)
        let responder = ConsoleResponder(
            console: console, isLocal: listener == .local, isSecure: security != .plain,
            names: HostNames(settings.names))
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                idleTimeout: .seconds(Self.idleSeconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)))
        let server = try builder(over: plain, security, console, address: address)
        let application = Application(
            responder: responder, server: server, configuration: configuration,
            onServerRunning: { channel in
                surroundings.listening(listener, channel.localAddress?.port ?? port)
                if listener == .remote { trouble(nil) }
            }, logger: logger)
        try await application.run()
    }

    private func builder(
        over plain: HTTPServerBuilder, _ security: ConsoleSettings.Security, _ console: Console,
        address: String
    ) throws -> HTTPServerBuilder {
        switch security {
        case .plain: return plain
        case .certificate(let file, let key): return try Self.secured(plain, certificate: file, key: key)
        case .ownCertificate:
            let own = try OwnCertificate(
                in: console.folder, names: HostNames.own + settings.names, address: address)
            let fingerprint = try OwnCertificate.fingerprint(ofFile: own.certificateFile)
            logger.notice(
                "the console has a certificate of its own", metadata: ["sha256": "\(fingerprint)"])
            return try Self.secured(plain, certificate: own.certificateFile, key: own.keyFile)
        }
    }

    private static func secured(
        _ plain: HTTPServerBuilder, certificate: String, key: String
    ) throws -> HTTPServerBuilder {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        return try .tls(plain, tlsConfiguration: configuration)
    }
}
