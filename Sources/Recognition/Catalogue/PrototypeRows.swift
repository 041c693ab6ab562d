internal import Foundation
internal import Inference

/// Prototypes for a changed catalogue, in the axes and the groups of the one before.
struct PrototypeRows {
    private let axes: [Float]
    private let middles: PackedRows
    private let middleDirections: [Float]
    private var codes: PackedRows
    private var groups: [Int] = []

    init(like old: CompiledCatalogue) {
        let shape = old.shape
        axes = old.axes
        let data = old.bytes.data
        let heads = data.bytes.extracting(old.range(of: .middles))
        var middles = PackedRows(shape: shape, tailStep: old.tailStep)
        var directions: [Float] = []
        let noTail = [UInt8](repeating: 128, count: shape.tailNumbers * old.groups)
        for group in 0..<old.groups {
            let scale = old.bytes.number(UInt16.self, at: old.offset(of: .middleScales) + group * 2)
            unsafe middles.append(group, heads: heads, scale: scale, tails: noTail.span.bytes)
            directions += (0..<shape.headNumbers).map { column in
                let place = old.offset(of: .middles) + PackedRows.offset(of: group, column, shape.heads)
                return Float(Int(old.bytes.number(UInt8.self, at: place)) - 128) * Float(scale)
                    * PackedRows.unit
            }
        }
        self.middles = middles
        middleDirections = directions
        codes = PackedRows(shape: shape, tailStep: old.tailStep)
    }

    var index: PrototypeIndex { PrototypeIndex(codes, groups: groups, axes: axes, middles: middles) }

    /// Adds a new one to the group that it looks like most.
    mutating func append(_ direction: [Float]) {
        let shape = codes.shape
        let turned = PrincipalAxes.turned(direction, axes: axes, dimensions: shape.dimensions)
        codes.append(turned[...])
        let own = LookAlikeGroups(
            middles: middleDirections, of: Array(turned.prefix(shape.headNumbers)),
            dimensions: shape.headNumbers)
        groups += own.groups
    }

    /// Adds a prototype of `old`, the catalogue that this one is like.
    mutating func append(_ prototype: Int, of old: CompiledCatalogue) {
        let row = old.word(.prototypeRows, prototype)
        codes.append(
            row, heads: old.bytes.data.bytes.extracting(old.range(of: .heads)),
            scale: old.bytes.number(UInt16.self, at: old.offset(of: .scales) + row * 2),
            tails: old.bytes.data.bytes.extracting(old.range(of: .tails)))
        groups.append(old.group(ofRow: row))
    }
}
