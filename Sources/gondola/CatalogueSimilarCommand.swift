internal import ArgumentParser
internal import Imaging
internal import Recognition
internal import Retail

/// The subcommand `gondola catalogue similar`.
struct CatalogueSimilarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar", abstract: "Tell which SKUs of a catalogue look most like one of them.")

    @Argument(help: "Compiled catalogue.")
    var catalogue: String

    @Argument(help: "Key of the SKU.")
    var gtin: String

    @Option(help: "Look-alikes to tell.")
    var most = 10

    @Option(help: "File for the answer, JSON.")
    var json: String?

    @Option(help: "Folder with GTIN.jpg for each SKU, to be shown in --out.")
    var references: String?

    @Option(help: "JPEG file: the SKU first, then its look-alikes from the most similar on.")
    var out: String?

    func validate() throws {
        guard most > 0 else { throw ValidationError("--most must be at least 1") }
        guard (out == nil) == (references == nil) else {
            throw ValidationError("--out shows what is in --references: give both or none")
        }
    }

    private struct Answer: Encodable {
        struct LookAlike: Encodable {
            let gtin: String
            let path: [String]
            let similarity: Float
        }

        let gtin: String
        let path: [String]
        let lookAlikes: [LookAlike]

        enum CodingKeys: String, CodingKey {
            case gtin, path
            case lookAlikes = "look_alikes"
        }
    }

    func run() throws {
        do {
            let gtin = try GTIN(gtin)
            let compiled = try CompiledCatalogue(path: catalogue)
            guard let place = compiled.index(of: gtin) else { throw CatalogueChangeError.unknown(gtin) }
            let found = try PrototypeSearch(compiled).lookAlikes(of: place, in: compiled, most: most)
            print("\(gtin)  \(compiled.path(at: place))")
            for candidate in found {
                let entry = compiled.entry(at: candidate.sku)
                print("  \(min(1, Double(candidate.similarity)).threeDecimals)  \(entry.gtin)  \(entry.path)")
            }
            if found.isEmpty { print("  nothing looks like it") }
            if let json { try ResultFile.write(json: answer(place, found, compiled), to: json) }
            if let out, let references {
                let folder = try ReferencePictures(folder: references)
                var sheet = ContactSheet(cell: PixelSize(width: 130, height: 170), columns: 6)
                for sku in [place] + found.map(\.sku) {
                    sheet.add([try folder.first(of: compiled.entry(at: sku).gtin)])
                }
                try JPEG.write(sheet.picture, path: out)
            }
        } catch {
            throw Failure.exit(error)
        }
    }

    private func answer(_ place: Int, _ found: [Candidate], _ compiled: CompiledCatalogue) -> Answer {
        let entry = compiled.entry(at: place)
        return Answer(
            gtin: "\(entry.gtin)", path: entry.path.names,
            lookAlikes: found.map { candidate in
                let alike = compiled.entry(at: candidate.sku)
                return Answer.LookAlike(
                    gtin: "\(alike.gtin)", path: alike.path.names, similarity: candidate.similarity)
            })
    }
}
