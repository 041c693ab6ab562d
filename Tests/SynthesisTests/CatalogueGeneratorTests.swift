import Retail
import Synthesis
import Testing

@Suite struct CatalogueGeneratorTests {
    @Test func `a thousand SKUs make a valid tree with unique keys and paths`() throws {
        let entries = CatalogueGenerator(seed: 3, count: 1000).entries()
        let catalogue = try Catalogue(entries)
        #expect(catalogue.entries.count == 1000)
        let products = Dictionary(grouping: entries) { $0.path.ancestor(at: .product) }
        #expect(products.count > 150 && products.count < 600)
        #expect(products.values.contains { $0.count > 3 })
        #expect(Set(entries.map(\.form)).count == PackageForm.allCases.count)
    }

    @Test func `the same seed gives the same catalogue, another one other keys`() {
        let first = CatalogueGenerator(seed: 1, count: 300).entries()
        #expect(first == CatalogueGenerator(seed: 1, count: 300).entries())
        let keys = Set(first.map(\.gtin))
        #expect(CatalogueGenerator(seed: 2, count: 300).entries().allSatisfy { !keys.contains($0.gtin) })
    }

    @Test(arguments: [0, 1, 7, 10_000])
    func `as many SKUs are made as were asked for`(count: Int) throws {
        #expect(try Catalogue(CatalogueGenerator(seed: 9, count: count).entries()).entries.count == count)
    }

    @Test func `packages have sizes that fit on a shelf`() {
        for entry in CatalogueGenerator(seed: 4, count: 2000).entries() {
            #expect((10...400).contains(entry.size.widthMM), "\(entry.path)")
            #expect((20...450).contains(entry.size.heightMM), "\(entry.path)")
            #expect((8...200).contains(entry.size.depthMM), "\(entry.path)")
        }
    }
}
