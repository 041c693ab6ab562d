/// A protobuf message of an ONNX file as a tree of fields, so that mutations keep the format sound.
struct WireMessage {
    enum Kind {
        case model, graph, node, attribute, tensor, valueInfo, type, tensorType, shape, dimension, pair

        /// The fields that hold messages; all others are leaves.
        var children: [Int: Kind] {
            switch self {
            case .model: [7: .graph, 8: .pair, 14: .pair]
            case .graph: [1: .node, 5: .tensor, 11: .valueInfo, 12: .valueInfo, 13: .valueInfo]
            case .node: [5: .attribute]
            case .attribute: [5: .tensor]
            case .valueInfo: [2: .type]
            case .type: [1: .tensorType]
            case .tensorType: [2: .shape]
            case .shape: [1: .dimension]
            case .tensor, .dimension, .pair: [:]
            }
        }
    }

    enum Content {
        case varint(UInt64)
        /// Four or eight bytes.
        case fixed([UInt8])
        case bytes([UInt8])
        case message(WireMessage)
    }

    struct Field {
        let number: Int
        var content: Content
    }

    let kind: Kind
    var fields: [Field] = []

    /// nil: the bytes are no message.
    init?(_ bytes: [UInt8], kind: Kind = .model) {
        self.kind = kind
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let tag = Self.varint(&rest), let content = Self.content(tag, &rest, kind) else {
                return nil
            }
            fields.append(Field(number: Int(tag >> 3), content: content))
        }
    }

    private static func content(_ tag: UInt64, _ rest: inout ArraySlice<UInt8>, _ kind: Kind) -> Content? {
        switch tag & 7 {
        case 0: return varint(&rest).map(Content.varint)
        case 1: return take(8, &rest).map(Content.fixed)
        case 2:
            guard let count = varint(&rest), count <= UInt64(rest.count), let bytes = take(Int(count), &rest)
            else { return nil }
            guard let child = kind.children[Int(tag >> 3)] else { return .bytes(bytes) }
            return WireMessage(bytes, kind: child).map(Content.message)
        case 5: return take(4, &rest).map(Content.fixed)
        default: return nil
        }
    }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for place in 0..<10 {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << (7 * UInt64(place))
            if byte < 0x80 { return value }
        }
        return nil
    }

    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value, bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    var bytes: [UInt8] {
        fields.flatMap { field -> [UInt8] in
            let tag = { (wire: Int) in Self.varint(UInt64(field.number << 3 | wire)) }
            switch field.content {
            case .varint(let value): return tag(0) + Self.varint(value)
            case .fixed(let bytes): return tag(bytes.count == 8 ? 1 : 5) + bytes
            case .bytes(let bytes): return tag(2) + Self.varint(UInt64(bytes.count)) + bytes
            case .message(let message):
                let inner = message.bytes
                return tag(2) + Self.varint(UInt64(inner.count)) + inner
            }
        }
    }
}
