package import Retail

/// Where two catalogues that were merged did not agree.
package enum MergeConflict: Equatable, CustomStringConvertible, Sendable {
    /// Both hold the SKU, with another name, place, form or size: the second one's is kept.
    case different(CatalogueEntry, kept: CatalogueEntry)
    /// Two SKUs have one path: that of the first catalogue is left out.
    case samePath(leftOut: GTIN, kept: CatalogueEntry)

    package var description: String {
        switch self {
        case .different(let entry, let kept) where entry.path != kept.path:
            "GTIN \(entry.gtin): \"\(entry.path)\" becomes \"\(kept.path)\""
        case .different(let entry, let kept):
            "GTIN \(entry.gtin): \(Self.text(entry)) becomes \(Self.text(kept))"
        case .samePath(let leftOut, let kept):
            "GTIN \(leftOut) is left out: its path \"\(kept.path)\" is that of GTIN \(kept.gtin)"
        }
    }

    private static func text(_ entry: CatalogueEntry) -> String {
        let sides = [entry.size.widthMM, entry.size.heightMM, entry.size.depthMM].map { "\($0)" }
        return "\(entry.form.rawValue) of \(sides.joined(separator: " x ")) mm"
    }
}

extension CatalogueDraft {
    /// Takes all SKUs of `other` over, with their prototypes; where both hold one, that of `other` stays.
    package mutating func merge(_ other: CatalogueDraft) throws(CatalogueChangeError) -> [MergeConflict] {
        guard other.embedder == embedder, other.dimensions == dimensions else { throw .otherEmbedder }
        let byKey = Dictionary(other.skus.map { ($0.entry.gtin, $0.entry) }) { first, _ in first }
        let byPath = Dictionary(other.skus.map { ($0.entry.path, $0.entry) }) { first, _ in first }
        var conflicts: [MergeConflict] = []
        let kept = skus.filter { sku in
            if let same = byKey[sku.entry.gtin] {
                if same != sku.entry { conflicts.append(.different(sku.entry, kept: same)) }
                return false
            }
            if let same = byPath[sku.entry.path] {
                conflicts.append(.samePath(leftOut: sku.entry.gtin, kept: same))
                return false
            }
            return true
        }
        let moved = other.skus.map { sku in
            var moved = sku
            moved.kept?.base += bases.count
            return moved
        }
        bases += other.bases
        skus = (kept + moved).sorted { $0.entry.path.precedes($1.entry.path) }
        return conflicts
    }
}
