import Foundation
import Recognition
import Retail
import TestSupport
import Testing

struct ProductIndexFileTests {
    private static func sample() throws -> ProductIndex {
        let entries = (0..<5).map { item in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(item)),
                path: SKUPath(["food", "tea", "brand", "green tea", "\(item) bags"]), form: .box,
                size: PackageSize(widthMM: 60, heightMM: 100, depthMM: 40))
        }
        return ProductIndex(
            catalogue: try Catalogue(entries), dimensions: 3, prototypes: (0..<15).map { Float($0) / 15 })
    }

    @Test func `what is written is read back`() throws {
        let folder = try TemporaryFolder()
        let index = try ProductIndexFileTests.sample()
        try ProductIndexFile.write(index, path: folder.path("store.catalogue"))
        let copy = try ProductIndexFile.read(path: folder.path("store.catalogue"))
        #expect(copy.catalogue.entries == index.catalogue.entries && copy.prototypes == index.prototypes)
    }

    @Test func `every single damaged or missing byte is noticed`() throws {
        let folder = try TemporaryFolder()
        try ProductIndexFile.write(ProductIndexFileTests.sample(), path: folder.path("store.catalogue"))
        let file = [UInt8](try Data(contentsOf: folder.url("store.catalogue")))
        for place in file.indices {
            var damaged = file
            damaged[place] ^= 0x41
            #expect(throws: RecognitionError.self) { try ProductIndexFile.parse(damaged, path: "x") }
            #expect(throws: RecognitionError.self) {
                try ProductIndexFile.parse(Array(file.prefix(place)), path: "x")
            }
        }
    }

    @Test func `a missing catalogue is named`() {
        let error = #expect(throws: RecognitionError.self) {
            try ProductIndexFile.read(path: "/nowhere/a.catalogue")
        }
        #expect("\(error, default: "")".contains("/nowhere/a.catalogue"))
    }
}
