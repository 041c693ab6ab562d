import Console
import ConsoleSupport
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport

/// A console over a pretended store, on ports of its own, with a clock that stands until a test moves it.
struct ServedConsole: Sendable {
    /// Seconds since 1970 (UTC).
    final class Clock: Sendable {
        private let time = Mutex(1_790_000_000.0)

        var seconds: Double { time.withLock { $0 } }
        func advance(by seconds: Double) { time.withLock { $0 += seconds } }
    }

    /// How a console of a test differs from the usual.
    struct Options: Sendable {
        /// Another one than a new and empty one.
        var folder: String?
        var remote: ConsoleSettings.Security?
        var pages: String?
        var pulse = Duration.seconds(15)
        var bodyPatience = Duration.seconds(30)
        /// As cheap as can be, since tests sign in a thousand times; `nil` for what it is in service.
        var passwordCost: Int? = 16
        var verdict = HealthVerdict(problems: [])
    }

    private struct Running: Service {
        let server: ConsoleServer

        func run() async throws { try await server.run() }
    }

    static let password = "correct horse battery"

    let host: PretendHost
    let clock: Clock
    let folder: String
    let port: Int
    /// Where other machines come in.
    let remotePort: AsyncStream<Int>

    /// Serves while `body` runs.
    static func run(
        _ options: Options = Options(), _ body: @escaping @Sendable (ServedConsole) async throws -> Void
    ) async throws {
        let temporary = try TemporaryFolder()
        let folder = options.folder ?? temporary.path("console")
        let clock = Clock()
        let host = PretendHost(now: { clock.seconds })
        var settings = ConsoleSettings(port: 0, folder: folder, names: ["console.test"], pages: options.pages)
        settings.remote = options.remote.map { .init(address: "127.0.0.1", port: 0, security: $0) }
        var surroundings = ConsoleSurroundings()
        surroundings.now = { clock.seconds }
        surroundings.passwordCost = options.passwordCost ?? surroundings.passwordCost
        surroundings.pulse = options.pulse
        surroundings.bodyPatience = options.bodyPatience
        let (local, isLocal) = AsyncStream<Int>.makeStream()
        let (remote, isRemote) = AsyncStream<Int>.makeStream()
        surroundings.listening = { listener, port in (listener == .local ? isLocal : isRemote).yield(port) }
        let server = ConsoleServer(
            settings: settings, host: host, health: { options.verdict },
            metrics: {
                var text = MetricsText()
                text.gauge("gondola_healthy", "1 if all is well.", [([:], options.verdict.isFine ? 1 : 0)])
                return text
            }, surroundings: surroundings, logger: Logger(label: "test"))
        let services = ServiceGroup(services: [Running(server: server)], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            group.addTask {
                guard let port = await local.first(where: { _ in true }) else { return }
                try await body(
                    ServedConsole(host: host, clock: clock, folder: folder, port: port, remotePort: remote))
            }
            // A console that fails must not leave the test waiting for its port.
            let result = await group.nextResult()
            isLocal.finish()
            await services.triggerGracefulShutdown()
            try result?.get()
            try await group.waitForAll()
        }
        withExtendedLifetime(temporary) {}
    }

    /// Somebody who has shown nothing yet.
    var stranger: ConsoleVisit { ConsoleVisit(port: port) }

    /// Makes the first account, an admin's, and is signed in with it.
    func admin() async throws -> ConsoleVisit {
        var visit = stranger
        if try await visit.setUp(name: "admin", password: Self.password).status != 200 {
            _ = try await visit.signIn(name: "admin", password: Self.password)
        }
        return visit
    }

    /// Somebody with a token for `role`, made by `admin`.
    func holder(of role: Role, by admin: ConsoleVisit) async throws -> ConsoleVisit {
        let answer = try await admin.ask(
            "POST", "/api/v1/tokens", json: #"{"name": "test", "role": "\#(role.rawValue)"}"#)
        var visit = stranger
        visit.token = answer.member("token")
        return visit
    }
}
