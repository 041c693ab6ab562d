import Capture
import Testing

struct ExposureSettlingTests {
    /// Feeds a frame each 100 ms; returns the number of the first that may be used.
    private func frames(_ brightness: [Double]) -> Int? {
        var settling = ExposureSettling(longest: .seconds(1))
        for (index, value) in brightness.enumerated()
        where settling.add(brightness: value, after: .milliseconds(100 * index)) {
            return index + 1
        }
        return nil
    }

    @Test func `a steady picture is taken after the first few`() {
        #expect(frames([Double](repeating: 90, count: 9)) == 5)
    }

    @Test func `a picture that grows brighter is waited for`() {
        #expect(frames([0, 20, 40, 60, 80, 88, 89, 89.5, 90]) == 8)
    }

    @Test func `one that never rests is taken after the longest time`() {
        #expect(frames((0..<20).map { $0.isMultiple(of: 2) ? 20 : 200 }) == 11)
    }
}
