import Recognition
import Retail
import Testing

struct NamedProductTests {
    /// Two brands of two products with two SKUs each; every SKU has an axis of its own.
    private static func classifier() throws -> TreeClassifier {
        let entries = (0..<8).map { place in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(place)),
                path: SKUPath([
                    "food", "tea", "brand \(place / 4)", "tea \(place / 2 % 2)", "size \(place % 2)",
                ]),
                form: .box, size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 40))
        }
        let catalogue = try SampleCatalogue.compiled(entries, dimensions: 8) { entry in
            [(0..<8).map { $0 == Int(entry.gtin.number / 10 % 10) ? 1 : 0 }]
        }
        return try TreeClassifier(catalogue: catalogue)
    }

    /// A crop of the SKU at `truth` that looks as the SKU at `seen` does.
    private static func named(truth: Int, seen: Int) throws -> NamedProduct {
        let classifier = try classifier()
        let looks = classifier.looks(of: [(0..<8).map { $0 == seen ? 1 : 0 }])[0]
        return NamedProduct(.init(looks: looks), truth: truth, classifier: classifier)
    }

    @Test func `what is named rightly parts nowhere`() throws {
        let product = try Self.named(truth: 3, seen: 3)
        #expect(product.rank == 0 && product.partingLevel == nil && product.wrongProbability == nil)
        #expect(product.mistakenFor == nil)
    }

    @Test(arguments: [(1, TreeLevel.sku), (2, .product), (4, .brand), (7, .brand)])
    func `a wrong answer parts from the truth at its first wrong name`(seen: Int, level: TreeLevel) throws {
        let product = try Self.named(truth: 0, seen: seen)
        #expect(product.partingLevel == level && product.mistakenFor == seen && product.rank > 0)
        #expect(product.wrongProbability == product.answer.probabilities[level.rawValue])
    }

    @Test func `levels above the parting are right, those below are not`() throws {
        var score = ClassificationScore()
        score.add(try Self.named(truth: 0, seen: 2))
        score.add(try Self.named(truth: 0, seen: 0))
        // The other product's SKUs bear the same names, but they are other nodes.
        #expect(score.answered == [2, 2, 2, 2, 2] && score.correct == [2, 2, 2, 1, 1])
        #expect(score.top1 == 1 && score.crops == 2 && score.skuReliability.answers == 2)
        #expect(score.reliability[TreeLevel.product.rawValue].error > 0.4)
        #expect(score.reliability[TreeLevel.brand.rawValue].error < 0.01)
    }

    @Test func `a confusion counts once, between brothers in the tree, the most frequent first`() throws {
        var confusions = TreeConfusions()
        for (truth, seen) in [(0, 2), (0, 4), (1, 3), (4, 0), (4, 1), (5, 0), (6, 6), (0, 1)] {
            confusions.add(try Self.named(truth: truth, seen: seen))
        }
        #expect(TreeLevel.allCases.map { confusions.count(at: $0) } == [0, 0, 4, 2, 1])
        let brands = confusions.pairs(at: .brand)
        #expect(brands.map(\.count) == [3, 1])
        #expect(brands[0].pair.truth.names == ["food", "tea", "brand 1"])
        #expect(brands[0].pair.answer.names == ["food", "tea", "brand 0"])
        #expect(confusions.pairs(at: .product).map(\.count) == [2])
    }
}
