import Console
import Foundation
import TestSupport
import Testing

/// The daemon as a service manager and an operator see it.
@Suite(.serialized)
struct ServiceTests {
    private static let password = "pass-w0rd-of-the-broker"
    private static let user = "the-broker-knows-me"
    private let folder: TemporaryFolder
    private let port = Int.random(in: 40_000...49_999)

    init() throws { folder = try TemporaryFolder() }

    /// Writes settings for an endless replay of the store's picture, and returns their path.
    @discardableResult
    private func settings(
        _ store: SmallStore, broker: Int, device: String = "test", camera: String = "left", extra: String = ""
    ) throws -> String {
        let models = PythonScript.root.appendingPathComponent("models").path
        try Data("\(Self.password)\n".utf8).write(to: folder.url("secret"))
        let text = """
            store: test-store
            device: \(device)
            models: {detector: \(models)/detector.int8.onnx, embedder: \(models)/embedder.int8.onnx}
            catalogue: \(store.cataloguePath)
            planograms: [\(store.folder)/planogram.json]
            cameras: [{id: \(camera), interval_seconds: 1,
                       replay: {path: \(store.picturePath), frames_per_second: 2, loop: true}}]
            mqtt: {host: 127.0.0.1, port: \(broker), username: \(Self.user), password_file: \(folder.path("secret"))}
            state_file: \(folder.path("state.sqlite"))
            console: {port: \(port)}
            \(extra)
            """
        try Data(text.utf8).write(to: folder.url("gondola.yaml"))
        return folder.path("gondola.yaml")
    }

    private func health() -> ConsoleClient.Answer? { try? ConsoleClient.get("/healthz", port: port) }

    @Test
    func `systemd is told of the start, of every reload, and fed meanwhile; a reload takes everything anew`()
        async throws
    {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "gondola/1/#")
        let store = try SmallStore.make(in: folder)
        let manager = try NotifySocket()
        let daemon = try GondolaProcess(
            ["run", "--config", try settings(store, broker: broker.port)], environment: manager.environment)
        #expect(await eventually { manager.lines.contains("READY=1") }, "\(daemon.log)")
        #expect(await eventually { manager.lines.contains("WATCHDOG=1") })
        #expect(await eventually { health()?.status == 200 }, "\(health()?.body ?? "") \(daemon.log)")

        // A bad file changes nothing, and line and reason are said.
        let good = try String(contentsOf: folder.url("gondola.yaml"), encoding: .utf8)
        try Data((good + "\ncolour: red\n").utf8).write(to: folder.url("gondola.yaml"))
        daemon.reload()
        #expect(await eventually { daemon.log.contains("settings refused, the old ones stay") })
        #expect(daemon.log.contains("colour: unknown key"))
        #expect(daemon.log.contains("line "))
        #expect(await eventually { manager.lines.filter { $0 == "READY=1" }.count == 2 })
        #expect(health()?.status == 200)

        // Another device, another camera, another broker: all at once.
        let second = try await MosquittoBroker()
        let other = try await MosquittoListener(second, filter: "gondola/1/#")
        try settings(store, broker: second.port, device: "renamed", camera: "right")
        daemon.reload()
        #expect(
            await eventually {
                other.payloads(on: "gondola/1/test-store/renamed/availability") == ["online"]
            }, "\(daemon.log)")
        #expect(
            await eventually {
                other.payloads(on: "gondola/1/test-store/renamed/camera/right/state").contains {
                    $0.contains("streaming")
                }
            })
        #expect(
            await eventually {
                listener.payloads(on: "gondola/1/test-store/test/availability").last == "stopped"
            })
        #expect(await eventually { manager.lines.filter { $0 == "READY=1" }.count == 3 })
        #expect(manager.lines.filter { $0 == "RELOADING=1" }.count == 2)
        #expect(manager.lines.filter { $0.hasPrefix("MONOTONIC_USEC=") }.count == 2)
        daemon.terminate()
        #expect(await daemon.outcome()?.exitCode == 0)
        #expect(manager.lines.contains("STOPPING=1"))
    }

    @Test func `health names a broker and a camera that are away, and metrics have every stage`() async throws
    {
        let broker = try await MosquittoBroker(isRunning: false)
        let store = try SmallStore.make(in: folder)
        let missing = folder.path("no-such-file.jpg")
        let path = try settings(store, broker: broker.port)
        let daemon = try GondolaProcess(["run", "--config", path])
        #expect(await eventually { health()?.body.contains("\"part\":\"broker\"") == true }, "\(daemon.log)")
        #expect(health()?.status == 503)
        try await broker.start()
        #expect(await eventually { health()?.status == 200 }, "\(health()?.body ?? "")")
        #expect(
            await eventually {
                (try? ConsoleClient.get("/metrics", port: port).body.contains(
                    "{le=\"+Inf\",stage=\"detect\"}")) == true
            })
        for name in [
            "gondola_healthy 1", "gondola_frames_total{camera=\"left\"}", "gondola_outbox_messages ",
            "gondola_broker_connections_total 1", "process_resident_memory_bytes ", "gondola_products_total{",
        ] {
            let isThere = await eventually {
                (try? ConsoleClient.get("/metrics", port: port).body.contains(name)) == true
            }
            #expect(isThere, "\(name)")
        }
        let good = try String(contentsOfFile: path, encoding: .utf8)
        try Data(good.replacing(store.picturePath, with: missing).utf8).write(to: folder.url("gondola.yaml"))
        daemon.reload()
        #expect(
            await eventually {
                guard let answer = health() else { return false }
                return answer.status == 503 && answer.body.contains("\"part\":\"camera\"")
                    && answer.body.contains("no-such-file.jpg")
            })
        daemon.terminate()
        #expect(await daemon.outcome()?.exitCode == 0)
    }

    @Test func `neither log nor messages nor the diagnosis tell a secret, and doctor says what to do`()
        async throws
    {
        let broker = try await MosquittoBroker(allowsAnonymous: false)
        let store = try SmallStore.make(in: folder)
        let path = try settings(store, broker: broker.port, extra: "log_level: debug")
        let daemon = try GondolaProcess(["run", "--config", path])
        #expect(await eventually { daemon.log.contains("no broker") })
        let doctor = try #require(try await GondolaProcess.run(["doctor", "--config", path]))
        #expect(doctor.exitCode == 1)
        #expect(doctor.output.contains("bad      broker"), "\(doctor.output)")
        #expect(doctor.output.contains("ok       camera left"))
        #expect(doctor.output.contains("to do: "))
        let archive = folder.path("bundle.tar.gz")
        let diagnosis = try #require(
            try await GondolaProcess.run(["diagnose", "--config", path, "--out", archive]))
        #expect(diagnosis.exitCode == 0, "\(diagnosis.errors)")
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/tar")
        tar.arguments = ["-xzf", archive, "-C", folder.root.path]
        try tar.run()
        tar.waitUntilExit()
        let bundle = folder.url("gondola-diagnosis")
        let names = try FileManager.default.contentsOfDirectory(atPath: bundle.path)
        #expect(
            Set(["settings.yaml", "doctor.txt", "healthz.txt", "metrics.txt", "version.txt"]).isSubset(
                of: names))
        daemon.terminate()
        #expect(await daemon.outcome()?.exitCode == 0)
        var texts = try names.map { try String(contentsOf: bundle.appending(path: $0), encoding: .utf8) }
        texts += [daemon.log, doctor.output, doctor.errors]
        for text in texts {
            #expect(!text.contains(Self.password))
            #expect(!text.contains(Self.user))
        }
    }

    @Test func `settings that can't be used end it with 78, which is not tried again`() async throws {
        let store = try SmallStore.make(in: folder)
        let path = try settings(store, broker: 1883, extra: "colour: red")
        let outcome = try #require(try await GondolaProcess.run(["run", "--config", path]))
        #expect(outcome.exitCode == 78)
        #expect(outcome.errors.contains("colour: unknown key"))
        let unit = try String(
            contentsOf: PythonScript.root.appendingPathComponent("systemd/gondola.service"), encoding: .utf8)
        #expect(unit.contains("\nRestartPreventExitStatus=78\n"))
    }
}
