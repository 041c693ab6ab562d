import Foundation
import Imaging
import Retail
import Synthesis
import TestSupport
import Testing

@Suite struct GoodsTableTests {
    private let header = "gtin,form,width_mm,height_mm,depth_mm,brand\n"
    private let good = "4006381333931,box,60,120,40,Acme\n"

    private func parse(_ text: String) throws -> GoodsTable {
        try GoodsTable.parse(text, path: "goods.csv") { .success("\($0).jpg") }
    }

    @Test func `rows become goods with their pictures`() throws {
        let table = try parse(header + good)
        let entry = try #require(table.entries.first)
        #expect(entry.form == .box && entry.size.heightMM == 120)
        #expect(entry.path.names == ["Goods", "Goods", "Acme", "Goods", "04006381333931"])
        #expect(table.pictures[entry.gtin] == "04006381333931.jpg")
        #expect(table.problems.isEmpty)
    }

    @Test(arguments: [
        ("4006381333932,box,60,120,40,Acme", "wrong check digit"),
        ("4006381333931,box,0,120,40,Acme", "width_mm 0: expected 5 to 2000 millimetres"),
        ("4006381333931,box,wide,120,40,Acme", "width_mm \"wide\""),
        ("4006381333931,crate,60,120,40,Acme", "form \"crate\": expected one of box, can"),
        ("4006381333931,box,60", "3 fields, the header has 6"),
        ("4006381333931,box,60,nan,40,Acme", "height_mm \"nan\""),
    ])
    func `a row that makes no sense is left out and named with its row`(row: String, reason: String) throws {
        let table = try parse(header + "96385074,can,66,120,66,Acme\n" + row + "\n")
        #expect(table.entries.count == 1)
        #expect(table.problems.count == 1)
        #expect(table.problems[0].hasPrefix("goods.csv, row 3: "))
        #expect(table.problems[0].contains(reason), "\(table.problems)")
    }

    @Test func `a picture that is missing or broken leaves its row out`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("goods-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let table = folder.appendingPathComponent("goods.csv").path
        try Data((header + good + "96385074,can,66,120,66,Acme\n00012345600012,bag,90,140,40,Acme\n").utf8)
            .write(to: URL(fileURLWithPath: table))
        try JPEG.write(
            RGBImage(width: 40, height: 80, gray: 90), path: "\(folder.path)/04006381333931.jpg", quality: 80)
        try Data("no picture".utf8).write(to: folder.appendingPathComponent("00000096385074.jpg"))
        let read = try GoodsTable.read(path: table, pictures: folder.path)
        #expect(read.entries.map(\.gtin.description) == ["04006381333931"])
        #expect(read.problems.count == 2)
        #expect(read.problems[0].contains("row 3") && read.problems[0].contains("00000096385074.jpg"))
        #expect(read.problems[1].contains("row 4") && read.problems[1].contains("00012345600012.jpg"))
    }

    @Test(arguments: ["", "gtin,width_mm,height_mm\n1,2,3\n", "gtin,width_mm,height_mm,depth_mm\n\"4,2\n"])
    func `a file without the columns, or that is no CSV, is refused`(text: String) {
        #expect(throws: SynthesisError.self) { try parse(text) }
    }

    @Test func `damaged tables never crash the reader`() {
        var random = SeededGenerator(seed: 0xF022)
        let bytes = Array((header + good + good).utf8)
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(
                    in: 0...127, using: &random)
            }
            _ = try? parse(
                String(
                    decoding: damaged.prefix(Int.random(in: 0...damaged.count, using: &random)), as: UTF8.self
                ))
        }
    }

    @Test func `a package shows its pack shot, whatever its outline`() throws {
        // A red bottle on white: a narrow neck over a wide body with a blue label.
        var shot = RGBImage(width: 60, height: 120, gray: 255)
        for y in 0..<120 {
            for x in 0..<60 where abs(x - 30) < (y < 40 ? 10 : 26) {
                let isLabel = y > 70 && y < 100
                shot.pixels.replaceSubrange(
                    (y * 60 + x) * 3..<(y * 60 + x) * 3 + 3, with: isLabel ? [10, 20, 200] : [200, 20, 10])
            }
        }
        let gtin = GTIN(restrictedCirculationItem: 5)
        let entry = CatalogueEntry(
            gtin: gtin, path: SKUPath(["A", "B", "C", "D", "E 1 l"]), form: .bottle,
            size: PackageSize(widthMM: 70, heightMM: 140, depthMM: 70))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("shot-\(getpid()).jpg").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try JPEG.write(shot, path: file, quality: 95)
        var models = PackageModels(packshots: [gtin: file])
        let picture = Packshot(renderer: Renderer(fonts: try FontBook())).picture(
            of: entry, pixelsHigh: 120, models: &models)
        func colour(_ x: Double, _ y: Double) -> (red: UInt8, blue: UInt8) {
            let place =
                (Int(y * Double(picture.height)) * picture.width + Int(x * Double(picture.width))) * 3
            return (picture.pixels[place], picture.pixels[place + 2])
        }
        #expect(colour(0.5, 0.7).blue > 120 && colour(0.5, 0.7).red < 90)
        #expect(colour(0.5, 0.15).red > 120 && colour(0.5, 0.15).blue < 90)
        #expect(colour(0.2, 0.5).red > 100)
    }
}
