import Foundation
import Recognition
import Retail
import TestSupport
import Testing

/// The life of a catalogue as a merchandiser leads it.
struct CatalogueCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) async throws -> GondolaProcess.Outcome {
        try #require(try await GondolaProcess.run(["catalogue"] + arguments))
    }

    /// Six SKUs with a picture each: a catalogue of five and the sixth.
    private struct Goods {
        let path: String
        let table: String
        let pictures: String
        let known: [GTIN]
        let new: GTIN

        func picture(_ gtin: GTIN) -> String { "\(pictures)/\(gtin).jpg" }
    }

    private func goods() async throws -> Goods {
        let (table, pictures) = (folder.path("all.json"), folder.path("pictures"))
        for arguments in [
            ["synth", "catalogue", "--count", "6", "--seed", "9", "--out", table],
            ["synth", "packshots", "--catalogue", table, "--out", pictures],
        ] {
            let outcome = try await GondolaProcess.run(arguments)
            try #require(outcome?.exitCode == 0)
        }
        let entries = try ProductTable.read(path: table).entries
        var lines = ["gtin;name;brand;product;department;category;width_mm;height_mm;depth_mm;form"]
        lines += entries.dropLast().map { entry in
            let names = entry.path.names
            let size = [entry.size.widthMM, entry.size.heightMM, entry.size.depthMM].map { "\($0)" }
            return
                ([entry.gtin.description, names[4], names[2], names[3], names[0], names[1]] + size
                + [entry.form.rawValue]).joined(separator: ";")
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: folder.url("five.csv"))
        let path = folder.path("store.catalogue")
        let built = try await run(
            "build", "--table", folder.path("five.csv"), "--pictures", pictures, "--out", path)
        try #require(built.exitCode == 0, "\(built.errors)")
        return Goods(
            path: path, table: table, pictures: pictures, known: entries.dropLast().map(\.gtin),
            new: entries[5].gtin)
    }

    @Test func `a SKU is enrolled from its row, found by its picture, and removed without a trace`()
        async throws
    {
        let goods = try await goods()
        let before = try CompiledCatalogue(path: goods.path).entries()
        let enrolled = try await run(
            "enroll", goods.path, "\(goods.new)", goods.picture(goods.new), "--table", goods.table)
        #expect(enrolled.exitCode == 0, "\(enrolled.errors)")
        #expect(enrolled.output.contains("\(goods.new) added") && enrolled.output.contains("holds 6 SKUs"))
        let found = try await run("similar", goods.path, "\(goods.new)", "--most", "2")
        #expect(found.output.hasPrefix("\(goods.new)"))
        let shown = try await run("show", goods.path, "\(goods.new)")
        #expect(shown.output.contains("1 prototypes"))
        let removed = try await run("remove", goods.path, "\(goods.new)")
        #expect(removed.exitCode == 0 && removed.output.contains("holds 5 SKUs"))
        #expect(try CompiledCatalogue(path: goods.path).entries() == before)
        #expect(!FileManager.default.fileExists(atPath: goods.path + ".new"))
    }

    @Test func `a new SKU needs its names, a known one only its picture, and a twin is warned of`()
        async throws
    {
        let goods = try await goods()
        let picture = goods.picture(goods.known[0])
        let nameless = try await run("enroll", goods.path, "\(goods.new)", picture)
        #expect(nameless.exitCode == 1 && nameless.errors.contains("give --department"))
        let named = try await run(
            "enroll", goods.path, "\(goods.new)", picture, "--department", "Food", "--category", "Tea",
            "--brand", "Alder", "--name", "Mint", "--size", "60x120x40")
        #expect(named.exitCode == 0, "\(named.errors)")
        #expect(named.errors.contains("it looks like \(goods.known[0])"))
        let more = try await run("enroll", goods.path, "\(goods.new)", goods.picture(goods.known[1]))
        #expect(more.output.contains("\(goods.new) changed: Food / Tea / Alder / Mint / Mint"))
        let compiled = try CompiledCatalogue(path: goods.path)
        let place = try #require(compiled.index(of: goods.new))
        #expect(compiled.prototypes(of: place).count == 2)
        let verified = try await run("verify", goods.path, "--pictures", goods.pictures)
        #expect(verified.exitCode == 0 && verified.output.contains("problems: 0"))
        #expect(verified.output.contains("SKUs without a picture: 0"))
        #expect(verified.output.contains("\(goods.new)"), "\(verified.output)")
        let renewed = try await run(
            "enroll", goods.path, "\(goods.new)", goods.picture(goods.new), "--replace")
        #expect(renewed.exitCode == 0 && renewed.errors.isEmpty)
    }

    @Test func `the store's catalogue wins over the chain's, and what differs is told`() async throws {
        let goods = try await goods()
        let store = folder.path("own.catalogue")
        try FileManager.default.copyItem(atPath: goods.path, toPath: store)
        let changed = try await run(
            "enroll", store, "\(goods.known[0])", goods.picture(goods.known[0]), "--name", "Own name")
        try #require(changed.exitCode == 0)
        let merged = try await run("merge", goods.path, store, "--out", folder.path("both.catalogue"))
        #expect(merged.exitCode == 0 && merged.output.contains("1 conflicts; 5 SKUs in all"))
        #expect(merged.output.contains("GTIN \(goods.known[0]): "))
        let both = try CompiledCatalogue(path: folder.path("both.catalogue")).entries()
        #expect(try CompiledCatalogue(path: store).entries() == both)
    }

    @Test func `a table's faults are told with their rows, and its good rows can be compiled`() async throws {
        let goods = try await goods()
        let text = try String(contentsOfFile: folder.path("five.csv"), encoding: .utf8)
        let wrong = String("\(goods.known[0])".dropLast()) + "x"
        try Data((text + "\n\(wrong);a;b;c;d;e;1;1;1;box\n").utf8).write(to: folder.url("wrong.csv"))
        try FileManager.default.removeItem(atPath: goods.picture(goods.known[1]))
        let broken = goods.picture(goods.known[2])
        let half = try Data(contentsOf: URL(fileURLWithPath: broken)).prefix(300)
        try half.write(to: URL(fileURLWithPath: broken))
        let out = folder.path("new.catalogue")
        let arguments = [
            "build", "--table", folder.path("wrong.csv"), "--pictures", goods.pictures, "--out", out,
        ]
        let refused = try #require(try await GondolaProcess.run(["catalogue"] + arguments))
        #expect(refused.exitCode == 1 && !FileManager.default.fileExists(atPath: out))
        #expect(refused.errors.contains("wrong.csv, row 7: \"\(wrong)\" is no GTIN"))
        #expect(refused.errors.contains("no picture \(goods.picture(goods.known[1]))"))
        #expect(refused.errors.contains(broken))
        let built = try #require(
            try await GondolaProcess.run(["catalogue"] + arguments + ["--skip-faulty"]))
        #expect(built.exitCode == 0 && built.errors.contains("row 7"))
        #expect(try CompiledCatalogue(path: out).count == 3)
    }

    /// It is killed later and later, until it has the time to end.
    @Test func `a program that is killed while it changes a catalogue leaves a whole one`() async throws {
        var random = SeededGenerator(seed: 4)
        let path = folder.path("large.catalogue")
        let entries = (0..<20_000).map { number in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(number)),
                path: SKUPath(["food", "c \(number / 500)", "brand \(number / 50)", "tea", "size \(number)"]),
                form: .box, size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 40))
        }
        let catalogue = try Catalogue(entries)
        var writer = CatalogueWriter(catalogue, dimensions: 128, embedder: 7)
        for _ in entries {
            let row = (0..<128).map { _ in Float.random(in: -1...1, using: &random) }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            writer.append([row.map { $0 / length }])
        }
        try writer.write(path: path)
        var (delay, kills) = (Duration.milliseconds(10), 0)
        while kills < 100 {
            let outcome = try #require(
                try await GondolaProcess.run(
                    ["catalogue", "remove", path, "\(entries[kills].gtin)"], killAfter: delay))
            let count = try CompiledCatalogue(path: path).count
            if outcome.exitCode == 0 { break }
            // Killed after the renaming, it has done its work.
            #expect((19_999 - kills...20_000).contains(count))
            kills += 1
            delay = delay * 1.12
        }
        #expect(kills > 3 && kills < 100)
        let before = try CompiledCatalogue(path: path).count
        let last = try await run("remove", path, "\(entries[19_999].gtin)")
        #expect(last.exitCode == 0, "\(last.errors)")
        #expect(try CompiledCatalogue(path: path).count == before - 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path) == ["large.catalogue"])
    }
}
