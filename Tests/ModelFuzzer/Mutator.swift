import TestSupport

/// Damages a model file in ways that its reader has to think about.
struct Mutator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// One to four mutations of the file; now and then it is cut short too.
    mutating func damaged(_ file: [UInt8]) -> [UInt8] {
        guard var model = WireMessage(file) else { return cut(file) }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let places = Self.places(in: model)
            guard let place = places.randomElement(using: &random) else { break }
            let donor = places.randomElement(using: &random).map { Self.field(at: $0[...], in: model) }
            mutate(&model, place[...], donor: donor)
        }
        return Int.random(in: 0..<50, using: &random) == 0 ? cut(model.bytes) : model.bytes
    }

    private mutating func cut(_ file: [UInt8]) -> [UInt8] {
        Array(file.prefix(Int.random(in: 0...file.count, using: &random)))
    }

    /// The way to every field: positions from the outermost message inwards.
    private static func places(in message: WireMessage, below prefix: [Int] = []) -> [[Int]] {
        message.fields.indices.flatMap { index -> [[Int]] in
            let place = prefix + [index]
            guard case .message(let inner) = message.fields[index].content else { return [place] }
            return [place] + places(in: inner, below: place)
        }
    }

    private static func field(at place: ArraySlice<Int>, in message: WireMessage) -> WireMessage.Field {
        let field = message.fields[place[place.startIndex]]
        guard place.count > 1, case .message(let inner) = field.content else { return field }
        return Self.field(at: place.dropFirst(), in: inner)
    }

    private mutating func mutate(
        _ message: inout WireMessage, _ place: ArraySlice<Int>, donor: WireMessage.Field?
    ) {
        let index = place[place.startIndex]
        if place.count > 1, case .message(var inner) = message.fields[index].content {
            mutate(&inner, place.dropFirst(), donor: donor)
            message.fields[index].content = .message(inner)
            return
        }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: message.fields.remove(at: index)
        case 1: message.fields.insert(message.fields[index], at: index)
        case 2: message.fields.swapAt(index, Int.random(in: message.fields.indices, using: &random))
        case 3:
            // Most often of another type: a name where a number is due, a node where a tensor is.
            if let donor { message.fields[index].content = donor.content }
        case 4, 5:
            // A sibling of the same meaning: another edge's name, another dimension.
            let like = message.fields.filter { $0.number == message.fields[index].number }
            if let other = like.randomElement(using: &random) { message.fields[index] = other }
        default: change(&message.fields[index].content)
        }
    }

    private mutating func change(_ content: inout WireMessage.Content) {
        switch content {
        case .varint(let value): content = .varint(changed(value))
        case .fixed(let bytes): content = .fixed(changedElements(bytes, size: bytes.count))
        case .bytes(let bytes): content = .bytes(changed(bytes))
        case .message(var inner):
            inner.fields.shuffle(using: &random)
            content = .message(inner)
        }
    }

    private mutating func changed(_ value: UInt64) -> UInt64 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: value &+ 1
        case 1: value &- 1
        case 2: UInt64.random(in: 0...40, using: &random)
        default:
            [0, UInt64.max, 1 << 16, 1 << 31, 1 << 32, 1 << 40, 1 << 62, 1 << 63, (1 << 63) - 1, 7_919]
                .randomElement(using: &random) ?? 0
        }
    }

    private mutating func changed(_ bytes: [UInt8]) -> [UInt8] {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
        case 1: return bytes + bytes.prefix(8)
        case 2: return changedOperation(bytes)
        case 3: return changedElements(bytes, size: 8)
        case 4: return changedElements(bytes, size: 4)
        default: return changedNumbers(bytes)
        }
    }

    /// One of the numbers in a packed list, such as dimensions, pads or axes.
    private mutating func changedNumbers(_ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...], numbers: [UInt64] = []
        while !rest.isEmpty {
            guard let number = WireMessage.varint(&rest) else { return bytes }
            numbers.append(number)
        }
        guard let place = numbers.indices.randomElement(using: &random) else { return [0] }
        numbers[place] = changed(numbers[place])
        return numbers.flatMap { WireMessage.varint($0) }
    }

    /// One element of raw data: extreme as a float and as a whole number.
    private mutating func changedElements(_ bytes: [UInt8], size: Int) -> [UInt8] {
        guard bytes.count >= size, size > 0 else { return bytes }
        let patterns: [[UInt8]] = [
            [0, 0, 0xC0, 0x7F, 0, 0, 0xF8, 0x7F], [0, 0, 0x80, 0x7F, 0, 0, 0xF0, 0x7F],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F],
            [0, 0, 0, 0x80, 0, 0, 0, 0x80], [0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 1, 0, 0], [64, 0, 0, 0, 0, 0, 0, 0],
        ]
        let pattern = patterns.randomElement(using: &random) ?? []
        var result = bytes
        let start = Int.random(in: 0..<bytes.count / size, using: &random) * size
        result.replaceSubrange(start..<start + size, with: pattern.prefix(size))
        return result
    }

    private static let operations = [
        "Conv", "ConvTranspose", "Gemm", "MatMul", "Concat", "Split", "Slice", "Reshape", "Transpose",
        "Resize",
        "MaxPool", "AveragePool", "GlobalAveragePool", "Softmax", "Gather", "Expand", "QuantizeLinear",
        "DequantizeLinear", "Add", "Mul", "Clip", "Shape", "Unsqueeze", "Squeeze", "Flatten", "LRN",
        "ReduceMean",
    ]

    /// Another operator for what may be a node's operator.
    private mutating func changedOperation(_ bytes: [UInt8]) -> [UInt8] {
        Array((Self.operations.randomElement(using: &random) ?? "").utf8)
    }
}
