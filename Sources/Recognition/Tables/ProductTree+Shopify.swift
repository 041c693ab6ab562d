internal import Foundation

// Shopify's Standard Product Taxonomy (https://github.com/Shopify/product-taxonomy) as it is published: one line a
// category, or JSON.
extension ProductTreeBuilder {
    /// Lines such as `gid://shopify/TaxonomyCategory/ap-2 : Animals & Pet Supplies > Pet Supplies`; those that begin
    /// with `#` explain.
    func addShopify(lines: String) {
        for (number, line) in lines.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let (key, value) = Self.halves(of: line) else {
                fail("expected \"gid://shopify/TaxonomyCategory/CODE : NAME > NAME\"", row: number + 1)
                continue
            }
            let code = ProductTree.short(key)
            let names = value.components(separatedBy: " > ")
            // A code has one part for each name.
            guard code.split(separator: "-").count == names.count else {
                fail("\(code) does not lie as deep as its \(names.count) names", row: number + 1)
                continue
            }
            let parent = code.lastIndex(of: "-").map { String(code[..<$0]) }
            add(code, name: names.last ?? "", parent: parent, row: number + 1)
        }
    }

    private static func halves(of line: String) -> (key: String, value: String)? {
        guard line.hasPrefix("gid://"), let colon = line.range(of: " : ") else { return nil }
        return (
            line[..<colon.lowerBound].trimmed, String(line[colon.upperBound...])
        )
    }

    /// An object with `verticals`, each with `categories` of `id`, `name` and `parent_id`.
    ///
    /// Rows are counted over all categories, from 1.
    func addShopify(json data: Data) throws(TableError) {
        struct Taxonomy: Decodable {
            struct Vertical: Decodable { let categories: [Category] }
            struct Category: Decodable {
                let id: String
                let name: String
                let parent_id: String?
            }

            let verticals: [Vertical]
        }

        let taxonomy: Taxonomy
        do {
            taxonomy = try JSONDecoder().decode(Taxonomy.self, from: data)
        } catch {
            throw TableError(
                path: path,
                "expected Shopify's taxonomy: \"verticals\" with \"categories\" of id, name and parent_id")
        }
        for (number, category) in taxonomy.verticals.flatMap(\.categories).enumerated() {
            add(
                ProductTree.short(category.id), name: category.name,
                parent: category.parent_id.map(ProductTree.short), row: number + 1)
        }
    }
}
