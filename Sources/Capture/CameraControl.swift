/// One thing that can be set at a camera, such as its exposure or focus, as its driver describes it.
package struct CameraControl: Hashable, Sendable {
    /// The driver's name in small letters with underscores, as `v4l2-ctl` writes it.
    package let name: String
    /// Both bounds are allowed.
    package let range: ClosedRange<Int>
    package let step: Int
    package let standard: Int
    /// What it is set to; `nil` when the driver does not tell.
    package let value: Int?
    let id: UInt32
    /// Set by the camera itself, or only in another mode of it.
    package let isInactive: Bool

    /// A driver's name in the form of `name`: "White Balance, Automatic" becomes "white_balance_automatic".
    package static func name(of words: String) -> String {
        let letters = words.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : " " }
        return String(letters).split(separator: " ").joined(separator: "_")
    }

    /// Why `value` can't be set; `nil` if it can.
    package func objection(to value: Int) -> String? {
        guard range.contains(value) else {
            return "\(name) is \(range.lowerBound) to \(range.upperBound), not \(value)"
        }
        guard step <= 1 || (value - range.lowerBound).isMultiple(of: step) else {
            return "\(name) goes in steps of \(step) from \(range.lowerBound), so not \(value)"
        }
        return nil
    }

    package init(
        name: String, range: ClosedRange<Int>, step: Int, standard: Int, value: Int?, id: UInt32 = 0,
        isInactive: Bool = false
    ) {
        self.name = name
        self.range = range
        self.step = step
        self.standard = standard
        self.value = value
        self.id = id
        self.isInactive = isInactive
    }
}
