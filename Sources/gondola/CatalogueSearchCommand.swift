internal import ArgumentParser
internal import Imaging
internal import Recognition
internal import Retail

/// The subcommand `gondola catalogue search`.
struct CatalogueSearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Name the product in the middle of pictures, and tell which SKUs look like it.")

    @Argument(help: "JPEG pictures, each of one product.")
    var pictures: [String]

    @Option(help: "Compiled catalogue.")
    var catalogue: String

    @Option(help: "Embedder that the catalogue was compiled with, an ONNX file.")
    var embedder = ModelFolder.path(of: "embedder.int8.onnx")

    @Option(help: "Look-alikes to tell for each picture.")
    var most = 5

    @Option(help: "Threads of the embedder.")
    var threads = 2

    @Option(help: "File for the answers, a JSON list.")
    var json: String?

    @Option(help: "Folder with GTIN.jpg for each SKU, to be shown in --out.")
    var references: String?

    @Option(help: "JPEG file: each picture beside the references of its look-alikes.")
    var out: String?

    func validate() throws {
        guard most > 0, (1...64).contains(threads) else {
            throw ValidationError("--most must be at least 1, --threads 1 to 64")
        }
        guard (out == nil) == (references == nil) else {
            throw ValidationError("--out shows what is in --references: give both or none")
        }
    }

    /// What one picture was named.
    private struct Answer: Encodable {
        struct LookAlike: Encodable {
            let gtin: String
            let path: [String]
            let similarity: Float
            let probability: Double
        }

        let picture: String
        let path: [String]
        let probabilities: [Double]
        let lookAlikes: [LookAlike]

        enum CodingKeys: String, CodingKey {
            case picture, path, probabilities
            case lookAlikes = "look_alikes"
        }
    }

    func run() throws {
        do {
            let embedder = try Embedder(path: embedder, threads: threads)
            let compiled = try CompiledCatalogue(path: catalogue)
            try compiled.check(embedder, path: catalogue)
            let classifier = try TreeClassifier(catalogue: compiled)
            var answers: [Answer] = []
            var sheet = ContactSheet(cell: PixelSize(width: 130, height: 170), columns: 2)
            for path in pictures {
                let picture = try JPEG.read(path: path)
                let answer = try name(picture, path, classifier, embedder)
                show(answer)
                if let references {
                    let folder = try ReferencePictures(folder: references)
                    let alike = try answer.lookAlikes.map { try folder.first(of: GTIN($0.gtin)) }
                    sheet.add([picture] + alike)
                }
                answers.append(answer)
            }
            if let out { try JPEG.write(sheet.picture, path: out) }
            if let json { try ResultFile.write(json: answers, to: json) }
        } catch {
            throw Failure.exit(error)
        }
    }

    private func name(
        _ picture: RGBImage, _ path: String, _ classifier: TreeClassifier, _ embedder: Embedder
    ) throws -> Answer {
        let looks = try classifier.looks(shownIn: picture, embedder: embedder)
        let posterior = classifier.posterior(of: TreeClassifier.Product(looks: looks))
        let named = classifier.identify(posterior)
        return Answer(
            picture: path, path: named.path.names, probabilities: named.probabilities,
            lookAlikes: looks.candidates.prefix(most).map { candidate in
                let entry = classifier.catalogue.entry(at: candidate.sku)
                return Answer.LookAlike(
                    gtin: "\(entry.gtin)", path: entry.path.names, similarity: candidate.similarity,
                    probability: posterior.probability(of: candidate.sku))
            })
    }

    private func show(_ answer: Answer) {
        let steps = zip(answer.path, answer.probabilities).map { "\($0) (\($1.threeDecimals))" }
        print("\(answer.picture): \(steps.isEmpty ? "unknown" : steps.joined(separator: " / "))")
        for alike in answer.lookAlikes {
            print(
                "  \(Double(alike.similarity).threeDecimals)  \(alike.gtin)  \(alike.path.joined(separator: " / "))"
            )
        }
    }
}
