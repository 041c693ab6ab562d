/// A place in a settings file, as `cameras[0].v4l2.width`.
struct SettingsPath: Hashable, CustomStringConvertible {
    enum Step: Hashable {
        case key(String)
        case item(Int)
    }

    let steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    /// `nil` if `text` is no such path.
    init?(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first, !name.isEmpty, !name.contains("]") else { return nil }
            steps.append(.key(String(name)))
            for piece in pieces.dropFirst() {
                guard piece.last == "]", let index = Int(piece.dropLast()), (0..<100_000).contains(index)
                else { return nil }
                steps.append(.item(index))
            }
        }
        self.steps = steps
    }

    var description: String {
        steps.reduce("") { text, step in
            switch step {
            case .key(let name): text.isEmpty ? name : "\(text).\(name)"
            case .item(let index): "\(text)[\(index)]"
            }
        }
    }

    static func + (path: SettingsPath, step: Step) -> SettingsPath { SettingsPath(path.steps + [step]) }
}
