import Recognition
import Retail
import TestSupport
import Testing

struct CatalogueVerificationTests {
    /// Thirty SKUs of random looks; the 7th and the 20th look the same, the 9th nearly like the 7th.
    private static func catalogue(length: Float = 1) throws -> CompiledCatalogue {
        var random = SeededGenerator(seed: 5)
        var rows = (0..<30).map { _ in
            direction((0..<64).map { _ in Float.random(in: -1...1, using: &random) })
        }
        rows[20] = rows[7]
        rows[9] = direction(zip(rows[7], rows[9]).map { $0 + 0.4 * $1 })
        rows[3] = rows[3].map { $0 * length }
        let entries = rows.indices.map { place in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(place)),
                path: SKUPath(["food", "tea", "brand", "tea", "size \(100 + place)"]), form: .box,
                size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 40))
        }
        return try SampleCatalogue.compiled(entries, dimensions: 64) {
            [rows[Int($0.gtin.number / 10 % 10_000)]]
        }
    }

    private static func direction(_ row: [Float]) -> [Float] {
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { $0 / length }
    }

    @Test func `SKUs that look the same are found once, the most similar first`() throws {
        let verification = try CatalogueVerification(Self.catalogue())
        let pairs = (0..<30).flatMap { verification.pairs(of: $0..<$0 + 1, atLeast: 0.8) }
        #expect(Set(pairs.map { [$0.first, $0.second] }) == [[7, 20], [7, 9], [9, 20]])
        let strict = verification.pairs(of: 0..<30, atLeast: 0.99)
        #expect(strict.map { [$0.first, $0.second] } == [[7, 20]])
        #expect(verification.pairs(of: 0..<30, atLeast: 0.8).first?.second == 20)
    }

    @Test func `look-alikes come in the order of their similarity, without the SKU itself`() throws {
        let catalogue = try Self.catalogue()
        let found = try PrototypeSearch(catalogue).lookAlikes(of: 7, in: catalogue, most: 2)
        #expect(found.map(\.sku) == [20, 9])
        #expect(try PrototypeSearch(catalogue).lookAlikes(of: 7, in: catalogue, most: 1).count == 1)
    }

    @Test func `a good catalogue has no problems, and a prototype of a wrong length is one`() throws {
        #expect(try CatalogueVerification(Self.catalogue()).problems().isEmpty)
        let problems = try CatalogueVerification(Self.catalogue(length: 0.5)).problems()
        #expect(problems.count == 1 && problems[0].contains("prototype 1 has length"))
    }
}
