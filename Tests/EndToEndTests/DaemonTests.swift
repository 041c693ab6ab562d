import Foundation
import TestSupport
import Testing

/// The daemon on a replay, beside a real broker.
struct DaemonTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Settings for a replay of `pictures` before the store's bay.
    ///
    /// `planograms`: other files than the store's own.
    private func settings(
        _ store: SmallStore, pictures: String, port: Int, planograms: [String] = []
    ) throws -> String {
        let models = PythonScript.root.appendingPathComponent("models").path
        let zone = try String(contentsOfFile: "\(store.folder)/zone.json", encoding: .utf8)
        let text = """
            store: test-store
            device: test
            models: {detector: \(models)/detector.int8.onnx, embedder: \(models)/embedder.int8.onnx}
            catalogue: \(store.cataloguePath)
            planograms: [\((planograms.isEmpty ? ["\(store.folder)/planogram.json"] : planograms).joined(separator: ", "))]
            cameras: [{id: rendered, interval_seconds: 0, replay: {path: \(pictures), frames_per_second: 1}}]
            zones: [\(zone)]
            mqtt: {host: 127.0.0.1, port: \(port)}
            monitoring: {confirm_after_seconds: 0}
            state_file: \(folder.path("state.sqlite"))
            pictures: \(folder.path("pictures"))
            """
        try Data(text.utf8).write(to: folder.url("gondola.yaml"))
        return folder.path("gondola.yaml")
    }

    /// Frames of a full shelf, one of them cut off.
    private func pictures(of store: SmallStore) throws -> String {
        let target = folder.url("replay")
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        let frame = try Data(contentsOf: URL(fileURLWithPath: store.picturePath))
        for number in 0..<4 {
            let bytes = number == 1 ? frame.prefix(frame.count / 2) : frame
            try bytes.write(to: target.appendingPathComponent("\(number).jpg"))
        }
        return target.path
    }

    @Test func `frames become the zone's state, a broken one is skipped, and SIGTERM ends it with a goodbye`()
        async throws
    {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "gondola/1/#")
        let store = try SmallStore.make(in: folder)
        let daemon = try GondolaProcess([
            "run", "--config", try settings(store, pictures: pictures(of: store), port: broker.port),
        ])
        let base = "gondola/1/test-store/test"
        #expect(await eventually { listener.payloads(on: "\(base)/availability") == ["online"] })
        #expect(
            await eventually {
                listener.payloads(on: "\(base)/camera/rendered/state").contains { $0.contains("\"ended\"") }
            }, "\(daemon.log)")
        daemon.terminate()
        let outcome = try #require(await daemon.outcome())
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("frame skipped"))
        #expect(
            await eventually { listener.payloads(on: "\(base)/availability") == ["online", "stopped"] })
        let states = listener.messages.filter {
            $0.topic.hasPrefix("\(base)/zone/") && $0.topic.hasSuffix("/state")
        }
        let last = try #require(states.last)
        let figures = try #require(
            try JSONSerialization.jsonObject(with: Data(last.payload.utf8)) as? [String: Any])
        let planned = try #require(figures["facings_planned"] as? Int)
        let found = try #require(figures["facings_found"] as? Int)
        #expect(Double(found) >= 0.8 * Double(planned), "\(last.payload)")
        #expect(FileManager.default.fileExists(atPath: folder.path("pictures/rendered.jpg")))
        let schema = try PayloadSchema()
        for message in listener.messages {
            let faults = schema.faults(topic: message.topic, payload: message.payload.utf8)
            #expect(faults.isEmpty)
        }
    }

    @Test func `a recording leads to the same events as what was recorded did`()
        async throws
    {
        let store = try SmallStore.make(in: folder)
        let target = folder.url("replay")
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        // A full shelf, then one on which things have changed, and the full one again.
        for number in 10..<40 {
            try FileManager.default.copyItem(
                atPath: (20..<34).contains(number) ? store.laterPicturePath : store.picturePath,
                toPath: target.appendingPathComponent("\(number).jpg").path)
        }
        func events(of source: String, more: String) async throws -> [String] {
            let broker = try await MosquittoBroker()
            let listener = try await MosquittoListener(broker, filter: "gondola/1/#")
            let path = try settings(store, pictures: source, port: broker.port)
            var text = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter {
                !$0.hasPrefix("state_file") && !$0.hasPrefix("pictures")
            }.joined(separator: "\n")
            text += "\n" + more
            text = text.replacing(
                "confirm_after_seconds: 0", with: "confirm_after_seconds: 0, correlation: 0")
            // A recording has a pace of its own.
            if more.isEmpty { text = text.replacing(", frames_per_second: 2", with: "") }
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let daemon = try GondolaProcess(["run", "--config", path])
            let base = "gondola/1/test-store/test"
            #expect(
                await eventually(within: .seconds(120)) {
                    listener.payloads(on: "\(base)/camera/rendered/state").contains {
                        $0.contains("\"ended\"")
                    }
                }, "\(daemon.log)")
            daemon.terminate()
            #expect(await daemon.outcome()?.exitCode == 0, "\(daemon.log)")
            return try listener.payloads(on: "\(base)/event").map { payload in
                let event = try #require(
                    try JSONSerialization.jsonObject(with: Data(payload.utf8)) as? [String: Any])
                // A machine that is too slow for each frame leaves out other ones each time: times may differ.
                let deviation = event["deviation"] as? [String: Any]
                return [
                    event["change"], deviation?["kind"], deviation?["position"], deviation?["belongs_to"],
                ]
                .map { "\($0 ?? "")" }.joined(separator: " ")
            }
        }
        let live = try await events(
            of: target.path, more: "recording: {folder: \(folder.path("recording")), limit_mb: 50}\n")
        let again = try await events(of: folder.path("recording/rendered"), more: "")
        #expect(!live.isEmpty)
        #expect(again == live)
    }

    @Test func `of a plan's versions the one that holds now is watched`() async throws {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "gondola/1/#")
        let store = try SmallStore.make(in: folder)
        let versions = try PlanVersions(of: store, in: folder)
        let daemon = try GondolaProcess([
            "run", "--config",
            try settings(
                store, pictures: pictures(of: store), port: broker.port, planograms: versions.paths),
        ])
        let base = "gondola/1/test-store/test"
        func planned() throws -> [Int] {
            try listener.messages.filter {
                $0.topic.hasPrefix("\(base)/zone/") && $0.topic.hasSuffix("/state")
            }
            .compactMap { message in
                let json = try JSONSerialization.jsonObject(with: Data(message.payload.utf8))
                return (json as? [String: Any])?["facings_planned"] as? Int
            }
        }
        #expect(await eventually { (try? planned().isEmpty) == false }, "\(daemon.log)")
        daemon.terminate()
        #expect(await daemon.outcome()?.exitCode == 0)
        // The versions before and after plan a whole shelf more.
        #expect(try planned().allSatisfy { (1...versions.facingsNow).contains($0) })
    }

    @Test func `an absent broker is no error: it looks, and stops when told`() async throws {
        let broker = try await MosquittoBroker(isRunning: false)
        let store = try SmallStore.make(in: folder)
        let daemon = try GondolaProcess([
            "run", "--config", try settings(store, pictures: pictures(of: store), port: broker.port),
        ])
        #expect(await eventually { daemon.log.contains("no broker") })
        #expect(
            await eventually { FileManager.default.fileExists(atPath: folder.path("pictures/rendered.jpg")) })
        daemon.terminate()
        #expect(await daemon.outcome()?.exitCode == 0)
    }
}
