internal import ArgumentParser
internal import Recognition
internal import Retail

/// The subcommand `gondola catalogue show`.
struct CatalogueShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell what is in a catalogue, or what it knows of some SKUs.")

    @Argument(help: "Compiled catalogue.")
    var catalogue: String

    @Argument(help: "Keys of SKUs.")
    var gtins: [String] = []

    func run() throws {
        do {
            let gtins = try gtins.map { try GTIN($0) }
            let compiled = try CompiledCatalogue(path: catalogue)
            guard gtins.isEmpty else {
                for gtin in gtins { try show(gtin, of: compiled) }
                return
            }
            for level in TreeLevel.allCases {
                print("\(level.name): \(compiled.nodes(at: level))")
            }
            print("prototypes: \(compiled.prototypes) of \(compiled.dimensions) numbers")
            print("embedder: \(String(compiled.embedder, radix: 16))")
        } catch {
            throw Failure.exit(error)
        }
    }

    private func show(_ gtin: GTIN, of compiled: CompiledCatalogue) throws {
        guard let place = compiled.index(of: gtin) else { throw CatalogueChangeError.unknown(gtin) }
        let entry = compiled.entry(at: place)
        let sides = [entry.size.widthMM, entry.size.heightMM, entry.size.depthMM].map { "\($0)" }
        print("\(gtin)  \(entry.path)")
        print(
            "  \(entry.form.rawValue) of \(sides.joined(separator: " x ")) mm, "
                + "\(compiled.prototypes(of: place).count) prototypes")
    }
}
