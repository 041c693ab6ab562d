import Foundation
import Recognition
import Retail
import TestSupport
import Testing

/// Damaged tables and trees: refused, or read as something that is whole.
struct TableFuzzTests {
    private static let tables = [
        """
        gtin,name,brand,product,department,category,width_mm,height_mm,depth_mm,form
        \(GTIN(restrictedCirculationItem: 1)),"Green, 20",Alder,Green Tea,Drinks,Tea,60,120,40,box
        \(GTIN(restrictedCirculationItem: 2)),Mint 20,Alder,Mint Tea,Drinks,Tea,60,120,40,can
        """,
        """
        [{"gtin": "\(GTIN(restrictedCirculationItem: 1))", "path": ["a", "b", "c", "d", "e"], "form": "box",
          "size": {"width_mm": 60, "height_mm": 120, "depth_mm": 40}}]
        """,
    ]
    private static let trees = [
        "code,parent_code,name\n1,,Food\n2,1,Tea\n3,2,Green\n",
        "gid://shopify/TaxonomyCategory/fb : Food\ngid://shopify/TaxonomyCategory/fb-1 : Food > Tea\n",
        "{\"verticals\": [{\"categories\": [{\"id\": \"a\", \"name\": \"b\", \"parent_id\": null}]}]}",
        "<schema><segment code=\"1\" text=\"a\"><family code=\"2\" text=\"b\"/></segment></schema>",
        "SegmentCode,SegmentTitle,FamilyCode,FamilyTitle,ClassCode,ClassTitle,BrickCode,BrickTitle\n"
            + "1,a,2,b,3,c,4,d\n",
    ]

    /// `text` with some bytes changed, left out, doubled or put elsewhere.
    private static func damaged(_ text: String, _ random: inout SeededGenerator) -> Data {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let first = Int.random(in: 0..<bytes.count, using: &random)
            let last = min(bytes.count, first + Int.random(in: 1...12, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[first] = .random(in: 0...255, using: &random)
            case 1 where last - first < bytes.count: bytes.removeSubrange(first..<last)
            case 2: bytes.insert(contentsOf: bytes[first..<last], at: first)
            default:
                bytes[first] =
                    [0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x3E, 0x7B, 0x00].randomElement(using: &random) ?? 0
            }
        }
        return Data(bytes)
    }

    @Test(arguments: tables.indices)
    func `what is read of a damaged table is a catalogue`(index: Int) {
        var random = SeededGenerator(seed: UInt64(index))
        var read = 0
        for _ in 0..<400 {
            let data = Self.damaged(Self.tables[index], &random)
            // Refusing it is as good.
            guard let table = try? ProductTable.parse(data, path: "t") else { continue }
            read += 1
            #expect(throws: Never.self) { try Catalogue(table.entries) }
            #expect(table.problems.allSatisfy { !$0.reason.isEmpty })
        }
        #expect(read > 0)
    }

    @Test(arguments: trees.indices)
    func `what is read of a damaged tree has a place for each code`(index: Int) {
        var random = SeededGenerator(seed: UInt64(index))
        var read = 0
        for _ in 0..<400 {
            let data = Self.damaged(Self.trees[index], &random)
            guard let tree = try? ProductTree.parse(data, path: "t") else { continue }
            read += 1
            #expect(tree.count > 0)
        }
        #expect(read > 0)
    }
}
