import Recognition
import Retail
import TestSupport
import Testing

struct PrototypeSearchTests {
    private static func direction(_ random: inout SeededGenerator) -> [Float] {
        let row = (0..<32).map { _ in Float.random(in: -1...1, using: &random) }
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { $0 / length }
    }

    private static func catalogue(rowsOf number: @escaping (Int) -> [[Float]]) throws -> CompiledCatalogue {
        let entries = (0..<1500).map { place in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(place)),
                path: SKUPath(["food", "tea", "brand", "tea", "size \(10_000 + place)"]), form: .box,
                size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 40))
        }
        return try SampleCatalogue.compiled(entries, dimensions: 32) { entry in
            number(Int(entry.gtin.number / 10 % 10_000))
        }
    }

    @Test func `the best of all prototypes are found, in the order of their cosines`() throws {
        var random = SeededGenerator(seed: 1)
        let rows = (0..<1500).map { _ in Self.direction(&random) }
        let search = try PrototypeSearch(Self.catalogue { [rows[$0]] })
        let asked = (0..<20).map { _ in Self.direction(&random) }
        for (query, found) in zip(asked, search.candidates(for: asked, reach: .everything)) {
            let cosines = rows.map { zip($0, query).reduce(0) { $0 + $1.0 * $1.1 } }
            let best = cosines.indices.sorted { cosines[$0] > cosines[$1] }
            // Bytes may swap what is equal to a hundredth.
            #expect(abs(cosines[found[0].sku] - cosines[best[0]]) < 0.01)
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.similarity >= $1.similarity })
            // Nothing that is missing is more similar than what is told.
            let last = found.last.map { cosines[$0.sku] } ?? 0
            let told = Set(found.map(\.sku))
            #expect(best.prefix(100).allSatisfy { told.contains($0) || cosines[$0] < max(0.25, last) + 0.02 })
        }
    }

    @Test func `a SKU is as similar as the nearest of its prototypes, and comes once`() throws {
        var random = SeededGenerator(seed: 2)
        let rows = (0..<1500).map { _ in (0..<3).map { _ in Self.direction(&random) } }
        let search = try PrototypeSearch(Self.catalogue { rows[$0] })
        let found = search.candidates(for: [rows[700][2]])[0]
        #expect(found[0].sku == 700 && found[0].similarity > 0.99)
        #expect(Set(found.map(\.sku)).count == found.count)
    }

    @Test func `near groups give the answers of the whole catalogue`() throws {
        // Families of look-alikes, as a catalogue has.
        var random = SeededGenerator(seed: 3)
        let families = (0..<60).map { _ in Self.direction(&random) }
        let rows = (0..<1500).map { place in
            let row = zip(families[place / 25], Self.direction(&random)).map { $0 + 0.7 * $1 }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / length }
        }
        let search = try PrototypeSearch(Self.catalogue { [rows[$0]] })
        let asked = rows.map { row in
            let seen = zip(row, Self.direction(&random)).map { $0 + 0.3 * $1 }
            let length = seen.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return seen.map { $0 / length }
        }
        let same = zip(search.candidates(for: asked), search.candidates(for: asked, reach: .everything))
            .count { $0.first == $1.first }
        #expect(same >= 1497)
    }

    @Test func `nothing is asked, nothing is found`() throws {
        let search = try PrototypeSearch(Self.catalogue { _ in [[Float](repeating: 0.17, count: 32)] })
        #expect(search.candidates(for: []).isEmpty)
        #expect(search.candidates(for: [[Float](repeating: -0.17, count: 32)]) == [[]])
    }
}
