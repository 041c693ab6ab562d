internal import ArgumentParser
internal import Recognition
internal import Retail

/// The names, size and form of one SKU, given on the command line.
struct EntryOptions: ParsableArguments {
    @Option(help: "Department of the SKU.") var department: String?
    @Option(help: "Category of the SKU.") var category: String?
    @Option(help: "Brand of the SKU.") var brand: String?
    @Option(help: "Product of the SKU, without variety and size; its name if there is no other SKU of it.")
    var product: String?
    @Option(help: "Name of the SKU itself.") var name: String?
    @Option(help: ArgumentHelp("Outer size in millimetres.", valueName: "width x height x depth")) var size:
        String?
    @Option(help: "Form: \(PackageForm.allCases.map(\.rawValue).joined(separator: ", ")).") var form: String?

    func validate() throws {
        if let form, PackageForm(rawValue: form) == nil {
            throw ValidationError(
                "--form \(form): expected one of \(PackageForm.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        if let size, Self.size(size) == nil {
            throw ValidationError(
                "--size \(size): expected 1 to 3000 mm each as WIDTHxHEIGHTxDEPTH, such as 60x120x40")
        }
    }

    var isEmpty: Bool { [department, category, brand, product, name, size, form].allSatisfy { $0 == nil } }

    /// The SKU as it is `known`, with what the command line says instead.
    ///
    /// `nil` if that does not make a whole SKU.
    func entry(of gtin: GTIN, known: CatalogueEntry?) -> CatalogueEntry? {
        let given = [department, category, brand, product ?? (known == nil ? name : nil), name]
        let names = zip(given, TreeLevel.allCases).compactMap { name, level in
            name ?? known?.path.names[level.rawValue]
        }
        guard names.count == TreeLevel.allCases.count, names.allSatisfy({ !$0.isEmpty }),
            let size = size.flatMap(Self.size) ?? known?.size
        else { return nil }
        return CatalogueEntry(
            gtin: gtin, path: SKUPath(names), form: form.flatMap(PackageForm.init) ?? known?.form ?? .box,
            size: size)
    }

    private static func size(_ text: String) -> PackageSize? {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Double($0) ?? 0 }
        guard sides.count == 3, sides.allSatisfy((1...3000).contains) else { return nil }
        return PackageSize(widthMM: sides[0], heightMM: sides[1], depthMM: sides[2])
    }
}
