import Foundation
import Retail
import Testing

struct SKUPathTests {
    private let tea = SKUPath(["Food", "Tea", "Alder", "Green", "Green 20"])

    @Test func `a path knows its level and its ancestors`() {
        #expect(tea.level == .sku)
        #expect(tea.ancestor(at: .brand).names == ["Food", "Tea", "Alder"])
        #expect(tea.ancestor(at: .brand).level == .brand)
        #expect(SKUPath([]).level == nil)
        #expect(SKUPath(["Food"]).ancestor(at: .sku) == SKUPath(["Food"]))
        #expect(tea.description == "Food / Tea / Alder / Green / Green 20")
    }

    @Test func `a path contains itself and what is below it`() {
        #expect(tea.contains(tea))
        #expect(SKUPath([]).contains(tea))
        #expect(tea.ancestor(at: .category).contains(tea))
        #expect(!tea.contains(tea.ancestor(at: .category)))
        #expect(!SKUPath(["Food", "Tea", "Birch"]).contains(tea))
    }

    @Test func `a path that is too deep is refused in JSON`() throws {
        let json = try JSONEncoder().encode(tea)
        #expect(try JSONDecoder().decode(SKUPath.self, from: json) == tea)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(SKUPath.self, from: Data("[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]".utf8))
        }
    }

    @Test func `levels are in order from the department down`() {
        #expect(TreeLevel.department < .sku)
        #expect(TreeLevel.allCases.map(\.name) == ["department", "category", "brand", "product", "sku"])
    }
}
