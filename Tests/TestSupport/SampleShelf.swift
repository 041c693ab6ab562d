package import Retail

/// A small shelf that many tests share: two boards, five positions, eight SKUs of which three are in no plan.
package enum SampleShelf {
    /// Eight SKUs: two categories, three brands, products with one or two sizes.
    package static func catalogue() throws(CatalogueError) -> Catalogue {
        try Catalogue([
            entry(1, ["Food", "Tea", "Alder", "Green Tea", "Green Tea 20"], width: 80),
            entry(2, ["Food", "Tea", "Alder", "Green Tea", "Green Tea 40"], width: 80),
            entry(3, ["Food", "Tea", "Alder", "Mint Tea", "Mint Tea 20"], width: 80),
            entry(4, ["Food", "Tea", "Birch", "Black Tea", "Black Tea 25"], width: 80),
            entry(5, ["Food", "Coffee", "Cedar", "Espresso", "Espresso 250 g"], width: 100),
            entry(6, ["Food", "Coffee", "Cedar", "Espresso", "Espresso 500 g"], width: 100),
            entry(7, ["Food", "Coffee", "Cedar", "Filter", "Filter 250 g"], width: 100),
            entry(8, ["Food", "Coffee", "Birch", "Decaf", "Decaf 250 g"], width: 100),
        ])
    }

    /// Bay "B1" of 800 mm: on "S1" three tea positions, on "S2" two coffee positions and free space to the right.
    package static let planogram = Planogram(
        id: "hot-drinks", revision: 1,
        bay: Bay(
            id: "B1", widthMM: 800, heightMM: 1200,
            shelves: [
                Shelf(
                    id: "S1", surfaceMM: 200, clearanceMM: 300,
                    positions: [
                        Position(id: "P1", gtin: gtin(1), xMM: 0, widthMM: 170, facings: 2),
                        Position(id: "P2", gtin: gtin(3), xMM: 170, widthMM: 255, facings: 3),
                        Position(id: "P3", gtin: gtin(4), xMM: 425, widthMM: 170, facings: 2),
                    ]),
                Shelf(
                    id: "S2", surfaceMM: 550, clearanceMM: 300,
                    positions: [
                        Position(id: "P4", gtin: gtin(5), xMM: 0, widthMM: 210, facings: 2),
                        Position(id: "P5", gtin: gtin(7), xMM: 210, widthMM: 105, facings: 1, tolerance: 1),
                    ]),
            ]))

    /// The key of the sample SKU with this number.
    package static func gtin(_ number: UInt64) -> GTIN { GTIN(restrictedCirculationItem: number) }

    private static func entry(_ number: UInt64, _ names: [String], width: Double) -> CatalogueEntry {
        CatalogueEntry(
            gtin: gtin(number), path: SKUPath(names), form: .box,
            size: PackageSize(widthMM: width, heightMM: 180, depthMM: 60))
    }
}
