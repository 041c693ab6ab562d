import Foundation
import Recognition
import TestSupport
import Testing

/// A daemon whose catalogue is replaced while it looks at a shelf.
struct CatalogueLifeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The store's planned SKUs, the most facings first.
    private func planned(_ store: SmallStore) throws -> [String] {
        struct Plan: Decodable {
            struct Bay: Decodable { let shelves: [Shelf] }
            struct Shelf: Decodable { let positions: [Position] }
            struct Position: Decodable {
                let gtin: String
                let facings: Int
            }
            let bay: Bay
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(store.folder)/planogram.json"))
        let positions = try JSONDecoder().decode(Plan.self, from: data).bay.shelves.flatMap(\.positions)
        return positions.sorted { $0.facings > $1.facings }.map(\.gtin)
    }

    /// Settings for a replay of one picture, again and again, a look every two seconds.
    private func settings(_ store: SmallStore, port: Int) throws -> String {
        let models = PythonScript.root.appendingPathComponent("models").path
        let zone = try String(contentsOfFile: "\(store.folder)/zone.json", encoding: .utf8)
        let text = """
            store: test-store
            device: test
            models: {detector: \(models)/detector.int8.onnx, embedder: \(models)/embedder.int8.onnx}
            catalogue: \(store.cataloguePath)
            planograms: [\(store.folder)/planogram.json]
            cameras:
              - id: rendered
                interval_seconds: 0
                replay: {path: \(store.picturePath), frames_per_second: 0.5, loop: true}
            zones: [\(zone)]
            mqtt: {host: 127.0.0.1, port: \(port)}
            """
        try Data(text.utf8).write(to: folder.url("gondola.yaml"))
        return folder.path("gondola.yaml")
    }

    /// What the zone looked like in each look so far.
    private func looks(_ listener: MosquittoListener) throws -> [Look] {
        try listener.messages.filter {
            $0.topic.hasPrefix("gondola/1/test-store/test/zone/") && $0.topic.hasSuffix("/state")
        }.map { try JSONDecoder().decode(Look.self, from: Data($0.payload.utf8)) }
    }

    private struct Look: Decodable {
        let facings_found: Int
        let last_seen: String
    }

    private struct Health: Decodable {
        let drops: [String: Int]
    }

    @Test
    func
        `newly enrolled SKUs are named by the running daemon, which refuses bad versions and misses no frame`()
        async throws
    {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "gondola/1/#")
        let store = try SmallStore.make(in: folder)
        let path = store.cataloguePath
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let new = Array(try planned(store).prefix(3))
        let removed = try await GondolaProcess.run(["catalogue", "remove", path] + new)
        try #require(removed?.exitCode == 0)

        let daemon = try GondolaProcess(["run", "--config", try settings(store, port: broker.port)])
        #expect(try await eventually { try looks(listener).count >= 2 }, "\(daemon.log)")
        let before = try #require(try looks(listener).last?.facings_found)
        for gtin in new {
            let enrolled = try await GondolaProcess.run([
                "catalogue", "enroll", path, gtin, "\(store.folder)/packshots/\(gtin).jpg", "--table",
                "\(store.folder)/catalogue.json",
            ])
            try #require(enrolled?.exitCode == 0, "\(enrolled?.errors ?? "")")
        }
        #expect(
            try await eventually { try looks(listener).last.map { $0.facings_found > before } == true },
            "\(daemon.log)")
        #expect(daemon.log.contains("catalogue taken over"))
        #expect(
            await eventually {
                listener.payloads(on: "gondola/1/test-store/test/info").last?.contains("\"entries\":120")
                    == true
            })
        let after = try #require(try looks(listener).last?.facings_found)

        // Written in place, over the very file that was read: cut off, damaged, of another version, of another embedder.
        var (damaged, otherVersion, otherEmbedder) = (whole, whole, whole)
        damaged[whole.count / 2] ^= 0x10
        otherVersion[4] = 99
        otherEmbedder[24] ^= 0xFF
        let bad = [
            (whole.prefix(whole.count / 2), "cut off"), (damaged, "damaged"), (otherVersion, "version 99"),
            (CatalogueWriter.sealed(otherEmbedder), "made with another embedder"),
        ]
        for (bytes, reason) in bad {
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(
                await eventually { daemon.log.contains("catalogue refused") && daemon.log.contains(reason) },
                "\(reason): \(daemon.log)")
        }
        let refused = try looks(listener).count
        #expect(try await eventually { try looks(listener).count >= refused + 2 })
        let last = try #require(try looks(listener).last)
        #expect(last.facings_found == after)

        daemon.terminate()
        let outcome = try #require(await daemon.outcome())
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let health = try #require(listener.payloads(on: "gondola/1/test-store/test/health").last)
        let drops = try JSONDecoder().decode(Health.self, from: Data(health.utf8)).drops
        #expect(!drops.isEmpty && drops.values.allSatisfy { $0 == 0 }, "\(drops)")
    }
}
