import Foundation
import Recognition
import Retail
import Testing

struct ProductTableTests {
    private static let header =
        "gtin,name,brand,product,department,category,width_mm,height_mm,depth_mm,form\n"
    private static let tea = GTIN(restrictedCirculationItem: 1)
    private static let mint = GTIN(restrictedCirculationItem: 2)

    private static func read(
        _ text: String, columns: [String: String] = [:], tree: ProductTree? = nil
    ) throws(TableError) -> ProductTable {
        try ProductTable.parse(Data(text.utf8), path: "goods.csv", columns: columns, tree: tree)
    }

    private static func row(_ gtin: GTIN, name: String = "Green 20", width: String = "60") -> String {
        "\(gtin),\(name),Alder,Green Tea,Drinks,Tea,\(width),120.5,40,box\n"
    }

    private static func entry(_ gtin: GTIN, name: String = "Green 20") -> CatalogueEntry {
        CatalogueEntry(
            gtin: gtin, path: SKUPath(["Drinks", "Tea", "Alder", "Green Tea", name]), form: .box,
            size: PackageSize(widthMM: 60, heightMM: 120.5, depthMM: 40))
    }

    @Test func `rows become SKUs, whatever the order of the columns`() throws {
        let table = try Self.read(Self.header + Self.row(Self.tea) + Self.row(Self.mint, name: "Mint"))
        #expect(table.entries == [Self.entry(Self.tea), Self.entry(Self.mint, name: "Mint")])
        #expect(table.problems.isEmpty)
        let turned = try Self.read(
            "Depth MM,form,category,department,brand,name,height_mm,width_mm,gtin,product,price\n"
                + "40,Box,Tea,Drinks,Alder,Green 20,120.5,60,\(Self.tea),Green Tea,1.99\n")
        #expect(turned.entries == [Self.entry(Self.tea)])
    }

    @Test func `other headers, semicolons and decimal commas are understood`() throws {
        let table = try Self.read(
            "\u{FEFF}EAN;Bezeichnung;Marke;Artikel;Abteilung;Gruppe;Breite;Hoehe;Tiefe\n"
                + "\(Self.tea);Green 20;Alder;Green Tea;Drinks;Tea;60;120,5;40\n",
            columns: [
                "gtin": "EAN", "name": "Bezeichnung", "brand": "Marke", "product": "Artikel",
                "department": "Abteilung", "category": "Gruppe", "width_mm": "Breite", "height_mm": "Hoehe",
                "depth_mm": "Tiefe",
            ])
        #expect(table.entries == [Self.entry(Self.tea)])
    }

    @Test func `a SKU without product or brand still has a whole path`() throws {
        let table = try Self.read(
            "gtin,name,brand,department,category,width_mm,height_mm,depth_mm\n\(Self.tea),Melon,,Fresh,Fruit,150,150,150\n"
        )
        #expect(table.entries.map(\.path.names) == [["Fresh", "Fruit", "No brand", "Melon", "Melon"]])
    }

    @Test func `the path may be one column, or come from a tree by its code`() throws {
        let path = "Drinks > Tea > Alder > Green Tea > Green 20"
        let table = try Self.read("gtin,path,width_mm,height_mm,depth_mm\n\(Self.tea),\(path),60,120.5,40\n")
        #expect(table.entries == [Self.entry(Self.tea)])
        let tree = try ProductTree.parse(
            Data("code,parent_code,name\n1,,Drinks\n17,1,Tea\n".utf8), path: "tree.csv")
        let coded = try Self.read(
            "gtin,name,brand,product,category_code,width_mm,height_mm,depth_mm\n"
                + "\(Self.tea),Green 20,Alder,Green Tea,17,60,120.5,40\n"
                + "\(Self.mint),Mint,Alder,Mint,18,60,120.5,40\n", tree: tree)
        #expect(coded.entries == [Self.entry(Self.tea)])
        #expect(
            coded.problems == [
                TableProblem(row: 3, reason: "orphan: the tree has no place with the code \"18\"")
            ])
    }

    @Test func `every fault is told with its row, and the other rows are used`() throws {
        let wrong = String("\(Self.mint)".dropLast()) + "0"
        let table = try Self.read(
            Self.header + Self.row(Self.tea) + "\(wrong),Mint,Alder,Mint,Drinks,Tea,60,120.5,40,box\n"
                + Self.row(Self.tea, name: "Other") + Self.row(Self.mint)
                + Self.row(Self.mint, name: "Zero", width: "0") + Self.row(Self.mint, name: "None", width: "")
                + "\(Self.mint),Mint,Alder,Mint,,Tea,60,120.5,40,box\n"
                + "\(Self.mint),Mint,Alder,Mint,Drinks,Tea,60,120.5,40,ball\n"
                + "\(Self.mint),\"Mi\nnt\",Alder,Mint,Drinks,Tea,60,120.5,40,\n"
                + "\(Self.mint),,Alder,Mint,Drinks,Tea,60,120.5,40,\n" + "\(Self.mint),Mint\n")
        #expect(table.entries == [Self.entry(Self.tea)])
        #expect(table.problems.map(\.row) == [3, 4, 5, 6, 7, 8, 9, 10, 12, 13])
        let said = [
            "wrong check digit", "is in row 2 already", "is that of row 2 too",
            "width_mm 0: expected 1 to 3000",
            "width_mm \"\": expected a number", "orphan: its category \"Tea\" lies in no department",
            "form \"ball\"", "a line end", "the name of its sku is missing", "2 fields, the header has 10",
        ]
        for (problem, words) in zip(table.problems, said) { #expect(problem.reason.contains(words)) }
    }

    @Test func `missing columns are told together`() {
        let error = #expect(throws: TableError.self) { try Self.read("gtin,name,width_mm,height_mm\n") }
        #expect(error?.problems.map(\.row) == [1, 1, 1])
        for column in ["depth_mm", "brand", "department"] {
            #expect("\(error, default: "")".contains("\"\(column)\""))
        }
    }

    @Test func `a column that does not exist can't be renamed`() {
        let error = #expect(throws: TableError.self) { try Self.read("", columns: ["ean": "EAN"]) }
        #expect("\(error, default: "")".contains("no column \"ean\""))
    }

    @Test func `text that is not UTF-8 is refused with its line`() {
        var latin = Data((Self.header + Self.row(Self.tea)).utf8)
        latin += [0x4D, 0xFC, 0x0A]
        let error = #expect(throws: TableError.self) { try ProductTable.parse(latin, path: "goods.csv") }
        #expect("\(error, default: "")".hasPrefix("goods.csv, row 3: it is not UTF-8"))
        let wide = #expect(throws: TableError.self) {
            try ProductTable.parse(Data([0xFF, 0xFE, 0x67, 0x00]), path: "goods.csv")
        }
        #expect("\(wide, default: "")".contains("UTF-16"))
    }

    @Test func `a JSON list holds the same, with a path as a list or by its columns`() throws {
        let table = try Self.read(
            """
            [{"gtin": "\(Self.tea)", "path": ["Drinks", "Tea", "Alder", "Green Tea", "Green 20"], "form": "box",
              "size": {"width_mm": 60, "height_mm": 120.5, "depth_mm": 40}},
             {"gtin": "\(Self.mint)", "name": "Mint", "brand": "Alder", "product": "Green Tea",
              "department": "Drinks", "category": "Tea", "width_mm": 60, "height_mm": 120.5, "depth_mm": 40}]
            """)
        #expect(table.entries == [Self.entry(Self.tea), Self.entry(Self.mint, name: "Mint")])
    }

    @Test func `what is wrong in a JSON list is told with the entry's number`() throws {
        let table = try Self.read(
            """
            [7, {"gtin": "12345678901230"}, {"gtin": 4006381333931, "path": ["a"], "size": [1]},
             {"gtin": "\(Self.tea)", "path": ["a", "b", "c", "d", "e"],
              "size": {"width_mm": "wide", "height_mm": 0, "depth_mm": 1}}]
            """)
        #expect(table.entries.isEmpty)
        #expect(table.problems.map(\.row) == [1, 2, 3, 4])
        #expect(table.problems[1].reason.contains("should be"))
        #expect(table.problems[2].reason.contains("1 names; five are expected"))
        let error = #expect(throws: TableError.self) { try Self.read("{\"gtin\": 1}") }
        #expect("\(error, default: "")".contains("no JSON list"))
    }

    @Test func `a table that is wrong in every row is told by its first problems and their number`() throws {
        let rows = String(repeating: "1,2,3,4,5,6,7,8,9,10\n", count: 100)
        let table = try Self.read(Self.header + rows)
        let lines = TableError(path: table.path, problems: table.problems).description.split(separator: "\n")
        #expect(lines.count == 21 && lines.last?.contains("80 more") == true)
    }
}
