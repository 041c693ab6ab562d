package import Foundation
internal import Inference
package import Retail

/// A catalogue whose SKUs can be recognised, as `gondola catalogue build` writes it: read where it lies in its file.
///
/// Opening checks all of it and builds nothing, so that 170,000 SKUs are there in milliseconds.
package struct CompiledCatalogue: SKUTable {
    package let count: Int
    /// Numbers of a prototype, and of an embedding that is compared with it.
    package let dimensions: Int
    package let prototypes: Int
    /// Fingerprint of the embedder that made the prototypes.
    package let embedder: UInt64
    let bytes: CatalogueBytes
    private let offsets: [Int]
    private let lengths: [Int]

    /// Maps the file at `path` and checks it.
    package init(path: String) throws(RecognitionError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw .unreadable(path: path, reason: "no such file, or it may not be read")
        }
        try self.init(data, path: path)
    }

    /// Takes the bytes of a compiled catalogue; `path` is named in errors.
    package init(_ data: Data, path: String) throws(RecognitionError) {
        func bad(_ reason: String) -> RecognitionError { .badCatalogue(path: path, reason: reason) }
        bytes = CatalogueBytes(data: data)
        guard Array(data.prefix(4)) == CatalogueLayout.magic else { throw bad("not a compiled catalogue") }
        guard data.count >= CatalogueLayout.headerEnd else { throw bad("cut off: it ends in its own head") }
        let version = bytes.number(UInt32.self, at: 4)
        guard version == CatalogueLayout.version else {
            throw bad("version \(version), this program reads version \(CatalogueLayout.version)")
        }
        guard data.count % CatalogueLayout.alignment == 0,
            bytes.number(UInt64.self, at: 16) == UInt64(data.count)
        else { throw bad("cut off: it is not as long as it says") }
        guard bytes.number(UInt64.self, at: 8) == bytes.checksum(16..<data.count) else {
            throw bad("damaged (wrong checksum)")
        }
        embedder = bytes.number(UInt64.self, at: 24)
        dimensions = Int(bytes.number(UInt32.self, at: 32))
        count = Int(bytes.number(UInt32.self, at: 36))
        prototypes = Int(bytes.number(UInt32.self, at: 40))
        var offsets: [Int] = []
        var lengths: [Int] = []
        for section in CatalogueLayout.Section.allCases {
            let entry = CatalogueLayout.sectionTable + section.rawValue * 16
            let offset = bytes.number(UInt64.self, at: entry)
            let length = bytes.number(UInt64.self, at: entry + 8)
            let end = offset.addingReportingOverflow(length)
            guard !end.overflow, end.partialValue <= UInt64(data.count),
                offset % UInt64(CatalogueLayout.alignment) == 0
            else { throw bad("its parts do not fit each other") }
            offsets.append(Int(offset))
            lengths.append(Int(length))
        }
        (self.offsets, self.lengths) = (offsets, lengths)
        guard isConsistent else { throw bad("its parts do not fit each other") }
    }

    func offset(of section: CatalogueLayout.Section) -> Int { offsets[section.rawValue] }

    func length(of section: CatalogueLayout.Section) -> Int { lengths[section.rawValue] }

    func word(_ section: CatalogueLayout.Section, _ place: Int) -> Int {
        Int(bytes.number(UInt32.self, at: offset(of: section) + place * 4))
    }

    // MARK: SKUs

    package func gtin(at place: Int) -> GTIN? {
        GTIN(number: bytes.number(UInt64.self, at: offset(of: .gtins) + place * 8))
    }

    package func index(of gtin: GTIN) -> Int? {
        bytes.firstPlace(of: gtin.number, at: offset(of: .gtins), count: count)
    }

    package func entry(at place: Int) -> CatalogueEntry {
        precondition(place >= 0 && place < count)
        return entry(at: place, path: path(at: place))
    }

    func entry(at place: Int, path: SKUPath) -> CatalogueEntry {
        guard let gtin = gtin(at: place) else { preconditionFailure("keys were checked when it was opened") }
        let form = bytes.number(UInt8.self, at: offset(of: .forms) + place)
        return CatalogueEntry(
            gtin: gtin, path: path, form: PackageForm.allCases[Int(form)], size: size(at: place))
    }

    package func size(at place: Int) -> PackageSize {
        func length(_ axis: Int) -> Double {
            Double(bytes.number(UInt16.self, at: offset(of: .sizes) + place * 6 + axis * 2)) / 10
        }
        return PackageSize(widthMM: length(0), heightMM: length(1), depthMM: length(2))
    }

    package func path(at place: Int) -> SKUPath {
        SKUPath(TreeLevel.allCases.map { name(of: node(at: place, $0), $0) })
    }

    // MARK: The tree

    /// How many places of the tree there are at `level`.
    package func nodes(at level: TreeLevel) -> Int {
        CatalogueLayout.Section.nodes(of: level).map { length(of: $0) / 4 - 1 } ?? count
    }

    /// The node of `level` above the SKU at `place`, counted in tree order.
    package func node(at place: Int, _ level: TreeLevel) -> Int {
        guard let section = CatalogueLayout.Section.nodes(of: level) else { return place }
        var (low, high) = (0, length(of: section) / 4 - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if word(section, middle) <= place { low = middle } else { high = middle }
        }
        return low
    }

    /// The SKUs below a node of `level`.
    package func skus(of node: Int, _ level: TreeLevel) -> Range<Int> {
        guard let section = CatalogueLayout.Section.nodes(of: level) else { return node..<node + 1 }
        return word(section, node)..<word(section, node + 1)
    }

    package func name(of node: Int, _ level: TreeLevel) -> String {
        let names = CatalogueLayout.Section.names(of: level)
        let text = offset(of: .text)
        return bytes.text(text + word(names, node)..<text + word(names, node + 1))
    }

    // MARK: Prototypes

    /// The prototypes of the SKU at `place`.
    package func prototypes(of place: Int) -> Range<Int> {
        let block = place / CatalogueLayout.startsEvery
        let counts = offset(of: .prototypeCounts)
        let before = bytes.sum(counts + block * CatalogueLayout.startsEvery..<counts + place)
        let first = word(.prototypeStarts, block) + before
        return first..<first + Int(bytes.number(UInt8.self, at: counts + place))
    }

    /// The SKU of the prototype that lies in `row`.
    func sku(ofRow row: Int) -> Int { word(.rowSKUs, row) }

    /// A prototype in its bytes' precision.
    package func prototype(_ number: Int) -> [Float] { prototype(number, axes: axes) }

    private func prototype(_ number: Int, axes: [Float]) -> [Float] {
        var direction = [Float](repeating: 0, count: dimensions)
        for (axis, share) in turnedPrototype(number).enumerated() {
            for column in 0..<dimensions { direction[column] += share * axes[axis * dimensions + column] }
        }
        return direction
    }

    /// Every prototype, in the order of their SKUs and in its bytes' precision.
    package func allPrototypes() -> [[Float]] {
        let axes = self.axes
        return (0..<prototypes).map { prototype($0, axes: axes) }
    }

    /// A prototype in the principal axes, which keep its length.
    func turnedPrototype(_ number: Int) -> [Float] {
        let (shape, tailStep) = (shape, tailStep)
        let row = word(.prototypeRows, number)
        let scale = Float(bytes.number(UInt16.self, at: offset(of: .scales) + row * 2)) * PackedRows.unit
        let head = (0..<shape.headNumbers).map { column in
            let place = offset(of: .heads) + PackedRows.offset(of: row, column, shape.heads)
            return Float(Int(bytes.number(UInt8.self, at: place)) - 128) * scale
        }
        let tail = (0..<shape.tailNumbers).map { column in
            let place = offset(of: .tails) + row * shape.tailNumbers + column
            return Float(Int(bytes.number(UInt8.self, at: place)) - 128) * tailStep
        }
        return head + tail
    }

    /// Bytes of the file that are not names.
    package var bytesBeyondNames: Int {
        let names = TreeLevel.allCases.reduce(length(of: .text)) { $0 + length(of: .names(of: $1)) }
        return bytes.count - names
    }

    var shape: SplitShape { SplitShape(dimensions: dimensions) }

    /// What one of a tail's numbers stands for.
    var tailStep: Float { Float(bitPattern: bytes.number(UInt32.self, at: 44)) }

    /// Groups of prototypes that look alike.
    var groups: Int { length(of: .groupStarts) / 4 - 1 }

    /// The rows of a group.
    func rows(of group: Int) -> Range<Int> { word(.groupStarts, group)..<word(.groupStarts, group + 1) }

    func group(ofRow row: Int) -> Int {
        var (low, high) = (0, groups)
        while high - low > 1 {
            let middle = (low + high) / 2
            if word(.groupStarts, middle) <= row { low = middle } else { high = middle }
        }
        return low
    }

    /// An orthogonal matrix, axis after axis.
    var axes: [Float] {
        bytes.floats(at: offset(of: .axes), count: dimensions * dimensions)
    }

    /// The bytes of a section.
    func range(of section: CatalogueLayout.Section) -> Range<Int> {
        offset(of: section)..<offset(of: section) + length(of: section)
    }
}
