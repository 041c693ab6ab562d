package import Foundation
internal import Inference
package import Retail

/// Compiles a catalogue: SKUs in tree order with their prototypes, as `CompiledCatalogue` reads them.
package struct CatalogueWriter {
    private let catalogue: Catalogue
    private let embedder: UInt64
    private var rows: PackedRows
    private var counts: [UInt8] = []

    /// `embedder`: the fingerprint of the embedder that makes the prototypes of `dimensions` numbers.
    package init(_ catalogue: Catalogue, dimensions: Int, embedder: UInt64) {
        self.catalogue = catalogue
        self.embedder = embedder
        rows = PackedRows(columns: dimensions)
    }

    /// Writes a changed catalogue in the way of `old`: with prototypes of the same embedder.
    package init(_ catalogue: Catalogue, like old: CompiledCatalogue) {
        self.init(catalogue, dimensions: old.dimensions, embedder: old.embedder)
    }

    /// Adds the prototypes of the next SKU in tree order: 1 to 255 directions of length 1.
    package mutating func append(_ prototypes: [[Float]]) {
        precondition((1...255).contains(prototypes.count) && counts.count < catalogue.count)
        counts.append(UInt8(prototypes.count))
        for prototype in prototypes { rows.append(prototype) }
    }

    /// Gives the next SKU in tree order the prototypes that the SKU at `place` of `old` has.
    package mutating func append(sameAs place: Int, in old: CompiledCatalogue) {
        append(old.prototypes(of: place).map { old.prototype($0) })
    }

    /// Writes the file whole or not at all; whoever has the old one open keeps it.
    package func write(path: String) throws(RecognitionError) {
        try CatalogueUpdate(path: path).commit(data())
    }

    /// The bytes of the file, once every SKU has its prototypes.
    package func data() -> Data {
        precondition(counts.count == catalogue.count)
        var file = Data(count: CatalogueLayout.headerEnd)
        file.replaceSubrange(0..<4, with: CatalogueLayout.magic)
        file.put(CatalogueLayout.version, at: 4)
        file.put(embedder, at: 24)
        file.put(UInt32(rows.shape.columns), at: 32)
        file.put(UInt32(catalogue.count), at: 36)
        file.put(UInt32(rows.count), at: 40)
        let sections = sections()
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

    private func sections() -> [CatalogueLayout.Section: [UInt8]] {
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
        sections[.rows] = rows.bytes
        var scales: [UInt8] = []
        scales.reserveCapacity(rows.scales.count * 2)
        for scale in rows.scales { scales.append(number: scale) }
        sections[.scales] = scales
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
