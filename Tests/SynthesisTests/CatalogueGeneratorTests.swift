import Retail
import Synthesis
import Testing

@Suite struct CatalogueGeneratorTests {
    private static let large = CatalogueGenerator(seed: 3, count: 20_000).entries()

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

    @Test(arguments: [0, 1, 7, 40, 10_000])
    func `as many SKUs are made as were asked for`(count: Int) throws {
        #expect(try Catalogue(CatalogueGenerator(seed: 9, count: count).entries()).entries.count == count)
    }

    @Test func `packages have sizes that fit on a shelf`() {
        for entry in CatalogueGenerator(seed: 4, count: 2000).entries() + CatalogueGeneratorTests.large {
            #expect((10...400).contains(entry.size.widthMM), "\(entry.path)")
            #expect((20...450).contains(entry.size.heightMM), "\(entry.path)")
            #expect((8...200).contains(entry.size.depthMM), "\(entry.path)")
        }
    }

    @Test func `keys have right check digits and are in the range that no real product uses`() throws {
        for entry in CatalogueGeneratorTests.large.prefix(2000) {
            #expect(try GTIN(entry.gtin.description) == entry.gtin)
            #expect(entry.gtin.description.hasPrefix("002"))
        }
    }

    @Test func `a large tree is as wide and uneven as a shop's`() {
        let entries = CatalogueGeneratorTests.large
        func groups(_ level: TreeLevel) -> [Int] {
            Dictionary(grouping: entries) { $0.path.ancestor(at: level) }.map(\.value.count).sorted()
        }
        #expect((12...16).contains(groups(.department).count))
        #expect((150...250).contains(groups(.category).count))
        let brands = groups(.brand)
        #expect(brands[brands.count / 2] < 10)
        #expect(brands.suffix(brands.count / 10).reduce(0, +) > entries.count / 4)
        let products = groups(.product)
        #expect((2.5...5).contains(Double(entries.count) / Double(products.count)))
    }

    @Test(arguments: [40, 200, 1000])
    func `in a small catalogue too brands and products have siblings`(count: Int) {
        let entries = CatalogueGenerator(seed: 12, count: count).entries()
        let inProduct = Dictionary(grouping: entries) { $0.path.ancestor(at: .product) }
        let inCategory = Dictionary(grouping: entries) { $0.path.ancestor(at: .category) }
        #expect(inProduct.values.filter { $0.count > 1 }.joined().count > count / 2)
        let brands = inCategory.values.map { Set($0.map { $0.path.ancestor(at: .brand) }).count }
        #expect(brands.filter { $0 > 1 }.count * 2 > brands.count)
    }

    @Test func `large brands are found in several categories of one department`() {
        var categories: [String: Set<SKUPath?>] = [:]
        for entry in CatalogueGeneratorTests.large {
            categories[entry.path.names[2], default: []].insert(entry.path.ancestor(at: .category))
        }
        #expect(categories.values.filter { $0.count > 2 }.count > 50)
        #expect(
            categories.values.allSatisfy { Set($0.compactMap { $0?.ancestor(at: .department) }).count == 1 })
    }

    @Test(arguments: [1000, 20_000])
    func `about three in ten SKUs have a sibling that differs in size alone, by a factor that shows`(
        count: Int
    ) {
        let entries = CatalogueGenerator(seed: 3, count: count).entries()
        let families = Dictionary(grouping: entries) { entry in
            entry.path.names.dropLast() + [
                entry.path.names[4].split(separator: " ").dropLast(2).joined(separator: " ")
            ]
        }.values.filter { $0.count > 1 }
        let share = Double(families.joined().count) / Double(count)
        #expect((0.22...0.36).contains(share))
        for family in families {
            let volumes = family.map(\.size).map { $0.widthMM * $0.heightMM * $0.depthMM }.sorted()
            for (small, large) in zip(volumes, volumes.dropFirst()) {
                #expect((1.25...4.5).contains(large / small), "\(family[0].path)")
            }
            #expect(Set(family.map(\.form)).count == 1)
        }
    }

    @Test func `varieties of one product and content have one size`() {
        let groups = Dictionary(grouping: CatalogueGeneratorTests.large) { entry in
            entry.path.names.dropLast() + entry.path.names[4].split(separator: " ").suffix(2).map(String.init)
        }
        #expect(groups.values.allSatisfy { Set($0.map(\.size)).count == 1 })
    }
}
