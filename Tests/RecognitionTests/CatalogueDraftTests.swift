import Foundation
import Recognition
import Retail
import TestSupport
import Testing

/// Laws of changing a catalogue, on random catalogues.
struct CatalogueDraftTests {
    private typealias Goods = [(entry: CatalogueEntry, rows: [[Float]])]

    private static let dimensions = 24

    /// Some dozen SKUs in an uneven tree, in no order, with one to three prototypes.
    private static func goods(
        _ random: inout SeededGenerator, items: Range<UInt64> = 0..<60, label: String = ""
    ) -> Goods {
        items.shuffled(using: &random).prefix(40).map { item in
            let entry = CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: item),
                path: SKUPath([
                    "d\(item % 3)", "c\(item % 5)", "b\(item % 7)", "p\(item % 11)", "s\(item)\(label)",
                ]),
                form: PackageForm.allCases[Int(item) % PackageForm.allCases.count],
                size: PackageSize(widthMM: Double(item + 10), heightMM: 120.5, depthMM: 40))
            return (entry, (0..<Int.random(in: 1...3, using: &random)).map { _ in direction(&random) })
        }
    }

    private static func direction(_ random: inout SeededGenerator) -> [Float] {
        let row = (0..<dimensions).map { _ in Float.random(in: -1...1, using: &random) }
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { $0 / length }
    }

    private static func draft(_ goods: Goods) throws -> CatalogueDraft {
        var draft = CatalogueDraft(dimensions: dimensions, embedder: 7)
        for (entry, rows) in goods { try draft.enroll(entry, prototypes: rows) }
        return draft
    }

    /// As it is after it was written and read again.
    private static func reread(_ draft: CatalogueDraft) throws -> CatalogueDraft {
        CatalogueDraft(try CompiledCatalogue(draft.data(), path: "draft"))
    }

    private static func built(_ goods: Goods) throws -> CatalogueDraft {
        let catalogue = try Catalogue(goods.map(\.entry))
        var writer = CatalogueWriter(catalogue, dimensions: dimensions, embedder: 7)
        for entry in catalogue.entries {
            writer.append(goods.first { $0.entry == entry }?.rows ?? [])
        }
        return CatalogueDraft(try CompiledCatalogue(writer.data(), path: "built"))
    }

    /// Expects the same SKUs in both, with the same prototypes as far as bytes can tell.
    private static func expectSame(
        _ first: CatalogueDraft, _ second: CatalogueDraft, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let one = try CompiledCatalogue(first.data(), path: "first")
        let other = try CompiledCatalogue(second.data(), path: "second")
        #expect(one.entries() == other.entries(), sourceLocation: sourceLocation)
        #expect(one.prototypes == other.prototypes, sourceLocation: sourceLocation)
        for row in 0..<min(one.prototypes, other.prototypes) {
            let cosine = zip(one.prototype(row), other.prototype(row)).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(cosine > 0.99, "prototype \(row)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: UInt64(0)..<8)
    func `enrolling one by one, from file to file, gives what building at once gives`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let goods = Self.goods(&random)
        var draft = try Self.built(Array(goods.prefix(30)))
        for (entry, rows) in goods.dropFirst(30) {
            try draft.enroll(entry, prototypes: rows)
            draft = try Self.reread(draft)
        }
        try Self.expectSame(draft, Self.built(goods))
    }

    @Test(arguments: UInt64(0)..<8)
    func `removing what was enrolled gives what was there before`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var goods = Self.goods(&random)
        let added = goods.removeLast()
        let before = try Self.built(goods)
        var draft = before
        try draft.enroll(added.entry, prototypes: added.rows)
        draft = try Self.reread(draft)
        try draft.remove(added.entry.gtin)
        try Self.expectSame(draft, before)
    }

    @Test(arguments: UInt64(0)..<8)
    func `merging with nothing, or with itself, changes nothing`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let draft = try Self.built(Self.goods(&random))
        let empty = CatalogueDraft(dimensions: Self.dimensions, embedder: 7)
        for (master, store) in [(draft, empty), (empty, draft), (draft, draft)] {
            var merged = master
            let conflicts = try merged.merge(store)
            #expect(conflicts.isEmpty)
            try Self.expectSame(merged, draft)
        }
    }

    @Test(arguments: UInt64(0)..<8)
    func `a merged catalogue holds all of the store's, and of the chain's what the store's leaves`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let master = Self.goods(&random)
        let store = Self.goods(&random, items: 30..<90, label: " own")
        var merged = try Self.built(master)
        let conflicts = try merged.merge(Self.built(store))
        let known = Set(store.map(\.entry.gtin))
        #expect(conflicts.count == master.count { known.contains($0.entry.gtin) })
        let rest = master.filter { !known.contains($0.entry.gtin) }
        try Self.expectSame(merged, Self.built(rest + store))
    }

    @Test func `of two SKUs with one path the store's stays, and the other is named`() throws {
        var random = SeededGenerator(seed: 1)
        let path = SKUPath(["a", "b", "c", "d", "e"])
        let size = PackageSize(widthMM: 60, heightMM: 120, depthMM: 40)
        let entries = (UInt64(1)...2).map {
            CatalogueEntry(gtin: GTIN(restrictedCirculationItem: $0), path: path, form: .box, size: size)
        }
        var merged = try Self.draft([(entries[0], [Self.direction(&random)])])
        let conflicts = try merged.merge(Self.draft([(entries[1], [Self.direction(&random)])]))
        #expect(conflicts == [.samePath(leftOut: entries[0].gtin, kept: entries[1])])
        #expect(merged.count == 1 && merged[entries[1].gtin] == entries[1])
    }

    @Test func `enrolling a known SKU adds to its prototypes, and may give it another name`() throws {
        var random = SeededGenerator(seed: 2)
        let goods = Self.goods(&random)
        let (old, rows) = goods[0]
        let new = CatalogueEntry(
            gtin: old.gtin, path: SKUPath(["d9", "c", "b", "p", "new"]), form: .can, size: old.size)
        var draft = try Self.reread(Self.draft(goods))
        try draft.enroll(new, prototypes: [Self.direction(&random)])
        let compiled = try CompiledCatalogue(draft.data(), path: "draft")
        let place = try #require(compiled.index(of: old.gtin))
        #expect(compiled.count == goods.count && compiled.entry(at: place) == new)
        #expect(compiled.prototypes(of: place).count == rows.count + 1)
    }

    @Test func `what no catalogue can be is refused and changes nothing`() throws {
        var random = SeededGenerator(seed: 3)
        let goods = Self.goods(&random)
        let (entry, rows) = goods[0]
        let stranger = GTIN(restrictedCirculationItem: 999)
        let original = try Self.draft(goods)
        var draft = original
        #expect(throws: CatalogueChangeError.unknown(stranger)) { try draft.remove(stranger) }
        let twin = CatalogueEntry(gtin: stranger, path: entry.path, form: .box, size: entry.size)
        #expect(throws: CatalogueChangeError.catalogue(.duplicatePath(stranger, entry.path))) {
            try draft.enroll(twin, prototypes: rows)
        }
        let many = Array(repeating: rows[0], count: 255)
        #expect(throws: CatalogueChangeError.prototypes(entry.gtin, 255 + rows.count)) {
            try draft.enroll(entry, prototypes: many)
        }
        #expect(throws: CatalogueChangeError.otherEmbedder) {
            try draft.merge(CatalogueDraft(dimensions: Self.dimensions, embedder: 8))
        }
        #expect(throws: CatalogueChangeError.empty) {
            try CatalogueDraft(dimensions: Self.dimensions, embedder: 7).data()
        }
        try Self.expectSame(draft, original)
    }
}
