internal import Hummingbird
internal import HummingbirdCore
package import Logging

/// The appliance's HTTP server: tells monitoring how the appliance is, and is what a web page will build upon.
///
/// It answers `GET /healthz` and `GET /metrics`, and nothing else; it has no login, and belongs on the loopback interface.
/// Requests are limited in size and time, connections in number, so that nobody can hold it up.
package struct ConsoleServer: Sendable {
    private let address: String
    private let port: Int
    private let logger: Logger
    private let health: @Sendable () -> HealthVerdict
    private let metrics: @Sendable () -> MetricsText

    /// A client that says nothing for so long is dropped.
    private static let idleSeconds: Int64 = 10
    private static let connectionLimit = 32

    /// `address`: of the interface to listen on; `health` and `metrics` are asked anew for each request.
    package init(
        address: String, port: Int, logger: Logger, health: @escaping @Sendable () -> HealthVerdict,
        metrics: @escaping @Sendable () -> MetricsText
    ) {
        self.address = address
        self.port = port
        self.logger = logger
        self.health = health
        self.metrics = metrics
    }

    /// Serves until the graceful shutdown; throws if the address can't be listened on.
    package func run() async throws {
        let router = Router()
        router.get("healthz") { [health] _, _ in
            let verdict = health()
            return Self.response(
                verdict.isFine ? .ok : .serviceUnavailable, type: "application/json", verdict.json)
        }
        router.get("metrics") { [metrics] _, _ in
            Self.response(.ok, type: MetricsText.contentType, metrics().text)
        }
        var configuration = ApplicationConfiguration(address: .hostname(address, port: port))
        configuration.availableConnectionsDelegate = MaximumAvailableConnections(
            Self.connectionLimit, logger: logger)
        var logger = logger
        // Who asks is no news: only what goes wrong is.
        logger.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(Self.idleSeconds))),
            configuration: configuration, logger: logger)
        try await application.run()
    }

    private static func response(_ status: HTTPResponse.Status, type: String, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
