/// Tells whole pictures from the damaged ones that cameras deliver without saying so.
///
/// Only the ends of a JPEG are looked at: what goes wrong on a USB bus is that data are missing, and then the
/// end is. The decoder finds the rest.
package enum FrameCheck {
    /// No camera's JPEG of a usable size is smaller; shorter ones are remains of a lost frame.
    package static let smallestJPEGBytes = 125
    /// How far before its last byte that is not 0 a picture may end; some cameras add a few bytes of their
    /// own.
    private static let longestTailBytes = 64

    /// The JPEG without what the driver has left behind it; `nil` when it is not whole.
    package static func wholeJPEG(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= smallestJPEGBytes, bytes[0] == 0xFF, bytes[1] == 0xD8, bytes[2] == 0xFF else {
            return nil
        }
        // Some cameras and drivers fill the buffer up with zeros.
        var end = bytes.count
        while end > smallestJPEGBytes, bytes[end - 1] == 0 { end -= 1 }
        let earliest = max(smallestJPEGBytes, end - longestTailBytes)
        guard earliest <= end else { return nil }
        for position in stride(from: end, through: earliest, by: -1)
        where bytes[position - 2] == 0xFF && bytes[position - 1] == 0xD9 {
            return position == bytes.count ? bytes : Array(bytes[..<position])
        }
        return nil
    }
}

/// Turns the driver's numbering into ours, which neither wraps nor goes back, and finds the gaps.
///
/// The first picture's number counts for nothing: some drivers deliver it in a buffer that still has the number of an
/// earlier stream, or none.
package struct SequenceCount: Sendable {
    /// A larger jump is a driver that has begun anew, not that many lost pictures.
    private static let largestGap: UInt32 = 1000

    private var last: UInt32?
    /// Number of the last picture; the first of all has 1.
    package private(set) var number: UInt64 = 0

    package init() {}

    /// Takes note of a picture.
    ///
    /// Returns how many were lost before it.
    package mutating func advance(to sequence: UInt32) -> Int {
        defer { last = number == 1 ? nil : sequence }
        guard let last else {
            number += 1
            return 0
        }
        let step = sequence &- last
        guard step > 0, step <= Self.largestGap else {
            number += 1
            return 0
        }
        number += UInt64(step)
        return Int(step) - 1
    }
}
