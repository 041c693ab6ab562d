/// One operation of a plan: it reads some buffers and writes others.
protocol Step: AnyObject {
    /// What the step does, for people.
    var label: String { get }
    /// Its sizes, for people.
    var detail: String { get }
    /// Multiplications with a weight, each with its addition.
    var multiplyAdds: Int { get }
    var reads: [BufferID] { get }
    /// Includes scratch, which is a buffer that no other step touches.
    var writes: [BufferID] { get }
    func run(_ workspace: Workspace)
}

/// A step and the node of the graph that it comes from.
struct PlannedStep {
    let node: String
    let step: any Step
}

/// A step whose work is one closure.
final class SimpleStep: Step {
    let label: String
    let reads: [BufferID]
    let writes: [BufferID]
    let detail: String
    let multiplyAdds: Int
    private let body: (Workspace) -> Void

    init(
        _ label: String, detail: String = "", multiplyAdds: Int = 0, reads: [BufferID], writes: [BufferID],
        _ body: @escaping (Workspace) -> Void
    ) {
        self.label = label
        self.detail = detail
        self.multiplyAdds = multiplyAdds
        self.reads = reads
        self.writes = writes
        self.body = body
    }

    func run(_ workspace: Workspace) { body(workspace) }
}
