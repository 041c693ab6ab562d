internal import ArgumentParser
internal import Recognition
internal import Retail

/// The subcommand `gondola catalogue verify`.
struct CatalogueVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a catalogue: the file, its tree, its prototypes, SKUs that look the same.",
        discussion: """
            Ends with 1 if something is wrong. SKUs that look the same and SKUs without a picture are told, and are \
            no fault of the catalogue's.
            """)

    @Argument(help: "Compiled catalogue.")
    var catalogue: String

    @Option(help: "Embedder that it is to be used with, an ONNX file.")
    var embedder = ModelFolder.path(of: "embedder.int8.onnx")

    @Option(help: "Folder that should hold GTIN.jpg for each SKU.")
    var pictures: String?

    @Option(help: "Cosine from which on two SKUs count as looking the same.")
    var alike: Float = 0.98

    @Option(help: "Lines told of each kind at most.")
    var most = 20

    @Option(help: "SKUs compared at the same time.")
    var threads = 2

    /// SKUs that are compared with all others in one go.
    private static let batch = 128

    func validate() throws {
        guard (0.5...1).contains(alike), most > 0, (1...64).contains(threads) else {
            throw ValidationError("--alike must be 0.5 to 1, --most at least 1, --threads 1 to 64")
        }
    }

    func run() async throws {
        let problems: [String]
        do {
            let compiled = try CompiledCatalogue(path: catalogue)
            try compiled.check(Embedder(path: embedder), path: catalogue)
            let verification = try CatalogueVerification(compiled)
            problems = verification.problems()
            tell(problems, "problems")
            if let pictures { tell(try withoutPicture(compiled, in: pictures), "SKUs without a picture") }
            let pairs = try await pairs(verification, of: compiled)
            let ofOneProduct = pairs.filter { compiled.isOneProduct($0) }
            tell(ofOneProduct.map(compiled.text), "pairs of SKUs of one product that look the same")
            let others = pairs.filter { !compiled.isOneProduct($0) }
            tell(others.map(compiled.text), "pairs of different products that look the same")
        } catch {
            throw Failure.exit(error)
        }
        if !problems.isEmpty { throw ExitCode(1) }
    }

    private func tell(_ lines: [String], _ what: String) {
        print("\(what): \(lines.count)")
        for line in lines.prefix(most) { print("  \(line)") }
        if lines.count > most { print("  and \(lines.count - most) more") }
    }

    private func withoutPicture(_ compiled: CompiledCatalogue, in folder: String) throws -> [String] {
        let pictures = try ReferencePictures(folder: folder)
        return compiled.entries().filter { pictures.paths(of: $0.gtin).isEmpty }.map {
            "\($0.gtin)  \($0.path)"
        }
    }

    private func pairs(
        _ verification: CatalogueVerification, of compiled: CompiledCatalogue
    ) async throws -> [CatalogueVerification.Pair] {
        var pairs: [CatalogueVerification.Pair] = []
        let limit = alike
        let batches = (compiled.count + Self.batch - 1) / Self.batch
        try await inOrder(0..<batches, threads: threads) { number in
            let first = number * Self.batch
            return verification.pairs(of: first..<min(compiled.count, first + Self.batch), atLeast: limit)
        } receive: { number, found in
            pairs += found
            Progress.show("comparing", number * Self.batch, of: compiled.count)
        }
        Progress.done()
        return pairs.sorted { $0.similarity > $1.similarity }
    }
}

extension CompiledCatalogue {
    /// Sizes of one product may look the same: their measure on the shelf tells them apart.
    fileprivate func isOneProduct(_ pair: CatalogueVerification.Pair) -> Bool {
        node(at: pair.first, .product) == node(at: pair.second, .product)
    }

    fileprivate func text(_ pair: CatalogueVerification.Pair) -> String {
        let (first, second) = (entry(at: pair.first), entry(at: pair.second))
        // Bytes may make a cosine a little more than 1.
        let similarity = min(1, Double(pair.similarity)).threeDecimals
        return "\(similarity)  \(first.gtin) \(first.path)  =  \(second.gtin) \(second.path)"
    }
}
