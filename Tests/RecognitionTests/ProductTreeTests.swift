import Foundation
import Recognition
import Testing

struct ProductTreeTests {
    private static func read(_ text: String) throws(TableError) -> ProductTree {
        try ProductTree.parse(Data(text.utf8), path: "tree")
    }

    private static func problems(_ text: String) -> [TableProblem] {
        do {
            _ = try read(text)
            return []
        } catch {
            return error.problems
        }
    }

    /// Two levels of Shopify's file, as it is published.
    private static let shopify = """
        # Shopify Product Taxonomy - Categories: 2024-07
        # Format: {GID} : {Ancestor name} > ... > {Category name}

        gid://shopify/TaxonomyCategory/fb                : Food, Beverages & Tobacco
        gid://shopify/TaxonomyCategory/fb-1              : Food, Beverages & Tobacco > Beverages
        gid://shopify/TaxonomyCategory/fb-1-4            : Food, Beverages & Tobacco > Beverages > Coffee
        """

    @Test func `Shopify's lines are read, and a code is known with and without its address`() throws {
        let tree = try Self.read(Self.shopify)
        #expect(tree.count == 3)
        for code in ["fb-1-4", "gid://shopify/TaxonomyCategory/fb-1-4"] {
            let place = try #require(tree[code])
            #expect(
                [place.department, place.category] == ["Food, Beverages & Tobacco", "Beverages > Coffee"])
        }
        let root = try #require(tree["fb"])
        #expect(
            [root.department, root.category] == ["Food, Beverages & Tobacco", "Food, Beverages & Tobacco"])
        #expect(tree["fb-9"] == nil)
    }

    @Test func `Shopify's JSON gives the same tree`() throws {
        let tree = try Self.read(
            """
            {"version": "2024-07", "verticals": [{"name": "Food", "prefix": "fb", "categories": [
              {"id": "gid://shopify/TaxonomyCategory/fb", "level": 0, "name": "Food, Beverages & Tobacco",
               "parent_id": null, "children": [{"id": "x", "name": "y"}]},
              {"id": "gid://shopify/TaxonomyCategory/fb-1", "name": "Beverages",
               "parent_id": "gid://shopify/TaxonomyCategory/fb"},
              {"id": "gid://shopify/TaxonomyCategory/fb-1-4", "name": "Coffee",
               "parent_id": "gid://shopify/TaxonomyCategory/fb-1"}]}]}
            """)
        let place = try #require(tree["fb-1-4"])
        #expect([place.department, place.category] == ["Food, Beverages & Tobacco", "Beverages > Coffee"])
    }

    @Test func `GS1 GPC is read from XML and from CSV`() throws {
        let xml = try Self.read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <schema languageCode="EN" dateUtc="2/12/2024">
              <segment code="50000000" text="Food/Beverage" definition="a &amp; b" active="true">
                <family code="50200000" text="Beverages">
                  <class code="50202300" text="Non Alcoholic Beverages">
                    <brick code="10000201" text="Cola">
                      <attType code="20000100" text="Caffeine"><attValue code="30000101" text="With"/></attType>
                    </brick>
                    <brick code="10000202" text="Juice"/>
                  </class>
                </family>
              </segment>
            </schema>
            """)
        let csv = try Self.read(
            """
            SegmentCode,SegmentTitle,FamilyCode,FamilyTitle,ClassCode,ClassTitle,BrickCode,BrickTitle,AttributeCode
            50000000,Food/Beverage,50200000,Beverages,50202300,Non Alcoholic Beverages,10000201,Cola,20000100
            50000000,Food/Beverage,50200000,Beverages,50202300,Non Alcoholic Beverages,10000201,Cola,20000101
            50000000,Food/Beverage,50200000,Beverages,50202300,Non Alcoholic Beverages,10000202,Juice,
            """)
        for tree in [xml, csv] {
            let place = try #require(tree["10000202"])
            #expect(
                [place.department, place.category] == [
                    "Food/Beverage", "Beverages > Non Alcoholic Beverages > Juice",
                ])
            #expect(tree.count == 5)
            #expect(tree["20000100"] == nil)
        }
    }

    @Test func `orphans, places named twice and circles are told with their rows`() {
        let own = Self.problems(
            """
            code,parent_code,name
            1,,Food
            2,1,Tea
            3,9,Lost
            2,1,Tea again
            4,5,Round
            5,4,And round
            6,1,
            7
            """)
        #expect(own.map(\.row) == [4, 5, 6, 7, 8, 9])
        let said = [
            "orphan: \"Lost\" (3) lies below \"9\"", "is that of row 3 too", "lies below itself",
            "lies below itself", "has no name", "1 fields, the header has 3",
        ]
        for (problem, words) in zip(own, said) { #expect(problem.reason.contains(words), "\(problem)") }
        let shopify = Self.problems(
            """
            gid://shopify/TaxonomyCategory/fb : Food
            gid://shopify/TaxonomyCategory/fb-1-4 : Food > Beverages > Coffee
            gid://shopify/TaxonomyCategory/fb-2 : Food > Beverages > Tea
            some words
            """)
        #expect(shopify.map(\.row) == [2, 3, 4])
        let gpc = Self.problems(
            "<schema><brick code=\"1\" text=\"a\"/><segment code=\"1\" text=\"b\"/></schema>")
        #expect(gpc.contains { $0.reason.contains("orphan: the brick \"1\"") })
        #expect(gpc.contains { $0.reason.contains("the code \"1\" is that of row 1 too") })
    }

    @Test(arguments: [
        ("<schema><segment code=\"1\" text=\"a\">", "no valid XML"), ("<html></html>", "expected GS1 GPC"),
        ("{\"a\": 1}", "expected Shopify's taxonomy"), ("a,b\n1,2\n", "expected the columns code"),
        ("", "it is empty"), ("# Shopify\n", "no place in this tree"),
    ])
    func `what is no tree is refused`(text: String, said: String) {
        let error = #expect(throws: TableError.self) { try Self.read(text) }
        #expect("\(error, default: "")".contains(said))
    }

    @Test func `a missing tree is named`() {
        let error = #expect(throws: TableError.self) { try ProductTree.read(path: "/nowhere/tree.xml") }
        #expect("\(error, default: "")".contains("/nowhere/tree.xml: cannot be read"))
    }
}
