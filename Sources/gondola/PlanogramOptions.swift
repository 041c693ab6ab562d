internal import ArgumentParser
internal import Foundation
internal import Planograms
internal import Recognition
internal import Retail

/// What a planogram is read from, and what its file does not say.
struct PlanogramOptions: ParsableArguments {
    @Argument(
        help: "ProSpace (.psa), PTS, CSV, Excel (.xlsx), Azure's planogram JSON or the project's own JSON.")
    var file: String

    @Option(
        help:
            "SKUs that are known, a JSON list or a compiled catalogue: their sizes, and what can be recognised."
    )
    var catalogue: String?

    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            "For lists: the header of a column, if it is not a usual one. May be repeated.",
            valueName: "what=header"))
    var columns: [String] = []

    @Option(help: "For workbooks: the sheet. Default: the first.")
    var sheet: String?

    @Option(help: "For lists and Azure's JSON: millimetres to one unit of length.")
    var unit = 1.0

    @Option(help: "Width of each bay in millimetres, where the file has none.")
    var bayWidth: Double?

    @Option(help: "Height of each bay in millimetres, where the file has none.")
    var bayHeight: Double?

    func validate() throws {
        for (name, value) in [("unit", unit), ("bay-width", bayWidth ?? 1), ("bay-height", bayHeight ?? 1)]
        where !(value > 0 && value <= 100_000) {
            throw ValidationError("--\(name) must be above 0 and up to 100000")
        }
        _ = try columnMap
    }

    /// Reads the file, with the sizes of `catalogue`; `adjust` sets what the options here do not.
    func read(
        catalogue: (any SKUTable)?, _ adjust: (inout ImportOptions) -> Void = { _ in }
    ) throws -> ImportedPlan {
        var options = ImportOptions()
        options.columns = try columnMap
        options.sheet = sheet
        options.lengthUnitMM = unit
        options.bayWidthMM = bayWidth
        options.bayHeightMM = bayHeight
        options.catalogue = catalogue
        adjust(&options)
        return try PlanogramImport.read(path: file, options: options)
    }

    /// Reads the SKUs of `--catalogue`; `nil` if there is none.
    func readCatalogue() throws -> (any SKUTable)? {
        guard let catalogue else { return nil }
        // A list of SKUs is JSON; a compiled catalogue begins with its own mark. A missing one says so when it is read.
        let handle = try? FileHandle(forReadingFrom: URL(fileURLWithPath: catalogue))
        let isList = try handle?.read(upToCount: 1) == Data("[".utf8)
        return isList
            ? try Catalogue(TableOptions.entries(catalogue)) : try CompiledCatalogue(path: catalogue)
    }

    private var columnMap: [ListColumn: String] {
        get throws {
            var map: [ListColumn: String] = [:]
            for column in columns {
                let parts = column.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, let known = ListColumn(rawValue: parts[0]) else {
                    let names = ListColumn.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("--column \(column): expected NAME=HEADER with a name of \(names)")
                }
                map[known] = parts[1]
            }
            return map
        }
    }
}
