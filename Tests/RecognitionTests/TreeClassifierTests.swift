import Foundation
import Recognition
import Retail
import TestSupport
import Testing

struct TreeClassifierTests {
    /// Two brands of two products with two SKUs each, in one category; every SKU has a random direction of its own,
    /// near its product's.
    private static func classifier(
        seed: UInt64 = 5, spread: Float = 0.35, heights: [Double] = [120, 120]
    ) throws -> TreeClassifier {
        var generator = SeededGenerator(seed: seed)
        func direction() -> [Float] { (0..<32).map { _ in Float.random(in: -1...1, using: &generator) } }
        var entries: [CatalogueEntry] = []
        var rows: [GTIN: [Float]] = [:]
        for brand in 0..<2 {
            for product in 0..<2 {
                let center = direction()
                for sku in 0..<2 {
                    let gtin = GTIN(restrictedCirculationItem: UInt64(entries.count))
                    entries.append(
                        CatalogueEntry(
                            gtin: gtin,
                            path: SKUPath(["food", "tea", "brand \(brand)", "tea \(product)", "size \(sku)"]),
                            form: .box, size: PackageSize(widthMM: 60, heightMM: heights[sku], depthMM: 40)))
                    let own = zip(center, direction()).map { $0 + spread * $1 }
                    let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
                    rows[gtin] = own.map { $0 / length }
                }
            }
        }
        let catalogue = try SampleCatalogue.compiled(entries, dimensions: 32) {
            rows[$0.gtin].map { [$0] } ?? []
        }
        return try TreeClassifier(catalogue: catalogue)
    }

    private static func row(_ classifier: TreeClassifier, _ place: Int) -> [Float] {
        classifier.catalogue.prototype(place)
    }

    @Test func `a SKU's own reference is named down to the SKU`() throws {
        let classifier = try TreeClassifierTests.classifier()
        for place in 0..<classifier.catalogue.count {
            let entry = classifier.catalogue.entry(at: place)
            let answer = classifier.named(TreeClassifierTests.row(classifier, place))
            #expect(answer.gtin == entry.gtin && answer.path == entry.path)
        }
    }

    @Test func `a unit that is less like its SKU than its peers is believed to be the product only`() throws {
        let classifier = try TreeClassifierTests.classifier()
        let entry = classifier.catalogue.entry(at: 2)
        let own = TreeClassifierTests.row(classifier, 2)
        var generator = SeededGenerator(seed: 3)
        var circumstances = TreeClassifier.Circumstances()
        circumstances.plannedHere = [2]
        // The share of something else in it, and so about how far it is from its SKU.
        func unit(_ share: Float) -> TreeClassifier.Product {
            let other = (0..<32).map { _ in Float.random(in: -1...1, using: &generator) / 3.3 }
            let mixed = zip(own, other).map { $0 + share * $1 }
            let length = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return classifier.product(mixed.map { $0 / length }, in: circumstances)
        }
        let peers = [unit(0.1), unit(0.1), unit(0.2)]
        let odd = unit(0.8)
        #expect(classifier.identify([odd])[0].gtin == entry.gtin)
        let answers = classifier.identify(peers + [odd])
        for answer in answers.prefix(3) { #expect(answer.gtin == entry.gtin && (answer.planned ?? 0) > 0.5) }
        #expect(answers[3].planned == nil)
        #expect(answers[3].gtin == nil && answers[3].path == entry.path.ancestor(at: .product))
    }

    @Test func `probabilities sum to one and never rise on the way down`() throws {
        let classifier = try TreeClassifierTests.classifier()
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let place = Int.random(in: 0..<8, using: &generator)
            let noisy = TreeClassifierTests.row(classifier, place).map {
                $0 + Float.random(in: -0.3...0.3, using: &generator)
            }
            let posterior = classifier.posterior(of: classifier.product(noisy))
            #expect(abs(posterior.shares.reduce(posterior.none) { $0 + $1.probability } - 1) < 1e-9)
            let path = classifier.identify(posterior).probabilities
            for (upper, lower) in zip(path, path.dropFirst()) { #expect(lower <= upper + 1e-9) }
        }
    }

    @Test func `between two sizes of one product it stops at the product`() throws {
        let classifier = try TreeClassifierTests.classifier()
        let between = zip(TreeClassifierTests.row(classifier, 0), TreeClassifierTests.row(classifier, 1)).map
        {
            $0 + $1
        }
        let length = between.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let answer = classifier.named(between.map { $0 / length })
        #expect(answer.path.level == .product)
        #expect(answer.path.contains(classifier.catalogue.entry(at: 0).path) && answer.gtin == nil)
    }

    @Test func `of two sizes that look the same the measured height decides`() throws {
        let classifier = try TreeClassifierTests.classifier(spread: 0.02, heights: [120, 180])
        let looks = TreeClassifierTests.row(classifier, 0)
        for (place, height) in [(0, 124.0), (1, 174.0)] {
            var circumstances = TreeClassifier.Circumstances()
            circumstances.heightMM = height
            #expect(
                classifier.named(looks, in: circumstances).gtin == classifier.catalogue.entry(at: place).gtin)
        }
    }

    @Test func `what resembles nothing is unknown`() throws {
        let classifier = try TreeClassifierTests.classifier()
        let opposite = TreeClassifierTests.row(classifier, 3).map { -$0 }
        #expect(classifier.named(opposite) == .unknown)
    }

    @Test func `the plan decides between look-alikes but does not hide a clear stranger`() throws {
        let classifier = try TreeClassifierTests.classifier(spread: 0.12)
        let between = zip(TreeClassifierTests.row(classifier, 0), TreeClassifierTests.row(classifier, 1)).map
        {
            ($0 + $1) / 2
        }
        var circumstances = TreeClassifier.Circumstances()
        circumstances.plannedHere = [1]
        #expect(classifier.named(between, in: circumstances).gtin == classifier.catalogue.entry(at: 1).gtin)
        let stranger = classifier.named(TreeClassifierTests.row(classifier, 6), in: circumstances)
        #expect(stranger.gtin != classifier.catalogue.entry(at: 1).gtin)
        #expect(stranger.path.names[2] == classifier.catalogue.entry(at: 6).path.names[2])
    }

    @Test func `what is 0.97 probable by its looks is never hidden by what is planned`() throws {
        let classifier = try TreeClassifierTests.classifier(spread: 0.2)
        var generator = SeededGenerator(seed: 21)
        var clear = 0
        for _ in 0..<400 {
            let (one, other) = (
                Int.random(in: 0..<8, using: &generator), Int.random(in: 0..<8, using: &generator)
            )
            let share = Float.random(in: 0...1, using: &generator)
            let mixed = zip(
                TreeClassifierTests.row(classifier, one), TreeClassifierTests.row(classifier, other)
            )
            .map { $0 + share * $1 }
            let length = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let looks = classifier.looks(of: [mixed.map { $0 / length }])[0]
            let alone = classifier.posterior(of: .init(looks: looks))
            guard let best = alone.mostProbable, best.probability >= 0.97 else { continue }
            clear += 1
            for planned in 0..<8 where planned != best.sku {
                var circumstances = TreeClassifier.Circumstances()
                circumstances.plannedHere = [planned]
                circumstances.plannedInZone = Set(0..<8).subtracting([best.sku])
                let there = classifier.posterior(of: .init(looks: looks, circumstances: circumstances))
                #expect(there.probability(of: best.sku) > there.probability(of: planned))
            }
        }
        #expect(clear > 50)
    }

    @Test func `of two SKUs that look the same the more closely planned one is the more probable`() throws {
        let classifier = try TreeClassifierTests.classifier(spread: 0)
        let listed = try TreeClassifier(
            catalogue: classifier.catalogue,
            listed: [try #require(classifier.catalogue.gtin(at: 1)), GTIN(restrictedCirculationItem: 99)])
        let looks = listed.looks(of: [TreeClassifierTests.row(classifier, 0)])[0]
        func ratio(_ change: (inout TreeClassifier.Circumstances) -> Void) -> Double {
            var circumstances = TreeClassifier.Circumstances()
            change(&circumstances)
            let posterior = listed.posterior(of: .init(looks: looks, circumstances: circumstances))
            return posterior.probability(of: 1) / posterior.probability(of: 0)
        }
        let ratios = [ratio { _ in }, ratio { $0.plannedInZone = [1] }, ratio { $0.plannedHere = [1] }]
        for (ratio, wanted) in zip(ratios, [2.0, 5, 30]) { #expect(abs(ratio - wanted) < 0.01 * wanted) }
    }

    @Test func `what is planned is asked for even where enough other SKUs are more similar`() throws {
        var generator = SeededGenerator(seed: 4)
        let center = (0..<16).map { _ in Float.random(in: -1...1, using: &generator) }
        let entries = (0..<60).map { number in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(number)),
                path: SKUPath(["food", "tea", "brand", "tea \(number)", "size"]), form: .box,
                size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 40))
        }
        let catalogue = try SampleCatalogue.compiled(entries, dimensions: 16) { _ in
            let own = center.map { $0 + Float.random(in: -0.1...0.1, using: &generator) }
            let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return [own.map { $0 / length }]
        }
        let classifier = try TreeClassifier(catalogue: catalogue)
        let looks = classifier.looks(of: [TreeClassifierTests.row(classifier, 0)])[0]
        let left = try #require((0..<60).first { place in !looks.candidates.contains { $0.sku == place } })
        var circumstances = TreeClassifier.Circumstances()
        circumstances.plannedHere = [left]
        let posterior = classifier.posterior(of: .init(looks: looks, circumstances: circumstances))
        let expected = zip(TreeClassifierTests.row(classifier, 0), TreeClassifierTests.row(classifier, left))
            .reduce(0) { $0 + Double($1.0 * $1.1) }
        let share = posterior.probability(of: left) / posterior.probability(of: 0)
        #expect(abs(log(share / 30) * classifier.settings.temperature - (expected - 1)) < 0.01)
    }

    @Test func `where half of the shop looks alike, more similarity is needed to be believed`() throws {
        let classifier = try TreeClassifierTests.classifier()
        func none(_ common: Float) -> Double {
            let candidates = (0..<32).map { Candidate(sku: $0 % 8, similarity: $0 == 0 ? 0.7 : common) }
            return classifier.posterior(of: .init(looks: .init(embedding: [], candidates: candidates))).none
        }
        #expect(none(0.4) < none(0.5) && none(0.5) < none(0.6))
    }
}

extension TreeClassifier {
    /// What one product is named by itself.
    fileprivate func named(
        _ embedding: [Float], in circumstances: Circumstances = Circumstances()
    ) -> Identification {
        identify([product(embedding, in: circumstances)])[0]
    }

    fileprivate func product(
        _ embedding: [Float], in circumstances: Circumstances = Circumstances()
    ) -> Product {
        Product(looks: looks(of: [embedding])[0], circumstances: circumstances)
    }
}
