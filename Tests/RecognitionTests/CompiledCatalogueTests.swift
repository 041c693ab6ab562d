import Foundation
import Recognition
import Retail
import TestSupport
import Testing

struct CompiledCatalogueTests {
    /// Some hundred SKUs in an uneven tree; every third one has three prototypes.
    private static func entries(seed: UInt64 = 4) -> [CatalogueEntry] {
        var random = SeededGenerator(seed: seed)
        var entries: [CatalogueEntry] = []
        for category in 0..<7 {
            for brand in 0..<Int.random(in: 1...4, using: &random) {
                for product in 0..<Int.random(in: 1...5, using: &random) {
                    for sku in 0..<Int.random(in: 1...4, using: &random) {
                        entries.append(
                            CatalogueEntry(
                                gtin: GTIN(
                                    restrictedCirculationItem: .random(in: 0...9_999_999_999, using: &random)),
                                path: SKUPath([
                                    "department \(category / 3)", "category \(category)", "Märke \(brand)",
                                    "product \(product)", "size \(sku)",
                                ]),
                                form: PackageForm.allCases[entries.count % PackageForm.allCases.count],
                                size: PackageSize(
                                    widthMM: 60.5, heightMM: Double(entries.count + 1), depthMM: 40)))
                    }
                }
            }
        }
        return entries
    }

    private static func rows(of entry: CatalogueEntry) -> [[Float]] {
        var random = SeededGenerator(seed: entry.gtin.number)
        return (0..<(entry.gtin.number % 3 == 0 ? 3 : 1)).map { _ in
            let row = (0..<12).map { _ in Float.random(in: -1...1, using: &random) }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / length }
        }
    }

    private static func data() throws -> Data {
        let catalogue = try Catalogue(entries())
        var writer = CatalogueWriter(catalogue, dimensions: 12, embedder: 7)
        for entry in catalogue.entries { writer.append(rows(of: entry)) }
        return writer.data()
    }

    @Test func `every SKU, its path, size and prototypes are read back`() throws {
        let listed = try Catalogue(Self.entries())
        let compiled = try CompiledCatalogue(Self.data(), path: "sample")
        #expect(compiled.count == listed.count && compiled.dimensions == 12)
        for (place, entry) in listed.entries.enumerated() {
            #expect(compiled.entry(at: place) == entry)
            #expect(compiled.index(of: entry.gtin) == place)
            let rows = Self.rows(of: entry)
            #expect(compiled.prototypes(of: place).count == rows.count)
            for (number, row) in zip(compiled.prototypes(of: place), rows) {
                for (stored, exact) in zip(compiled.prototype(number), row) {
                    #expect(abs(stored - exact) < 0.005)
                }
            }
        }
        #expect(compiled.index(of: GTIN(restrictedCirculationItem: 1)) == nil)
    }

    @Test func `what a changed catalogue keeps is kept to the byte, and what is new is found`() throws {
        let old = try CompiledCatalogue(Self.data(), path: "sample")
        let listed = try Catalogue(Self.entries())
        let new = CatalogueEntry(
            gtin: GTIN(restrictedCirculationItem: 77),
            path: SKUPath(["department 1", "new", "new", "new", "new"]),
            form: .box, size: PackageSize(widthMM: 60, heightMM: 90, depthMM: 40))
        let changed = try Catalogue(listed.entries.filter { $0.gtin.number % 5 != 0 } + [new])
        var writer = CatalogueWriter(changed, like: old)
        for entry in changed.entries {
            if let place = old.index(of: entry.gtin) {
                writer.append(sameAs: place, in: old)
            } else {
                writer.append(Self.rows(of: entry))
            }
        }
        let compiled = try CompiledCatalogue(writer.data(), path: "changed")
        #expect(compiled.count == changed.count && compiled.index(of: new.gtin) != nil)
        let search = try PrototypeSearch(compiled)
        for (place, entry) in changed.entries.enumerated() {
            let prototypes = compiled.prototypes(of: place).map { compiled.prototype($0) }
            if let before = old.index(of: entry.gtin) {
                #expect(prototypes == old.prototypes(of: before).map { old.prototype($0) })
            }
            #expect(search.candidates(for: [prototypes[0]])[0].first?.sku == place)
        }
    }

    @Test func `each node is one run of SKUs, and all nodes of a level cover all of them`() throws {
        let listed = try Catalogue(Self.entries())
        let compiled = try CompiledCatalogue(Self.data(), path: "sample")
        for level in TreeLevel.allCases {
            #expect(compiled.nodes(at: level) == listed.count(at: level))
            for node in 0..<compiled.nodes(at: level) {
                let below = compiled.skus(of: node, level)
                let paths = Set(listed.entries[below].map { $0.path.ancestor(at: level) })
                #expect(paths.count == 1 && paths.first?.names.last == compiled.name(of: node, level))
                for place in below { #expect(compiled.node(at: place, level) == node) }
            }
        }
    }

    @Test func `any damaged or missing byte is noticed`() throws {
        let data = try Self.data()
        for place in stride(from: 0, to: data.count, by: 7) {
            var damaged = data
            damaged[place] ^= 0x41
            #expect(throws: RecognitionError.self) { try CompiledCatalogue(damaged, path: "x") }
            #expect(throws: RecognitionError.self) { try CompiledCatalogue(data.prefix(place), path: "x") }
        }
    }

    @Test(arguments: 0..<400)
    func `numbers that do not fit each other are refused though the checksum is right`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var data = try Self.data()
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            // Most of what can go wrong is said at the beginning.
            let end = Bool.random(using: &random) ? 360 : data.count
            data[Int.random(in: 24..<end, using: &random)] = .random(in: 0...255, using: &random)
        }
        data = CatalogueWriter.sealed(data)
        guard let compiled = try? CompiledCatalogue(data, path: "x") else { return }
        // What is believed can be read without harm.
        for place in 0..<compiled.count {
            _ = compiled.entry(at: place)
            for number in compiled.prototypes(of: place) {
                #expect(compiled.prototype(number).count == compiled.dimensions)
            }
        }
        let search = try PrototypeSearch(compiled)
        let asked = [[Float](repeating: 0.1, count: compiled.dimensions)]
        for candidate in search.candidates(for: asked, reach: .everything)[0] {
            #expect(candidate.sku < compiled.count)
        }
        _ = search.candidates(for: asked)
    }

    @Test func `a missing catalogue is named`() {
        let error = #expect(throws: RecognitionError.self) {
            try CompiledCatalogue(path: "/nowhere/a.catalogue")
        }
        #expect("\(error, default: "")".contains("/nowhere/a.catalogue"))
    }
}
