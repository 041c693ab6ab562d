package import Logging

/// The appliance's HTTP server: the page, the API, and what monitoring asks.
///
/// It listens on the loopback interface, and for other machines once there is an account. Requests are limited in size and
/// time, connections in number, so that nobody can hold it up.
package struct ConsoleServer: Sendable {
    let settings: ConsoleSettings
    let host: any ConsoleHost
    let logger: Logger
    let surroundings: ConsoleSurroundings

    /// `health` and `metrics` are asked anew for each request; `trouble` is told why other machines can't reach the console,
    /// and `nil` once they can.
    package init(
        settings: ConsoleSettings, host: any ConsoleHost, health: @escaping @Sendable () -> HealthVerdict,
        metrics: @escaping @Sendable () -> MetricsText,
        trouble: @escaping @Sendable (String?) -> Void = { _ in },
        surroundings: ConsoleSurroundings = ConsoleSurroundings(), logger: Logger
    ) {
        fatalError("not built yet")
    }

    /// Serves until the graceful shutdown; throws if the loopback port can't be listened on or the folder not be used.
    package func run() async throws {}
}
