internal import Inference
internal import Retail

extension CompiledCatalogue {
    /// Whether every section is as long as the others ask, and every number in it leads to something.
    var isConsistent: Bool {
        guard dimensions > 0, dimensions % 4 == 0, dimensions <= RowScan.mostColumns, count > 0,
            prototypes >= count
        else {
            return false
        }
        let blocks = (count + CatalogueLayout.startsEvery - 1) / CatalogueLayout.startsEvery
        guard length(of: .gtins) == count * 8, length(of: .sizes) == count * 6, length(of: .forms) == count,
            length(of: .prototypeCounts) == count, length(of: .prototypeStarts) == blocks * 4,
            length(of: .axes) == dimensions * dimensions * 4, tailStep.isFinite, tailStep > 0,
            length(of: .tails) == prototypes * shape.tailNumbers + shape.tailReach,
            length(of: .rowSKUs) == prototypes * 4, length(of: .prototypeRows) == prototypes * 4,
            areHeads(.heads, .scales, rows: prototypes)
        else { return false }
        return hasGoodSKUs && hasGoodRows && TreeLevel.allCases.allSatisfy { hasGoodNodes(at: $0) }
    }

    private func areHeads(
        _ heads: CatalogueLayout.Section, _ scales: CatalogueLayout.Section, rows: Int
    ) -> Bool {
        let groups = (rows + RowScan.groupRows - 1) / RowScan.groupRows
        return length(of: heads) == groups * shape.heads.bytesPerGroup
            && length(of: scales) == groups * RowScan.groupRows * 2
    }

    /// Groups cover all rows in order, and prototypes and rows name each other.
    private var hasGoodRows: Bool {
        guard length(of: .groupStarts) % 4 == 0, length(of: .groupStarts) >= 8,
            rises(.groupStarts, strictly: false), word(.groupStarts, 0) == 0,
            word(.groupStarts, groups) == prototypes, areHeads(.middles, .middleScales, rows: groups)
        else { return false }
        var prototype = 0
        var isNamed = [Bool](repeating: false, count: prototypes)
        for place in 0..<count {
            let own = Int(bytes.number(UInt8.self, at: offset(of: .prototypeCounts) + place))
            for _ in 0..<own {
                let row = word(.prototypeRows, prototype)
                guard row < prototypes, !isNamed[row], word(.rowSKUs, row) == place else { return false }
                isNamed[row] = true
                prototype += 1
            }
        }
        // There are as many prototypes as rows, and no two name one row: none is left that nobody checked.
        return true
    }

    private var hasGoodSKUs: Bool {
        let forms = PackageForm.allCases.count
        var prototype = 0
        for place in 0..<count {
            guard gtin(at: place) != nil,
                bytes.number(UInt8.self, at: offset(of: .forms) + place) < forms
            else { return false }
            if place % CatalogueLayout.startsEvery == 0 {
                guard word(.prototypeStarts, place / CatalogueLayout.startsEvery) == prototype else {
                    return false
                }
            }
            let own = Int(bytes.number(UInt8.self, at: offset(of: .prototypeCounts) + place))
            guard own > 0 else { return false }
            prototype += own
        }
        return prototype == prototypes
    }

    /// Nodes cover all SKUs in order, each begins where a node of the level above or within it does, and names follow
    /// each other in the text.
    private func hasGoodNodes(at level: TreeLevel) -> Bool {
        let names = CatalogueLayout.Section.names(of: level)
        if let nodes = CatalogueLayout.Section.nodes(of: level) {
            guard length(of: nodes) % 4 == 0, length(of: nodes) >= 8,
                rises(nodes, strictly: true), word(nodes, 0) == 0, word(nodes, self.nodes(at: level)) == count
            else { return false }
        }
        guard length(of: names) == (nodes(at: level) + 1) * 4, rises(names, strictly: false),
            word(names, nodes(at: level)) <= length(of: .text)
        else { return false }
        guard let above = TreeLevel(rawValue: level.rawValue - 1) else { return true }
        var node = 0
        // Where a parent begins, one of its children begins too.
        return (0..<nodes(at: above)).allSatisfy { parent in
            let start = skus(of: parent, above).lowerBound
            while node < nodes(at: level), skus(of: node, level).lowerBound < start { node += 1 }
            return node < nodes(at: level) && skus(of: node, level).lowerBound == start
        }
    }

    private func rises(_ section: CatalogueLayout.Section, strictly: Bool) -> Bool {
        let words = length(of: section) / 4
        var previous = 0
        for place in 0..<words {
            let next = word(section, place)
            guard place == 0 || (strictly ? next > previous : next >= previous) else { return false }
            previous = next
        }
        return true
    }

    /// Throws unless `embedder` is the one that made the prototypes.
    package func check(_ embedder: Embedder, path: String) throws(RecognitionError) {
        guard dimensions == embedder.dimensions, self.embedder == embedder.fingerprint else {
            throw .badCatalogue(path: path, reason: "made with another embedder than \(embedder.path)")
        }
    }
}
