/// A graph inside a node: the branch of an If, or what a Loop does in each turn.
///
/// It also sees every name that has a value where its node stands.
struct Body: Sendable {
    let inputs: [String]
    let outputs: [String]
    /// In the order of the file, in which each follows its sources.
    let nodes: [Node]
    let constants: [String: Constant]
    /// Names of the surrounding graph that the body reads.
    let captures: Set<String>

    init(_ proto: ONNXGraphProto) throws(Fault) {
        inputs = proto.input.map(\.name)
        outputs = proto.output.map(\.name)
        var constants: [String: Constant] = [:]
        for tensor in proto.initializer {
            constants[tensor.name] = try Constant(tensor, place: "tensor \"\(tensor.name)\"")
        }
        self.constants = constants
        var nodes: [Node] = []
        for (index, node) in proto.node.enumerated() { nodes.append(try Node(node, index: index)) }
        self.nodes = nodes
        captures = Set(nodes.flatMap(\.dependencies) + outputs)
            .subtracting(nodes.flatMap(\.outputs)).subtracting(inputs).subtracting(constants.keys)
    }
}
