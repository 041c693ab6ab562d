import SwiftProtobuf

/// An ONNX file whose weights stay in it until each is wanted, and are then read to where they are used.
struct StoredModel {
    /// A tensor without its raw data, and where these lie.
    struct Tensor {
        let proto: ONNXTensorProto
        let raw: RawData?
    }

    /// All but the graph's initializers.
    let proto: ONNXModelProto
    let initializers: [Tensor]

    /// Numbers of fields in onnx.proto.
    private static let graphField = 7, initializerField = 5, rawDataField = 9

    init(path: String) throws(InferenceError) {
        let file = try StoredBytes(path: path)
        do {
            (proto, initializers) = try Self.parts(of: file)
        } catch {
            throw .unreadable(path: path, reason: "it is cut short or damaged")
        }
        guard proto.hasGraph else { throw .unreadable(path: path, reason: "it holds no graph") }
    }

    private static func parts(of file: StoredBytes) throws -> (ONNXModelProto, [Tensor]) {
        var fields = WireFields(file)
        var model: [UInt8] = [], graph: [UInt8] = []
        var places: [Range<Int>] = []
        var hasGraph = false
        try fields.each(in: 0..<file.count) { fields, field throws(WireFields.Damage) in
            guard field.number == graphField, field.isBytes else {
                model += try fields.bytes(field.whole)
                return
            }
            hasGraph = true
            try fields.each(in: field.content) { fields, field throws(WireFields.Damage) in
                if field.number == initializerField, field.isBytes {
                    places.append(field.content)
                } else {
                    graph += try fields.bytes(field.whole)
                }
            }
        }
        var proto = try ONNXModelProto(serializedBytes: model)
        if hasGraph { proto.graph = try ONNXGraphProto(serializedBytes: graph) }
        return (proto, try places.map { try tensor(in: $0, of: file, &fields) })
    }

    private static func tensor(
        in range: Range<Int>, of file: StoredBytes, _ fields: inout WireFields
    ) throws -> Tensor {
        var rest: [UInt8] = []
        var raw: RawData?
        try fields.each(in: range) { fields, field throws(WireFields.Damage) in
            if field.number == rawDataField, field.isBytes {
                raw = .file(file, field.content)
            } else {
                rest += try fields.bytes(field.whole)
            }
        }
        return Tensor(proto: try ONNXTensorProto(serializedBytes: rest), raw: raw)
    }
}
