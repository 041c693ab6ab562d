/// What is packed once per model and shared by its plans for different shapes.
final class WeightStore {
    private var blocks: [String: ConstantBlock] = [:]
    private var packed: [String: PackedConvolution] = [:]

    /// The block called `name`, made at the first request.
    func block(_ name: String, _ make: () throws(Fault) -> ConstantBlock) throws(Fault) -> ConstantBlock {
        if let block = blocks[name] { return block }
        let block = try make()
        blocks[name] = block
        return block
    }

    /// The packed weights of the convolution that computes `name`; nil when they cannot be packed.
    func convolution(_ name: String, _ make: () -> PackedConvolution?) -> PackedConvolution? {
        if let convolution = packed[name] { return convolution }
        let convolution = make()
        packed[name] = convolution
        return convolution
    }
}
