import Recognition
import Retail
import TestSupport
import Testing

struct SettingsFitTests {
    /// Crops that look like their SKU and, as much as `noise`, like anything.
    private static func crops(_ classifier: TreeClassifier, noise: Float) -> [SettingsFit.Crop] {
        var generator = SeededGenerator(seed: 9)
        return (0..<150).map { number in
            let truth = number % classifier.catalogue.count
            let mixed = classifier.catalogue.prototype(truth).map {
                $0 + noise * Float.random(in: -1...1, using: &generator)
            }
            let length = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let embedding = [mixed.map { $0 / length }]
            return SettingsFit.Crop(
                product: .init(looks: classifier.looks(of: embedding)[0]),
                asStranger: .init(looks: classifier.looks(of: embedding, withoutProductsOf: [truth])[0]),
                truth: truth)
        }
    }

    private static func classifier() throws -> TreeClassifier {
        var generator = SeededGenerator(seed: 2)
        let entries = (0..<40).map { number in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(number)),
                path: SKUPath([
                    "food", "tea", "brand \(number / 8)", "tea \(number / 2)", "size \(number % 2)",
                ]),
                form: .box, size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 40))
        }
        let catalogue = try SampleCatalogue.compiled(entries, dimensions: 24) { _ in
            let own = (0..<24).map { _ in Float.random(in: -0.3...1, using: &generator) }
            let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return [own.map { $0 / length }]
        }
        return try TreeClassifier(catalogue: catalogue)
    }

    @Test func `every step makes the truth more likely until none does`() throws {
        let classifier = try Self.classifier()
        var fit = try SettingsFit(Self.crops(classifier, noise: 0.15), classifier: classifier)
        let before = fit.loss
        var losses: [Double] = []
        while try fit.improve(by: 1.2), losses.count < 60 { losses.append(fit.loss) }
        #expect(losses.count > 1 && losses.count < 60)
        #expect(losses == losses.sorted(by: >) && fit.loss < before)
    }

    @Test(arguments: [0.002, 0.2])
    func `a temperature that is far off is mended`(temperature: Double) throws {
        let classifier = try Self.classifier()
        var settings = classifier.settings
        settings.temperature = temperature
        let off = try TreeClassifier(catalogue: classifier.catalogue, settings: settings)
        var fit = try SettingsFit(Self.crops(classifier, noise: 0.25), classifier: off)
        for _ in 0..<12 where try fit.improve(by: 1.4) {}
        #expect((0.004...0.1).contains(fit.settings.temperature))
    }

    @Test func `without its product a crop has only other products' SKUs as candidates`() throws {
        let classifier = try Self.classifier()
        for truth in [0, 7, 39] {
            let row = classifier.catalogue.prototype(truth)
            let looks = classifier.looks(of: [row], withoutProductsOf: [truth])[0]
            let product = classifier.catalogue.path(at: truth).ancestor(at: .product)
            #expect(!looks.candidates.isEmpty)
            for candidate in looks.candidates {
                #expect(classifier.catalogue.path(at: candidate.sku).ancestor(at: .product) != product)
            }
        }
    }
}
