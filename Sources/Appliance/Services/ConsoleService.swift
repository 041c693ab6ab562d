internal import Console
internal import Logging
internal import ServiceLifecycle

/// Keeps the HTTP server up; a port that somebody else has is named, and tried again: shelves are watched without it.
struct ConsoleService: Service {
    let server: ConsoleServer
    let port: Int
    let host: ApplianceHost
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await server.run()
                return
            } catch {
                logger.error(
                    "no HTTP server, trying again", metadata: ["port": "\(port)", "cause": "\(error)"])
                host.report(
                    consoleTrouble:
                        "port \(port) can't be listened on: give another one as console.port (\(error))"
                )
            }
            // Cancellation is the sign to stop, not a failure.
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(10)) }
        }
    }
}
