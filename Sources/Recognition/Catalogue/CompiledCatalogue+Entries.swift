internal import Foundation
package import Retail

extension CompiledCatalogue {
    /// Reads the file at `path` into memory of its own and checks it.
    ///
    /// For who keeps it long: a mapped file changes under its reader, or ends him, when somebody copies another one over
    /// it.
    package init(copyOf path: String) throws(RecognitionError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "no such file, or it may not be read")
        }
        try self.init(data, path: path)
    }

    /// The prototypes of all SKUs in tree order.
    func prototypeRanges() -> [Range<Int>] {
        var first = 0
        return (0..<count).map { place in
            let own = Int(bytes.number(UInt8.self, at: offset(of: .prototypeCounts) + place))
            defer { first += own }
            return first..<first + own
        }
    }

    /// All SKUs in tree order.
    package func entries() -> [CatalogueEntry] {
        // Most SKUs have the ancestors of the one before.
        var ends = [Int](repeating: 0, count: TreeLevel.allCases.count)
        var names = [String](repeating: "", count: ends.count)
        return (0..<count).map { place in
            for level in TreeLevel.allCases where place >= ends[level.rawValue] {
                let node = self.node(at: place, level)
                ends[level.rawValue] = skus(of: node, level).upperBound
                names[level.rawValue] = name(of: node, level)
            }
            return entry(at: place, path: SKUPath(names))
        }
    }
}
