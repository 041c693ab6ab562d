package import Foundation
internal import Inference
package import Retail

/// Compiles a catalogue: SKUs in tree order with their prototypes, as `CompiledCatalogue` reads them.
package struct CatalogueWriter {
    private let catalogue: Catalogue
    private let dimensions: Int
    private let embedder: UInt64
    private var prototypes: Prototypes
    private var counts: [UInt8] = []

    private enum Prototypes {
        /// As they are, row after row; how they are searched best is found out when all are there.
        case directions([Float])
        /// As another catalogue holds its own.
        case rows(PrototypeRows)
    }

    /// `embedder`: the fingerprint of the embedder that makes the prototypes of `dimensions` numbers.
    package init(_ catalogue: Catalogue, dimensions: Int, embedder: UInt64) {
        self.catalogue = catalogue
        self.dimensions = dimensions
        self.embedder = embedder
        prototypes = .directions([])
    }

    /// Writes a changed catalogue in the way of `old`: what is kept of it need not be made anew.
    package init(_ catalogue: Catalogue, like old: CompiledCatalogue) {
        self.catalogue = catalogue
        dimensions = old.dimensions
        embedder = old.embedder
        prototypes = .rows(PrototypeRows(like: old))
    }

    /// Adds the prototypes of the next SKU in tree order: 1 to 255 directions of length 1.
    package mutating func append(_ directions: [[Float]]) {
        precondition((1...255).contains(directions.count) && counts.count < catalogue.count)
        precondition(directions.allSatisfy { $0.count == dimensions })
        counts.append(UInt8(directions.count))
        switch prototypes {
        case .directions(var all):
            prototypes = .directions([])
            for direction in directions { all += direction }
            prototypes = .directions(all)
        case .rows(var rows):
            prototypes = .directions([])
            for direction in directions { rows.append(direction) }
            prototypes = .rows(rows)
        }
    }

    /// Gives the next SKU in tree order the prototypes that the SKU at `place` of the old catalogue has.
    package mutating func append(sameAs place: Int, in old: CompiledCatalogue) {
        guard case .rows(var rows) = prototypes else {
            return append(old.prototypes(of: place).map { old.prototype($0) })
        }
        precondition(counts.count < catalogue.count)
        prototypes = .directions([])
        let own = old.prototypes(of: place)
        counts.append(UInt8(own.count))
        for prototype in own { rows.append(prototype, of: old) }
        prototypes = .rows(rows)
    }

    /// Writes the file whole or not at all; whoever has the old one open keeps it.
    package func write(path: String) throws(RecognitionError) {
        try CatalogueUpdate(path: path).commit(data())
    }

    /// The bytes of the file, once every SKU has its prototypes.
    package func data() -> Data {
        precondition(counts.count == catalogue.count)
        let index =
            switch prototypes {
            case .directions(let directions): PrototypeIndex(directions, dimensions: dimensions)
            case .rows(let rows): rows.index
            }
        var file = Data(count: CatalogueLayout.headerEnd)
        file.replaceSubrange(0..<4, with: CatalogueLayout.magic)
        file.put(CatalogueLayout.version, at: 4)
        file.put(embedder, at: 24)
        file.put(UInt32(dimensions), at: 32)
        file.put(UInt32(catalogue.count), at: 36)
        file.put(UInt32(index.rows.count), at: 40)
        file.put(index.rows.tailStep.bitPattern, at: 44)
        let sections = skuSections().merging(treeSections()) { $1 }.merging(searchSections(index)) { $1 }
        for section in CatalogueLayout.Section.allCases {
            file.pad(to: CatalogueLayout.alignment)
            let content = sections[section] ?? []
            file.put(UInt64(file.count), at: CatalogueLayout.sectionTable + section.rawValue * 16)
            file.put(UInt64(content.count), at: CatalogueLayout.sectionTable + section.rawValue * 16 + 8)
            file += content
        }
        file.pad(to: CatalogueLayout.alignment)
        file.put(UInt64(file.count), at: 16)
        return Self.sealed(file)
    }

    /// `file` with the checksum that its bytes have.
    package static func sealed(_ file: Data) -> Data {
        var sealed = file
        sealed.put(CatalogueBytes(data: file).checksum(16..<file.count), at: 8)
        return sealed
    }

    private func treeSections() -> [CatalogueLayout.Section: [UInt8]] {
        var sections: [CatalogueLayout.Section: [UInt8]] = [:]
        var text: [UInt8] = []
        for level in TreeLevel.allCases {
            var (starts, names) = ([UInt8](), [UInt8]())
            var previous: ArraySlice<String>?
            for (place, entry) in catalogue.entries.enumerated() {
                let ancestor = entry.path.names[...level.rawValue]
                guard ancestor != previous else { continue }
                previous = ancestor
                starts.append(number: UInt32(place))
                names.append(number: UInt32(text.count))
                text += entry.path.names[level.rawValue].utf8
            }
            starts.append(number: UInt32(catalogue.count))
            names.append(number: UInt32(text.count))
            sections[.names(of: level)] = names
            if let nodes = CatalogueLayout.Section.nodes(of: level) { sections[nodes] = starts }
        }
        sections[.text] = text
        return sections
    }

    private func skuSections() -> [CatalogueLayout.Section: [UInt8]] {
        var sections: [CatalogueLayout.Section: [UInt8]] = [:]
        let forms = Dictionary(
            uniqueKeysWithValues: PackageForm.allCases.enumerated().map { ($1, UInt8($0)) })
        var (gtins, sizes, starts) = ([UInt8](), [UInt8](), [UInt8]())
        var first = 0
        for (place, entry) in catalogue.entries.enumerated() {
            gtins.append(number: entry.gtin.number)
            for length in [entry.size.widthMM, entry.size.heightMM, entry.size.depthMM] {
                sizes.append(number: UInt16(max(1, min(65_535, (length * 10).rounded()))))
            }
            if place % CatalogueLayout.startsEvery == 0 { starts.append(number: UInt32(first)) }
            first += Int(counts[place])
        }
        sections[.gtins] = gtins
        sections[.sizes] = sizes
        sections[.forms] = catalogue.entries.map { forms[$0.form, default: 0] }
        sections[.prototypeCounts] = counts
        sections[.prototypeStarts] = starts
        return sections
    }

    private func searchSections(_ index: PrototypeIndex) -> [CatalogueLayout.Section: [UInt8]] {
        var sections: [CatalogueLayout.Section: [UInt8]] = [:]
        func words(_ numbers: some Sequence<some FixedWidthInteger>) -> [UInt8] {
            var bytes: [UInt8] = []
            for number in numbers { bytes.append(number: number) }
            return bytes
        }
        sections[.axes] = words(index.axes.lazy.map(\.bitPattern))
        sections[.middles] = index.middles.heads
        sections[.middleScales] = words(index.middles.scales)
        sections[.groupStarts] = words(index.starts.lazy.map(UInt32.init))
        sections[.heads] = index.rows.heads
        sections[.scales] = words(index.rows.scales)
        // Kernels read on behind the last one.
        sections[.tails] = index.rows.tails + [UInt8](repeating: 0, count: index.shape.tailReach)
        let skus = zip(counts, 0...).flatMap { repeatElement(UInt32($1), count: Int($0)) }
        var rows = [UInt32](repeating: 0, count: index.prototypes.count)
        for (row, prototype) in index.prototypes.enumerated() { rows[prototype] = UInt32(row) }
        sections[.rowSKUs] = words(index.prototypes.lazy.map { skus[$0] })
        sections[.prototypeRows] = words(rows)
        return sections
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: some FixedWidthInteger) {
        for byte in 0..<(number.bitWidth / 8) { append(UInt8(truncatingIfNeeded: number >> (byte * 8))) }
    }
}

extension Data {
    fileprivate mutating func put(_ number: some FixedWidthInteger, at offset: Int) {
        for byte in 0..<(number.bitWidth / 8) {
            self[offset + byte] = UInt8(truncatingIfNeeded: number >> (byte * 8))
        }
    }

    fileprivate mutating func pad(to alignment: Int) {
        append(Data(count: (alignment - count % alignment) % alignment))
    }
}
