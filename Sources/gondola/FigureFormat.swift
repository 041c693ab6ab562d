internal import Foundation

extension Double {
    /// As figures are printed: 0.123.
    var threeDecimals: String { String(format: "%.3f", self) }

    var oneDecimal: String { String(format: "%.1f", self) }

    var fourDecimals: String { String(format: "%.4f", self) }
}

extension String {
    func leftPadded(to length: Int) -> String {
        String(repeating: " ", count: max(0, length - count)) + self
    }

    func rightPadded(to length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }
}
