internal import ArgumentParser
internal import Foundation
internal import Recognition
internal import Retail
internal import Synthesis

/// The subcommand `gondola catalogue fit`.
struct CatalogueFitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Find the settings under which a catalogue's probabilities keep their word.",
        discussion: """
            The crops are rendered: the SKUs of the table on shelves, as a detector would cut them out. The settings \
            belong to the embedder; they stand in TreeClassifier.Settings. Check them with `gondola catalogue bench` and \
            another seed.
            """)

    @OptionGroup var crops: SeenCrops.Options

    @Option(help: "File for the settings, JSON.")
    var json: String?

    func run() async throws {
        do {
            let compiled = try CompiledCatalogue(path: crops.catalogue)
            let classifier = try TreeClassifier(catalogue: compiled)
            let seen = try crops.render(in: compiled).crops
            let embeddings = seen.map(\.embedding)
            let strangers = classifier.looks(of: embeddings, withoutProductsOf: seen.map(\.truth))
            let products = zip(seen, classifier.looks(of: embeddings)).map { crop, looks in
                TreeClassifier.Product(looks: looks, circumstances: crop.size)
            }
            var fit = try SettingsFit(
                zip(zip(seen, products), strangers).map { known, stranger in
                    SettingsFit.Crop(
                        product: known.1, asStranger: .init(looks: stranger, circumstances: known.0.size),
                        truth: known.0.truth)
                }, classifier: classifier)
            print("before: \(fit.loss.threeDecimals) nats a crop")
            for step in [1.3, 1.1, 1.03, 1.01] {
                while try fit.improve(by: step) {
                    print("steps of \(step): \(fit.loss.threeDecimals) nats a crop")
                }
            }
            var figures = Measurements()
            figures["loss"] = fit.loss
            figures["temperature"] = fit.settings.temperature
            figures["stranger_similarity"] = fit.settings.strangerSimilarity
            figures["stranger_share"] = fit.settings.strangerShare
            figures["width_larger"] = fit.settings.width.larger
            figures["width_smaller"] = fit.settings.width.smaller
            figures["height_larger"] = fit.settings.height.larger
            figures["height_smaller"] = fit.settings.height.smaller
            figures.show()
            try figures.write(to: json)
        } catch {
            throw Failure.exit(error)
        }
    }
}
