/// Cuts a stream of concatenated JPEGs into its pictures.
///
/// It follows the markers from segment to segment, so that a thumbnail inside a picture is no picture of its
/// own. What is broken is handed out as far as it was understood, and the search for the next picture goes on
/// behind the last segment that made sense, because the one after it may be the cut whose length reaches into
/// the next picture.
package struct MJPEGSplitter {
    /// Longer pictures are given up, so that garbage cannot take all memory.
    private let largestPictureBytes: Int
    private let read: () throws(CaptureError) -> [UInt8]
    private var buffer: [UInt8] = []
    // Everything before it has been handed out or skipped.
    private var start = 0
    private var isAtEnd = false

    /// `read` returns the next bytes, as many as it likes, and none at the end.
    package init(largestPictureBytes: Int = 32 << 20, read: @escaping () throws(CaptureError) -> [UInt8]) {
        self.largestPictureBytes = largestPictureBytes
        self.read = read
    }

    /// The next picture, whole or broken; `nil` at the end.
    package mutating func next() throws(CaptureError) -> [UInt8]? {
        // Half at a time: what is moved has been read once, so the cost stays in proportion to the stream.
        if start > buffer.count / 2 { dropConsumed() }
        guard try seekPicture() else { return nil }
        let end = try endOfPicture()
        defer { start = end }
        return Array(buffer[start..<end])
    }

    /// Moves to the next start of image that a marker follows; false at the end of the stream.
    private mutating func seekPicture() throws(CaptureError) -> Bool {
        while true {
            while start + 2 < buffer.count {
                if buffer[start] == 0xFF, buffer[start + 1] == 0xD8, buffer[start + 2] == 0xFF { return true }
                start += 1
            }
            dropConsumed()
            guard try fill() else { return false }
        }
    }

    /// Where the picture at `start` ends, or where the search for the next one is to go on.
    private mutating func endOfPicture() throws(CaptureError) -> Int {
        var lastSegment = start + 2
        var position = start + 2
        while true {
            let segment = position
            guard let marker = try marker(at: &position) else { return atLeastTwo(lastSegment) }
            switch marker {
            case 0xD9: return position
            case 0xD8: return atLeastTwo(segment)
            case 0x01, 0xD0...0xD7: continue
            case 0x00: return atLeastTwo(lastSegment)
            default: break
            }
            guard let high = try byte(position), let low = try byte(position + 1) else { return buffer.count }
            let length = Int(high) << 8 | Int(low)
            guard length >= 2 else { return atLeastTwo(segment) }
            if !Self.mayHoldThumbnail(marker), try holdsStart(from: position, count: length) {
                return atLeastTwo(segment)
            }
            position += length
            if marker == 0xDA {
                guard let end = try endOfScan(from: position) else { return buffer.count }
                position = end
            }
            guard position - start <= largestPictureBytes else { return min(position, buffer.count) }
            lastSegment = segment
        }
    }

    /// Application data and comments hold what they like; in a segment of another kind a start of image is
    /// the next picture's, after a cut.
    private static func mayHoldThumbnail(_ marker: UInt8) -> Bool {
        (0xE0...0xEF).contains(marker) || marker == 0xFE
    }

    private mutating func holdsStart(from position: Int, count: Int) throws(CaptureError) -> Bool {
        for index in position..<position + count {
            guard let value = try byte(index) else { return false }
            if value == 0xFF, try byte(index + 1) == 0xD8, try byte(index + 2) == 0xFF { return true }
        }
        return false
    }

    /// The marker at `position`, which moves behind it; `nil` when there is none.
    private mutating func marker(at position: inout Int) throws(CaptureError) -> UInt8? {
        guard try byte(position) == 0xFF else { return nil }
        // Any number of 0xFF may stand before the marker's code.
        while let value = try byte(position), position - start <= largestPictureBytes {
            position += 1
            if value != 0xFF { return value }
        }
        return nil
    }

    /// The first marker behind the coded picture that starts at `position`; `nil` when the stream ends
    /// before.
    private mutating func endOfScan(from position: Int) throws(CaptureError) -> Int? {
        var position = position
        while let value = try byte(position) {
            if position - start > largestPictureBytes { return position }
            // 0 and the restart markers belong to the coded picture; 0xFF is filling before a code.
            if value == 0xFF, let code = try byte(position + 1), code != 0, code != 0xFF,
                !(0xD0...0xD7).contains(code)
            {
                return position
            }
            position += 1
        }
        return nil
    }

    private mutating func dropConsumed() {
        buffer.removeFirst(start)
        start = 0
    }

    /// At least the start of image is consumed, or the search would find it again.
    private func atLeastTwo(_ position: Int) -> Int { min(max(position, start + 2), buffer.count) }

    private mutating func byte(_ position: Int) throws(CaptureError) -> UInt8? {
        while position >= buffer.count {
            guard try fill() else { return nil }
        }
        return buffer[position]
    }

    /// Appends what comes next; false at the end of the stream.
    private mutating func fill() throws(CaptureError) -> Bool {
        guard !isAtEnd else { return false }
        let more = try read()
        isAtEnd = more.isEmpty
        buffer += more
        return !isAtEnd
    }
}
