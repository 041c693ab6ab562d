import Foundation
import Imaging
import TestSupport
import Testing

/// The console over a daemon that watches a rendered store: what a technician does from the first start to a working zone.
@Suite(.serialized)
struct ConsoleTests {
    private let folder: TemporaryFolder
    private let port = Int.random(in: 50_000...58_999)

    init() throws { folder = try TemporaryFolder() }

    /// Settings with a comment to be kept, a looping picture of the store and no zone.
    private func settings(_ store: SmallStore, broker: Int) throws -> String {
        let models = PythonScript.root.appendingPathComponent("models").path
        let text = """
            # Set up by hand.
            store: test-store
            device: test
            models:
              detector: \(models)/detector.int8.onnx
              embedder: \(models)/embedder.int8.onnx
            catalogue: \(store.cataloguePath)
            planograms: [\(store.folder)/planogram.json]
            cameras:
              - id: left
                interval_seconds: 1
                look_again_seconds: 0
                replay:
                  path: \(store.laterPicturePath)
                  frames_per_second: 2
                  loop: true
            mqtt: {host: 127.0.0.1, port: \(broker)}
            state_file: \(folder.path("state.sqlite"))
            evidence: \(folder.path("evidence"))
            figures:
              file: \(folder.path("figures.sqlite"))
            monitoring:
              confirm_after_seconds: 0
            console:
              port: \(port)
              folder: \(folder.path("console"))

            """
        try Data(text.utf8).write(to: folder.url("gondola.yaml"))
        return folder.path("gondola.yaml")
    }

    private var yaml: String { (try? String(contentsOf: folder.url("gondola.yaml"), encoding: .utf8)) ?? "" }

    private func signedIn() async throws -> HTTPVisitor {
        let visitor = HTTPVisitor(port: port)
        #expect(
            await eventually {
                (try? await visitor.get("/api/v1/session"))?.json?["state"]?.text == "first_run"
            })
        let answer = try await visitor.send(
            "POST", "/api/v1/session/setup", #"{"name": "tech", "password": "correct horse battery"}"#)
        #expect(answer.json?["role"]?.text == "admin", "\(answer.text)")
        return visitor
    }

    @Test func `from the first start to a working zone, its shelf, an answered alert and the way back`()
        async throws
    {
        let broker = try await MosquittoBroker()
        let store = try SmallStore.make(in: folder)
        let daemon = try GondolaProcess(["run", "--config", try settings(store, broker: broker.port)])
        let visitor = try await signedIn()

        // The camera shows its picture.
        #expect(
            await eventually {
                (try? await visitor.get("/api/v1/cameras/left/picture?width=480"))?.status == 200
            }, "\(daemon.log)")
        let picture = try await visitor.get("/api/v1/cameras/left/picture?width=480")
        #expect(picture.headers["content-type"] == "image/jpeg")
        #expect(picture.body.starts(with: [0xFF, 0xD8]))

        // The appliance finds the zone by itself.
        let proposal = try await visitor.send("POST", "/api/v1/zones/propose", #"{"camera": "left"}"#)
        #expect(proposal.status == 200, "\(proposal.text)")
        let zone = try #require(proposal.json?["zone"])
        let check = try await visitor.send("POST", "/api/v1/zones/check", zone.written)
        #expect(check.json?["problems"]?.array == [])
        let slots = try #require(check.json?["slots"]?.array)
        #expect(slots.contains { ($0["visible_share"]?.number ?? 0) > 0.9 })

        // Tried before it is saved.
        let trial = try await visitor.send("POST", "/api/v1/zones/dry-run", zone.written)
        #expect(trial.status == 200, "\(trial.text)")
        #expect(trial.json?["warnings"]?.array == [], "\(trial.text)")
        #expect((trial.json?["figures"]?["on_shelf_availability"]?.number ?? 0) > 0.5)

        // Saved: the file has it, and its comment.
        let before = try #require(try await visitor.get("/api/v1/zones").json?["revision"]?.text)
        let id = try #require(zone["id"]?.text)
        let saved = try await visitor.send("PUT", "/api/v1/zones/\(id)", zone.written, match: before)
        #expect(saved.status == 200, "\(saved.text)")
        #expect(yaml.contains("# Set up by hand."))
        #expect(yaml.contains("id: \(id)"))

        // Who edited the older file does not write over it.
        let late = try await visitor.send("PUT", "/api/v1/zones/\(id)", zone.written, match: before)
        #expect(late.status == 412)
        #expect(late.json?["revision"]?.text == saved.json?["revision"]?.text)

        // The shelf is judged, and what is wrong is told.
        #expect(
            await eventually {
                let shelf = try? await visitor.get("/api/v1/zones/\(id)/shelf").json
                return shelf?["slots"]?.array?.contains { $0["state"]?.text == "ok" } ?? false
            }, "\(daemon.log)")
        #expect(
            await eventually {
                let open = try? await visitor.get("/api/v1/deviations?state=open").json
                return open?["items"]?.array?.isEmpty == false
            }, "\(daemon.log)")
        let open = try #require(
            try await visitor.get("/api/v1/deviations?state=open").json?["items"]?.array?.first)
        let deviation = try #require(open["id"]?.text)
        let slot = try #require(open["finding"]?["position"]?.text)
        let detail = try await visitor.get("/api/v1/zones/\(id)/slots/\(slot)")
        #expect(detail.json?["evidence"]?.array?.isEmpty == false, "\(detail.text)")
        let answered = try await visitor.send("POST", "/api/v1/deviations/\(deviation)/acknowledge")
        #expect(answered.json?["acknowledged"]?.text != nil, "\(answered.text)")

        // Removed: its alerts close and are kept, and the revision before comes back.
        let now = try #require(try await visitor.get("/api/v1/zones").json?["revision"]?.text)
        let removed = try await visitor.send("DELETE", "/api/v1/zones/\(id)", match: now)
        #expect(removed.json?["zones"]?.array == [], "\(removed.text)")
        #expect(
            await eventually {
                let card = try? await visitor.get("/api/v1/deviations/\(deviation)").json
                return card?["closed"]?.text != nil
            }, "\(daemon.log)")
        let after = try #require(removed.json?["revision"]?.text)
        let restored = try await visitor.send(
            "POST", "/api/v1/settings/history/\(now)/restore", match: after)
        #expect(restored.json?["revision"]?.text == now, "\(restored.text)")
        #expect(yaml.contains("id: \(id)"))
        let history = try await visitor.get("/api/v1/settings/history")
        #expect((history.json?["items"]?.array?.count ?? 0) >= 3, "\(history.text)")
        daemon.terminate()
        #expect(await daemon.outcome()?.exitCode == 0)
    }

    @Test func `a bad zone is explained where it is drawn, and a masked slot is not observed`() async throws {
        let broker = try await MosquittoBroker()
        let store = try SmallStore.make(in: folder)
        let daemon = try GondolaProcess(["run", "--config", try settings(store, broker: broker.port)])
        let visitor = try await signedIn()
        #expect(
            await eventually { (try? await visitor.get("/api/v1/cameras/left/picture"))?.status == 200 })
        let proposal = try await visitor.send("POST", "/api/v1/zones/propose", #"{"camera": "left"}"#)
        let good = try #require(proposal.json?["zone"])

        func problems(_ zone: JSONValue) async throws -> [String] {
            let answer = try await visitor.send("POST", "/api/v1/zones/check", zone.written)
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json?["problems"]?.array?.compactMap { $0["path"]?.text } ?? []
        }
        let crossing: JSONValue = try .init(Data("[[100,100],[400,400],[400,100],[100,400]]".utf8))
        #expect(try await problems(good.with("outline", crossing)) == ["outline[0]"])
        let outside: JSONValue = try .init(Data("[[10,10],[400,10],[400,99999]]".utf8))
        #expect(try await problems(good.with("outline", outside)) == ["outline[2]"])
        #expect(try await problems(good.with("planogram", .text("nowhere"))) == ["planogram"])
        #expect(try await problems(good.with("id", .text("dry-run"))) == ["id"])
        let refused = try await visitor.send(
            "PUT", "/api/v1/zones/bad",
            good.with("planogram", .text("nowhere")).with("id", .text("bad")).written,
            match: try #require(try await visitor.get("/api/v1/zones").json?["revision"]?.text))
        #expect(refused.status == 422)
        #expect(refused.json?["fields"]?.array?.first?["path"]?.text == "planogram", "\(refused.text)")

        let size = try #require(good["picture_size"])
        let (width, height) = (size["width"]?.number ?? 0, size["height"]?.number ?? 0)
        let mask = """
            [{"kind": "privacy", "outline": [[0,0],[\(width / 2),0],[\(width / 2),\(height)],[0,\(height)]]}]
            """
        let masked = good.with("masks", try .init(Data(mask.utf8)))
        let trial = try await visitor.send("POST", "/api/v1/zones/dry-run", masked.written)
        let states = try #require(trial.json?["slots"]?.array)
        for slot in states {
            let outline = slot["outline"]?.array?.compactMap { $0.array?.first?.number } ?? []
            if let right = outline.max(), right < width / 2 {
                #expect(slot["state"]?.text == "not_observed")
            }
        }
        #expect(states.contains { $0["state"]?.text == "ok" })
        #expect(states.contains { $0["state"]?.text == "not_observed" })

        // Saved, what is private is black in whatever the console shows of the camera.
        let revision = try #require(try await visitor.get("/api/v1/zones").json?["revision"]?.text)
        let id = try #require(good["id"]?.text)
        let saved = try await visitor.send("PUT", "/api/v1/zones/\(id)", masked.written, match: revision)
        #expect(saved.status == 200, "\(saved.text)")
        for path in ["picture?width=320", "view"] {
            #expect(
                await eventually { (try? await visitor.get("/api/v1/cameras/left/\(path)"))?.status == 200 })
            let image = try JPEG.decode([UInt8](try await visitor.get("/api/v1/cameras/left/\(path)").body))
            let row = image.height / 2 * image.width
            #expect(image.pixels[(row + image.width / 4) * 3] < 16, "\(path)")
            let right = (image.width * 5 / 8..<image.width * 7 / 8).map { image.pixels[(row + $0) * 3] }
            #expect((right.max() ?? 0) > 40, "\(path)")
        }
        daemon.terminate()
        #expect(await daemon.outcome()?.exitCode == 0)
    }
}

extension JSONValue {
    /// The value as text.
    fileprivate var written: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value):
            "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        case .array(let values): "[" + values.map(\.written).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1.written)" }.joined(separator: ",")
                + "}"
        }
    }

    /// The same object with another member.
    fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }
}
