import ArgumentParser
import Foundation
import Retail
import Synthesis

/// Which goods a rendering command puts on its shelves.
struct GoodsOptions: ParsableArguments {
    @Option(help: "Catalogue to fill the shelves from, as `synth catalogue` writes it.") var catalogue:
        String?
    @Option(
        help: "Table of own goods (CSV: gtin, width_mm, height_mm, depth_mm, form ...); needs --packshots.")
    var goods: String?
    @Option(help: "Folder with a pack shot GTIN.jpg of each of the own goods.") var packshots: String?

    func validate() throws {
        guard (goods == nil) == (packshots == nil) else {
            throw ValidationError("--goods and --packshots belong together")
        }
        guard goods == nil || catalogue == nil else {
            throw ValidationError("--catalogue and --goods exclude each other")
        }
    }

    /// The goods, `nil` if none are given; rows and pictures that cannot be used are named on standard error.
    func read() throws -> (entries: [CatalogueEntry]?, packshots: [GTIN: String]) {
        if let goods, let packshots {
            let table = try GoodsTable.read(path: goods, pictures: packshots)
            for problem in table.problems {
                FileHandle.standardError.write(Data("gondola: left out: \(problem)\n".utf8))
            }
            return (table.entries, table.pictures)
        }
        return (try catalogue.map(TableOptions.entries), [:])
    }
}
