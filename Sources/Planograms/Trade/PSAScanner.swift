/// Goes through the records of a ProSpace file, one line each.
///
/// Cells are separated by commas; `\,` `\\` `\"` `\t` `\r` and `\n` stand for the character, and any other backslash for
/// itself. There are no quotes. Lines that begin with `;` are comments.
struct PSAScanner {
    /// More than the widest record of any version has.
    private static let mostCells = 1024

    private let bytes: [UInt8]
    private var place = 0
    /// Where each cell of the record begins, and one past where the next would.
    private var starts: [Int] = []

    /// Of the record, counted from 1.
    private(set) var line = 0
    /// The record's kind, as `Position`.
    private(set) var kind = ""
    /// Whether the record's line ends; the last one of a file that was cut off does not.
    private(set) var isTerminated = true
    private(set) var comments: [String] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Cells after the kind.
    var cellCount: Int { max(0, starts.count - 2) }

    /// Goes to the next record; false at the end.
    mutating func next() -> Bool {
        while place < bytes.count {
            line += 1
            let start = place
            var end = split(from: start)
            isTerminated = end < bytes.count
            place = end + 1
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            if end == start { continue }
            if bytes[start] == 0x3B {
                comments.append(String(decoding: bytes[start..<end], as: UTF8.self))
                continue
            }
            starts.append(end + 1)
            kind = text(0)
            return true
        }
        return false
    }

    /// Notes where the cells of the line at `start` begin; answers where it ends.
    private mutating func split(from start: Int) -> Int {
        // Local copies: this loop sees every byte of the file.
        let bytes = bytes
        var starts: [Int] = []
        swap(&starts, &self.starts)
        starts.removeAll(keepingCapacity: true)
        starts.append(start)
        var place = start
        var isEscape = false
        while place < bytes.count, bytes[place] != 0x0A {
            let byte = bytes[place]
            place += 1
            if byte == 0x2C, !isEscape, starts.count < Self.mostCells { starts.append(place) }
            isEscape = byte == 0x5C && !isEscape
        }
        swap(&starts, &self.starts)
        return place
    }

    /// A cell without the space around it; empty if the record has fewer.
    func text(_ index: Int) -> String {
        guard index + 1 < starts.count else { return "" }
        var (start, end) = (starts[index], starts[index + 1] - 1)
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        let cell = bytes[start..<end]
        return cell.contains(0x5C) ? Self.unescaped(cell) : String(decoding: cell, as: UTF8.self)
    }

    private static func unescaped(_ cell: ArraySlice<UInt8>) -> String {
        var content: [UInt8] = []
        var rest = cell
        while let byte = rest.popFirst() {
            guard byte == 0x5C, let next = rest.first else {
                content.append(byte)
                continue
            }
            switch next {
            case 0x2C, 0x5C, 0x22: content.append(next)
            case UInt8(ascii: "t"): content.append(0x09)
            case UInt8(ascii: "r"): content.append(0x0D)
            case UInt8(ascii: "n"): content.append(0x0A)
            default:
                content.append(byte)
                continue
            }
            rest = rest.dropFirst()
        }
        return String(decoding: content, as: UTF8.self)
    }
}
