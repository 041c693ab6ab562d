/// A network made ready for one set of input shapes: steps in order, and where each buffer lies in the arena.
struct Plan {
    struct Output {
        let name: String
        /// nil when the tail computes it.
        let edge: FloatEdge?
    }

    let steps: [PlannedStep]
    let buffers: [Buffer]
    /// For each buffer the one whose memory it lies in, and where: bytes from the start of the arena, or of the
    /// caller's tensor.
    let roots: [Int]
    let offsets: [Int]
    /// For each buffer that is a view, how far apart its pixels lie.
    let pixelStrides: [Int?]
    let arenaByteCount: Int
    let inputs: [FloatEdge]
    let outputs: [Output]
    /// What can only be computed when sizes are known that depend on the picture.
    let tail: Tail?

    /// More memory than this is taken for a damaged or hostile file.
    static let mostArenaBytes = 1 << 32
    private static let alignment = 64

    init(
        steps: [PlannedStep], buffers: [Buffer], inputs: [FloatEdge], outputs: [Output], tail: Tail?
    ) throws(Fault) {
        self.steps = steps
        self.buffers = buffers
        self.inputs = inputs
        self.outputs = outputs
        self.tail = tail

        // From the first step that writes a buffer to the last that reads it.
        var first = [Int](repeating: Int.max, count: buffers.count),
            last = [Int](repeating: -1, count: buffers.count)
        let places = buffers.indices.map { buffers.place(of: $0) }
        func touch(_ buffer: BufferID, _ time: Int) {
            let root = places[buffer.index].root
            first[root] = min(first[root], time)
            last[root] = max(last[root], time)
        }
        for (time, planned) in steps.enumerated() {
            for buffer in planned.step.reads + planned.step.writes { touch(buffer, time + 1) }
        }
        for edge in tail?.inputs.map(\.edge) ?? [] { touch(edge.buffer, steps.count + 1) }

        // Largest first, each at the lowest place that is free for its whole life.
        var offsets = [Int](repeating: 0, count: buffers.count)
        var placed: [Int] = []
        var total = 0
        let given = Set((inputs.map(\.buffer) + outputs.compactMap(\.edge?.buffer)).map(\.index))
        let order = buffers.indices
            .filter { buffers[$0].constant == nil && last[$0] >= 0 && !given.contains($0) }
            .sorted { (buffers[$0].byteCount, $1) > (buffers[$1].byteCount, $0) }
        for index in order {
            let size = (buffers[index].byteCount + Plan.alignment - 1) / Plan.alignment * Plan.alignment
            var offset = 0
            for other in placed where first[other] <= last[index] && last[other] >= first[index] {
                if offset + size <= offsets[other] { break }
                offset = max(
                    offset,
                    (offsets[other] + buffers[other].byteCount + Plan.alignment - 1)
                        / Plan.alignment * Plan.alignment)
            }
            offsets[index] = offset
            placed.insert(index, at: placed.firstIndex { offsets[$0] > offset } ?? placed.endIndex)
            total = max(total, offset + size)
            guard total <= Plan.mostArenaBytes else {
                throw .unsupported(
                    "the graph", "running it would take more than \(Plan.mostArenaBytes >> 30) GiB")
            }
        }
        roots = places.map(\.root)
        self.offsets = places.map { offsets[$0.root] + $0.offset }
        pixelStrides = places.map(\.pixelStride)
        arenaByteCount = max(total, Plan.alignment)
    }
}
