import CKernels
import Synchronization

/// A network ready to run.
///
/// Safe to share between tasks: runs take turns. A run computes for as long as it takes on the caller's
/// thread, so call it from an executor of your own and not from the shared pool.
package final class Model: Sendable {
    /// An input or output of the network.
    package struct Port: Sendable, Equatable {
        package let name: String
        /// nil stands for a dimension left open, such as the number of pictures in a batch.
        package let shape: [Int?]
    }

    package let path: String
    package let inputs: [Port]
    package let outputs: [Port]
    /// What the exporter noted in the file, such as class names.
    package let metadata: [String: String]
    /// The integer kernels in use.
    package let kernelName: String

    private let kernels: Kernels
    private let workers: Workers
    private let state: Mutex<State>

    /// What runs share, one at a time.
    private struct State {
        let arena: Arena
        let weights: WeightStore
        var plans: [[[Int]]: Plan]
        /// To plan for other shapes; nil when the file fixes all shapes.
        let graph: Graph?
    }

    /// Plans kept for different input shapes; beyond that all are made anew.
    private static let mostPlans = 64

    /// Reads, checks and prepares the network in an ONNX file.
    ///
    /// `threads` is the number of cores one run uses. `kernels` names a kernel set; nil takes the one that
    /// the environment variable GONDOLA_KERNELS names, or else the best.
    package static func load(
        path: String, threads: Int = 1, kernels: String? = nil
    ) throws(InferenceError) -> Model {
        let stored = try StoredModel(path: path)
        let model = try Model(
            proto: stored.proto, stored: stored.initializers, path: path, threads: threads, kernels: kernels)
        // What the file's tensors took goes back to the system before a run takes memory of its own.
        ck_give_back_memory()
        return model
    }

    /// `stored` are initializers that are not in `proto`.
    init(
        proto: consuming ONNXModelProto, stored: [StoredModel.Tensor] = [], path: String, threads: Int = 1,
        kernels: String? = nil
    ) throws(InferenceError) {
        precondition(threads > 0)
        let kernels = try kernels == nil ? Kernels.selected() : Kernels.named(kernels)
        let workers = Workers(count: threads)
        do {
            var graph = try Graph(proto, stored: stored)
            try Planner.checkOperators(of: graph)
            // Prepared for one picture where only the batch is open, so that a bad file is found now and not
            // later.
            let shapes = graph.inputs.map { port in
                port.shape.indices.map { port.shape[$0] ?? ($0 == 0 ? 1 : nil) }
            }
            let isFixed = graph.inputs.allSatisfy { $0.shape.allSatisfy { $0 != nil } }
            let weights = WeightStore()
            var plans: [[[Int]]: Plan] = [:]
            if shapes.allSatisfy({ $0.allSatisfy { $0 != nil } }) {
                let known = shapes.map { $0.compactMap { $0 } }
                let planner = Planner(graph: graph, kernels: kernels, workers: workers, weights: weights)
                // The planner lets go of constants as it packs them: nobody else may hold them.
                if isFixed { graph.constants = [:] }
                plans[known] = try planner.plan(inputShapes: known)
            }
            inputs = graph.inputs.map { Port(name: $0.name, shape: $0.shape) }
            outputs = graph.outputs.map { Port(name: $0.name, shape: $0.shape) }
            metadata = graph.metadata
            state = Mutex(
                State(arena: Arena(), weights: weights, plans: plans, graph: isFixed ? nil : graph))
        } catch {
            throw error.inFile(path)
        }
        self.path = path
        self.kernels = kernels
        self.workers = workers
        kernelName = kernels.name
    }

    /// Runs the network once; tensors go in and come out in the order of the file.
    package func run(_ tensors: [Tensor]) throws(InferenceError) -> [Tensor] {
        try check(tensors)
        return try state.withLock { state throws(InferenceError) in
            let plan = try plan(for: tensors.map(\.shape), in: &state)
            let resources = Plan.Resources(arena: state.arena, kernels: kernels, workers: workers)
            do throws(Fault) {
                return try plan.run(tensors, resources)
            } catch {
                throw error.inFile(path)
            }
        }
    }

    /// What one step of a run did and how long it took.
    package struct StepTime: Sendable {
        /// The kind of work, such as "Conv int8".
        package let operation: String
        /// The sizes of a convolution.
        package let detail: String
        /// Multiplications with a weight, each with its addition.
        package let multiplyAdds: Int
        /// The node of the file that the step comes from; fused nodes count under their first.
        package let node: String
        package let time: Duration
    }

    /// Runs the network once and gives the time of each step, in running order.
    package func profile(_ tensors: [Tensor]) throws(InferenceError) -> [StepTime] {
        try check(tensors)
        return try state.withLock { state throws(InferenceError) in
            let plan = try plan(for: tensors.map(\.shape), in: &state)
            var times: [StepTime] = []
            let resources = Plan.Resources(arena: state.arena, kernels: kernels, workers: workers)
            do throws(Fault) {
                _ = try plan.run(tensors, resources) { index, time in
                    times.append(StepTime(plan, index, time))
                }
            } catch {
                throw error.inFile(path)
            }
            return times
        }
    }

    /// How many 8-bit multiply-adds a second one core can do, measured; nil when the kernels in use have no
    /// instruction for them.
    package static func peakMultiplyAddsPerSecond() -> Double? {
        guard let kernels = try? Kernels.selected(),  // nil: a name that no model would load with either
            let burst = unsafe kernels.row.pointee.burst
        else { return nil }
        return (0..<50).map { _ -> Double in
            let start = ContinuousClock.now
            let count = burst(20_000)
            let time = (ContinuousClock.now - start).components
            return Double(count) / (Double(time.seconds) + Double(time.attoseconds) * 1e-18)
        }.max()
    }

    /// The nodes that have no place in the plan for these inputs: sizes of tensors before them depend on the
    /// picture.
    func tail(for tensors: [Tensor]) throws(InferenceError) -> [Node] {
        try check(tensors)
        return try state.withLock { state throws(InferenceError) in
            try plan(for: tensors.map(\.shape), in: &state).tail?.nodes ?? []
        }
    }

    private func plan(for shapes: [[Int]], in state: inout State) throws(InferenceError) -> Plan {
        if let plan = state.plans[shapes] { return plan }
        guard let graph = state.graph else {
            preconditionFailure("fixed shapes have their plan from the start")
        }
        do {
            let plan = try Planner(
                graph: graph, kernels: kernels, workers: workers, weights: state.weights
            ).plan(inputShapes: shapes)
            if state.plans.count >= Model.mostPlans { state.plans.removeAll() }
            state.plans[shapes] = plan
            return plan
        } catch {
            throw error.inFile(path)
        }
    }

    private func check(_ tensors: [Tensor]) throws(InferenceError) {
        guard tensors.count == inputs.count else {
            throw .wrongInput(path: path, reason: "it takes \(inputs.count) inputs and got \(tensors.count)")
        }
        for (port, tensor) in zip(inputs, tensors) {
            let fits =
                port.shape.count == tensor.shape.count
                && zip(port.shape, tensor.shape).allSatisfy { $0 == nil || $0 == $1 }
            guard fits, !tensor.values.isEmpty else {
                let wanted = port.shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
                throw .wrongInput(
                    path: path, reason: "input \"\(port.name)\" has shape [\(wanted)] and got \(tensor.shape)"
                )
            }
        }
    }
}

extension Model.StepTime {
    /// A step of the plan, or a node of its tail.
    fileprivate init(_ plan: Plan, _ index: Int, _ time: Duration) {
        if index < plan.steps.count {
            let planned = plan.steps[index]
            self.init(
                operation: planned.step.label, detail: planned.step.detail,
                multiplyAdds: planned.step.multiplyAdds, node: planned.node, time: time)
        } else if let node = plan.tail?.nodes[index - plan.steps.count] {
            self.init(operation: node.operation, detail: "", multiplyAdds: 0, node: node.name, time: time)
        } else {
            preconditionFailure("a plan has no step \(index)")
        }
    }
}
