/// The fields of messages in a file, in the wire format of protocol buffers (https://protobuf.dev/programming-guides/encoding),
/// found without reading what they hold: a network's weights are most of its file.
struct WireFields {
    struct Field {
        let number: Int
        /// Whether it holds bytes or a message, which lie in `content`.
        let isBytes: Bool
        /// From its tag to its end.
        let whole: Range<Int>
        let content: Range<Int>
    }

    /// What is no message.
    struct Damage: Error {}

    /// Read at once: tags and small fields lie close to each other.
    private static let windowBytes = 16 << 10

    private let file: StoredBytes
    private var window: [UInt8] = []
    private var start = 0

    init(_ file: StoredBytes) { self.file = file }

    /// Calls `body` with each field of the message in `range`, in order.
    mutating func each(
        in range: Range<Int>, _ body: (inout WireFields, Field) throws(Damage) -> Void
    ) throws(Damage) {
        var place = range.lowerBound
        while place < range.upperBound {
            let first = place
            let tag = try varint(&place, before: range.upperBound)
            let isBytes = tag & 7 == 2
            let length: UInt64
            switch tag & 7 {
            case 0:
                let begin = place
                _ = try varint(&place, before: range.upperBound)
                length = UInt64(place - begin)
                place = begin
            case 1: length = 8
            case 2: length = try varint(&place, before: range.upperBound)
            case 5: length = 4
            default: throw Damage()
            }
            guard tag >> 3 > 0, length <= UInt64(range.upperBound - place) else { throw Damage() }
            let end = place + Int(length)
            try body(
                &self,
                Field(number: Int(tag >> 3), isBytes: isBytes, whole: first..<end, content: place..<end))
            place = end
        }
    }

    /// The bytes in `range`, through the window if they are few.
    mutating func bytes(_ range: Range<Int>) throws(Damage) -> [UInt8] {
        guard range.count <= Self.windowBytes else {
            guard let bytes = file.bytes(range) else { throw Damage() }
            return bytes
        }
        if range.lowerBound < start || range.upperBound > start + window.count {
            try move(to: range.lowerBound)
            guard range.count <= window.count else { throw Damage() }
        }
        return Array(window[range.lowerBound - start..<range.upperBound - start])
    }

    private mutating func move(to place: Int) throws(Damage) {
        guard let bytes = file.bytes(place..<min(place + Self.windowBytes, file.count)) else {
            throw Damage()
        }
        (window, start) = (bytes, place)
    }

    /// Seven bits a byte, the lowest first.
    private mutating func varint(_ place: inout Int, before end: Int) throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard place < end else { throw Damage() }
            if place < start || place >= start + window.count { try move(to: place) }
            let byte = window[place - start]
            place += 1
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw Damage()
    }
}
