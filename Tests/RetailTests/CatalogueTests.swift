import Retail
import TestSupport
import Testing

struct CatalogueTests {
    private func entry(_ number: UInt64, _ names: [String]) -> CatalogueEntry {
        CatalogueEntry(
            gtin: SampleShelf.gtin(number), path: SKUPath(names), form: .can,
            size: PackageSize(widthMM: 60, heightMM: 100, depthMM: 60))
    }

    @Test func `entries are in tree order and found by key`() throws {
        let catalogue = try Catalogue([
            entry(1, ["Z", "a", "a", "a", "a"]), entry(2, ["A", "b", "a", "a", "a"]),
            entry(3, ["A", "a", "z", "a", "a"]),
        ])
        #expect(catalogue.entries.map(\.gtin) == [3, 2, 1].map { SampleShelf.gtin($0) })
        #expect(catalogue.index(of: SampleShelf.gtin(1)) == 2)
        #expect(catalogue[SampleShelf.gtin(2)]?.path.names.first == "A")
        #expect(catalogue[SampleShelf.gtin(9)] == nil)
    }

    @Test func `each subtree is one run of entries`() throws {
        let entries = try SampleShelf.catalogue().entries
        for level in TreeLevel.allCases {
            let runs = entries.map { $0.path.ancestor(at: level) }.reduce(into: [SKUPath]()) { runs, path in
                if runs.last != path { runs.append(path) }
            }
            #expect(Set(runs).count == runs.count)
        }
    }

    @Test func `keys and paths given twice and paths that end early are refused`() {
        let names = ["A", "a", "a", "a", "a"]
        #expect(throws: CatalogueError.duplicateGTIN(SampleShelf.gtin(1))) {
            try Catalogue([entry(1, names), entry(1, ["B", "a", "a", "a", "a"])])
        }
        #expect(throws: CatalogueError.duplicatePath(SampleShelf.gtin(2), SKUPath(names))) {
            try Catalogue([entry(1, names), entry(2, names)])
        }
        #expect(throws: CatalogueError.incompletePath(SampleShelf.gtin(1), SKUPath(["A", "b"]))) {
            try Catalogue([entry(1, ["A", "b"])])
        }
    }
}
