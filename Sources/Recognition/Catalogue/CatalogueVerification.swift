internal import Retail

/// Looks for what makes a catalogue name badly though it can be read.
package struct CatalogueVerification: Sendable {
    /// Two SKUs that look the same, by their places.
    package struct Pair: Hashable, Sendable {
        package let first: Int
        package let second: Int
        /// Cosine of their most similar prototypes.
        package let similarity: Float
    }

    private let catalogue: CompiledCatalogue
    private let search: PrototypeSearch

    package init(_ catalogue: CompiledCatalogue) throws(RecognitionError) {
        self.catalogue = catalogue
        search = try PrototypeSearch(catalogue)
    }

    /// What is wrong with single SKUs, one line each.
    package func problems() -> [String] {
        var problems: [String] = []
        var seen: [GTIN: SKUPath] = [:]
        var previous: SKUPath?
        for (entry, rows) in zip(catalogue.entries(), catalogue.prototypeRanges()) {
            func report(_ reason: String) { problems.append("GTIN \(entry.gtin): \(reason)") }
            if let other = seen.updateValue(entry.path, forKey: entry.gtin) {
                report("is there twice: as \"\(other)\" and as \"\(entry.path)\"")
            }
            if let previous, !previous.precedes(entry.path) {
                report("\"\(entry.path)\" does not come after \"\(previous)\": the tree is out of order")
            }
            previous = entry.path
            if entry.path.names.contains(where: { $0.allSatisfy(\.isWhitespace) || $0.contains("\u{FFFD}") })
            {
                report("\"\(entry.path)\" has a name that is empty or not UTF-8")
            }
            if [entry.size.widthMM, entry.size.heightMM, entry.size.depthMM].contains(where: { $0 < 1 }) {
                report("a side is less than 1 mm long")
            }
            for row in rows {
                let length = catalogue.turnedPrototype(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
                if !(0.98...1.02).contains(length) {
                    report(
                        "prototype \(row - rows.lowerBound + 1) has length \(length)"
                    )
                }
            }
        }
        return problems
    }

    /// The pairs with a SKU of `places` as the first, and one after it in the catalogue as the second, that are at least
    /// as similar as `limit`; the most similar first.
    package func pairs(of places: Range<Int>, atLeast limit: Float) -> [Pair] {
        let rows = places.flatMap { place in catalogue.prototypes(of: place).map { (place, $0) } }
        var best: [[Int]: Float] = [:]
        let found = search.candidates(for: rows.map { catalogue.prototype($0.1) })
        for (row, candidates) in zip(rows, found) {
            for candidate in candidates where candidate.sku > row.0 && candidate.similarity >= limit {
                let key = [row.0, candidate.sku]
                best[key] = max(best[key] ?? -1, candidate.similarity)
            }
        }
        return best.map { Pair(first: $0.key[0], second: $0.key[1], similarity: $0.value) }.sorted {
            ($0.similarity, -$0.first, -$0.second) > ($1.similarity, -$1.first, -$1.second)
        }
    }
}

extension PrototypeSearch {
    /// The SKUs of `catalogue` that look most like the one at `place`, the most similar first.
    package func lookAlikes(of place: Int, in catalogue: CompiledCatalogue, most: Int) -> [Candidate] {
        var best: [Int: Float] = [:]
        let rows = catalogue.prototypes(of: place).map(catalogue.prototype)
        for candidate in candidates(for: rows).joined() where candidate.sku != place {
            best[candidate.sku] = max(best[candidate.sku] ?? -1, candidate.similarity)
        }
        let sorted = best.map { Candidate(sku: $0.key, similarity: $0.value) }.sorted {
            $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.sku < $1.sku
        }
        return Array(sorted.prefix(most))
    }
}
