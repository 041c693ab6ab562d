// Serves a console over a store that is not there: for work on its pages, and for what tests and measures it from outside.
//
//   ConsoleDrill --port N --folder DIR [--pages DIR] [--remote PORT] [--events PER_SECOND] [--first-run]
//
// Prints a line with the port and a token for an admin when it is ready. Sign in as "admin" with "correct horse"; with
// --first-run there is no account.

import Console
import ConsoleSupport
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

var options: [String: String] = [:]
var arguments = CommandLine.arguments.dropFirst()
while let name = arguments.popFirst() {
    options[name] = name == "--first-run" ? "" : arguments.popFirst() ?? ""
}
guard let port = options["--port"].flatMap(Int.init), let folder = options["--folder"] else {
    print(
        "ConsoleDrill --port N --folder DIR [--pages DIR] [--remote PORT] [--events PER_SECOND] [--first-run]"
    )
    exit(2)
}
var settings = ConsoleSettings(port: port, folder: folder, names: ["console.test"], pages: options["--pages"])
if let remote = options["--remote"].flatMap(Int.init) {
    settings.remote = .init(address: "127.0.0.1", port: remote, security: .ownCertificate)
}
let host = PretendHost()
let (ready, isReady) = AsyncStream<Int>.makeStream()
var surroundings = ConsoleSurroundings()
// What is hashed here is no secret.
surroundings.passwordCost = 1024
surroundings.listening = { listener, port in if listener == .local { isReady.yield(port) } }
let server = ConsoleServer(
    settings: settings, host: host, health: { HealthVerdict(problems: []) },
    metrics: {
        var text = MetricsText()
        text.gauge("gondola_healthy", "1 if all is well.", [([:], 1)])
        return text
    }, surroundings: surroundings, logger: Logger(label: "drill"))

struct ConsoleRun: Service {
    let server: ConsoleServer

    func run() async throws { try await server.run() }
}

/// Makes the account unless it is there, and news at the rate that is asked for.
struct Drill: Service {
    let host: PretendHost
    let ready: AsyncStream<Int>
    let needsAccount: Bool
    let perSecond: Double

    func run() async throws {
        guard let port = await ready.first(where: { _ in true }) else { return }
        let visit = ConsoleVisit(port: port)
        if needsAccount {
            let token = try await visit.adminToken(name: "admin", password: "correct horse")
            print("ready \(port) \(token)")
        } else {
            print("ready \(port)")
        }
        fflush(nil)
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(1 / perSecond))
                await host.sendNews()
            }
        }
    }
}

let drill = Drill(
    host: host, ready: ready, needsAccount: options["--first-run"] == nil,
    perSecond: options["--events"].flatMap(Double.init) ?? 2)
let group = ServiceGroup(
    configuration: .init(
        services: [.init(service: ConsoleRun(server: server)), .init(service: drill)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "drill")))
try await group.run()
