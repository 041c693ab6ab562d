package import Foundation
internal import Inference
package import Retail

/// A catalogue that is being changed: its SKUs in tree order, each with its prototypes.
package struct CatalogueDraft: Sendable {
    /// A SKU with the prototypes that a catalogue holds of it already, and new ones.
    struct SKU: Sendable {
        /// A place in one of `bases`.
        struct Kept: Sendable {
            var base: Int
            let place: Int
        }

        let entry: CatalogueEntry
        var kept: Kept?
        var new: [[Float]] = []
    }

    package static let mostPrototypes = 255

    package let dimensions: Int
    /// Fingerprint of the embedder that makes the prototypes.
    package let embedder: UInt64
    var skus: [SKU] = []
    /// The catalogues that kept prototypes lie in; the changed one is written like the first.
    var bases: [CompiledCatalogue] = []

    /// A catalogue without SKUs, for prototypes of `dimensions` numbers.
    package init(dimensions: Int, embedder: UInt64) {
        (self.dimensions, self.embedder) = (dimensions, embedder)
    }

    package init(_ catalogue: CompiledCatalogue) {
        self.init(dimensions: catalogue.dimensions, embedder: catalogue.embedder)
        bases = [catalogue]
        skus = zip(catalogue.entries(), 0...).map { SKU(entry: $0, kept: SKU.Kept(base: 0, place: $1)) }
    }

    package var count: Int { skus.count }

    package subscript(gtin: GTIN) -> CatalogueEntry? { skus.first { $0.entry.gtin == gtin }?.entry }

    /// Adds prototypes, directions of length 1, to the SKU of `entry`, which is added or changed.
    package mutating func enroll(
        _ entry: CatalogueEntry, prototypes: [[Float]]
    ) throws(CatalogueChangeError) {
        precondition(prototypes.allSatisfy { $0.count == dimensions })
        guard entry.path.level == .sku else { throw .catalogue(.incompletePath(entry.gtin, entry.path)) }
        var changed = SKU(entry: entry)
        var others = skus
        if let known = skus.firstIndex(where: { $0.entry.gtin == entry.gtin }) {
            let old = others.remove(at: known)
            (changed.kept, changed.new) = (old.kept, old.new)
        }
        changed.new += prototypes
        let number = kept(of: changed).count + changed.new.count
        guard (1...Self.mostPrototypes).contains(number) else { throw .prototypes(entry.gtin, number) }
        let place = others.place(of: entry.path)
        guard place == others.count || others[place].entry.path != entry.path else {
            throw .catalogue(.duplicatePath(entry.gtin, entry.path))
        }
        others.insert(changed, at: place)
        skus = others
    }

    /// Takes a SKU out with all its prototypes.
    package mutating func remove(_ gtin: GTIN) throws(CatalogueChangeError) {
        guard let place = skus.firstIndex(where: { $0.entry.gtin == gtin }) else { throw .unknown(gtin) }
        skus.remove(at: place)
    }

    /// Forgets what a known SKU looks like; it needs new prototypes before the catalogue is written.
    package mutating func removePrototypes(of gtin: GTIN) throws(CatalogueChangeError) {
        guard let place = skus.firstIndex(where: { $0.entry.gtin == gtin }) else { throw .unknown(gtin) }
        skus[place] = SKU(entry: skus[place].entry)
    }

    /// What the SKU's catalogue holds of it.
    private func kept(of sku: SKU) -> [[Float]] {
        sku.kept.map { kept in
            let base = bases[kept.base]
            return base.prototypes(of: kept.place).map { base.prototype($0) }
        } ?? []
    }

    /// The bytes of the changed catalogue.
    package func data() throws(CatalogueChangeError) -> Data {
        guard !skus.isEmpty else { throw .empty }
        let catalogue: Catalogue
        do {
            catalogue = try Catalogue(skus.map(\.entry))
        } catch {
            throw .catalogue(error)
        }
        // What need not be made anew stays as it is in the first base; all else is given as directions.
        let directions = skus.map { $0.kept?.base == 0 && $0.new.isEmpty ? [] : kept(of: $0) + $0.new }
        let old = bases.first.flatMap { $0.canHold(directions.flatMap(\.self)) ? $0 : nil }
        var writer =
            if let old { CatalogueWriter(catalogue, like: old) } else {
                CatalogueWriter(catalogue, dimensions: dimensions, embedder: embedder)
            }
        for (sku, directions) in zip(skus, directions) {
            if let kept = sku.kept, kept.base == 0, sku.new.isEmpty {
                writer.append(sameAs: kept.place, in: bases[0])
            } else {
                guard !directions.isEmpty else { throw .prototypes(sku.entry.gtin, 0) }
                writer.append(directions)
            }
        }
        return writer.data()
    }
}

extension CompiledCatalogue {
    /// Whether its axes, groups and steps are right for so many `directions` more.
    ///
    /// They were made for what it holds: many others want their own, and numbers beyond the largest that the tails' bytes
    /// can tell are cut off, which matters when it changes the direction.
    fileprivate func canHold(_ directions: [[Float]]) -> Bool {
        guard directions.count * 8 <= prototypes else { return false }
        let shape = shape
        let turned = PrincipalAxes.turned(directions.flatMap(\.self), axes: axes, dimensions: dimensions)
        let largest = 127 * tailStep
        return stride(from: 0, to: turned.count, by: dimensions).allSatisfy { first in
            let tail = turned[first + shape.headNumbers..<first + dimensions]
            let lost = tail.reduce(0) { $0 + max(0, abs($1) - largest) * abs($1) }
            return lost < 0.005
        }
    }
}

extension [CatalogueDraft.SKU] {
    /// Where a SKU with this path stands or would have to.
    fileprivate func place(of path: SKUPath) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].entry.path.precedes(path) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SKUPath {
    /// Tree order.
    func precedes(_ other: SKUPath) -> Bool { names.lexicographicallyPrecedes(other.names) }
}

/// Why a catalogue can't be changed as wanted.
package enum CatalogueChangeError: Error, Equatable, CustomStringConvertible {
    case unknown(GTIN)
    case catalogue(CatalogueError)
    /// So many prototypes can't be kept for a SKU.
    case prototypes(GTIN, Int)
    case otherEmbedder
    case empty

    package var description: String {
        switch self {
        case .unknown(let gtin): "GTIN \(gtin) is not in the catalogue"
        case .catalogue(let error): error.description
        case .prototypes(let gtin, let count):
            "GTIN \(gtin): \(count) prototypes; a SKU has 1 to \(CatalogueDraft.mostPrototypes)"
        case .otherEmbedder: "the catalogues were made with different embedders: build one of them anew"
        case .empty: "no SKU would be left, and a catalogue has at least one"
        }
    }
}
