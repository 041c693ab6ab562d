import Foundation

/// One operation of a checked graph.
struct Node: Sendable {
    /// Where the node stands in its graph or body.
    var index: Int
    let operation: String
    /// The node's own name, or its first output when it has none.
    let name: String
    /// An empty name is an input left out.
    let inputs: [String]
    let outputs: [String]
    /// What an If or a Loop runs, by the name of the attribute.
    let bodies: [String: Body]
    private let attributes: [String: ONNXAttributeProto]

    /// Every name that must have a value before the node runs.
    var dependencies: [String] { inputs.filter { !$0.isEmpty } + bodies.values.flatMap(\.captures).sorted() }

    /// How a message names the node.
    var place: String { "node \"\(name)\" (\(operation))" }

    init(_ proto: ONNXNodeProto, index: Int) throws(Fault) {
        self.index = index
        operation = proto.opType
        inputs = proto.input
        outputs = proto.output
        name = proto.name.isEmpty ? proto.output.first ?? "#\(index)" : proto.name
        attributes = Dictionary(
            proto.attribute.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var bodies: [String: Body] = [:]
        for (name, attribute) in attributes {
            if let graph = attribute.g.first { bodies[name] = try Body(graph) }
        }
        self.bodies = bodies
    }

    /// The name of input `position`, or nil when it is left out.
    func input(_ position: Int) -> String? {
        position < inputs.count && !inputs[position].isEmpty ? inputs[position] : nil
    }

    func requiredInput(_ position: Int) throws(Fault) -> String {
        guard let name = input(position) else { throw malformed("input \(position) is missing") }
        return name
    }

    func output() throws(Fault) -> String {
        guard let name = outputs.first, !name.isEmpty else { throw malformed("it has no output") }
        return name
    }

    func has(_ attribute: String) -> Bool { attributes[attribute] != nil }

    /// Attributes beyond this are taken as this.
    ///
    /// No size of a tensor comes near, and a product with one still is a whole number. Files write "to the end"
    /// as the largest number there is.
    private static let most: Int64 = 1 << 30

    func integer(_ attribute: String, default value: Int) -> Int {
        attributes[attribute].map { Node.bounded($0.i) } ?? value
    }

    private static func bounded(_ value: Int64) -> Int { Int(min(max(value, -most), most)) }

    func float(_ attribute: String, default value: Float) -> Float { attributes[attribute]?.f ?? value }

    func integers(_ attribute: String) -> [Int]? {
        attributes[attribute].map { $0.ints.map(Node.bounded) }
    }

    func floats(_ attribute: String) -> [Float]? { attributes[attribute]?.floats }

    func string(_ attribute: String, default value: String) -> String {
        guard let bytes = attributes[attribute]?.s else { return value }
        return String(decoding: bytes, as: UTF8.self)
    }

    func tensor(_ attribute: String) throws(Fault) -> Constant? {
        guard let proto = attributes[attribute]?.t.first else { return nil }
        return try Constant(proto, place: place)
    }

    func malformed(_ reason: String) -> Fault { .malformed(place, reason) }

    func unsupported(_ reason: String) -> Fault { .unsupported(place, reason) }
}
