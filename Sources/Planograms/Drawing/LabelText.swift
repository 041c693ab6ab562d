import Foundation
import Retail

/// What is written on a product in a drawing, broken to fit its space.
struct LabelText {
    static let lineHeight = 1.25
    /// Mean width of a letter, in sizes of the letters.
    private static let letterWidth = 0.64
    private static let largest = 20.0
    private static let smallest = 7.0

    /// Lines with their size, lying or standing.
    struct Fitted {
        var lines: [String]
        var size: Double
        var isUpright: Bool
    }

    private let name: String?
    private let facts: [String]

    init(_ position: Position, name: String?) {
        self.name = name
        var facings = "\(position.facings) \(position.facings == 1 ? "facing" : "facings")"
        if position.unitsHigh > 1 { facings += " × \(position.unitsHigh) high" }
        let extras = [
            position.presentation.style == .unit
                ? nil : position.presentation.style.rawValue.replacing("_", with: " "),
            position.presentation.orientation == .front ? nil : position.presentation.orientation.description,
        ].compactMap(\.self)
        facts =
            [position.gtin.description, facings] + (extras.isEmpty ? [] : [extras.joined(separator: ", ")])
    }

    /// The larger of both directions; where even the smallest letters have no room the name is shortened.
    func fitted(width: Double, height: Double) -> Fitted {
        let lying = fitted(along: width, across: height)
        let standing = fitted(along: height, across: width)
        return lying.size >= standing.size
            ? Fitted(lines: lying.lines, size: lying.size, isUpright: true)
            : Fitted(lines: standing.lines, size: standing.size, isUpright: false)
    }

    private func fitted(along length: Double, across room: Double) -> (lines: [String], size: Double) {
        var best: (lines: [String], size: Double) = ([], 0)
        for nameLines in 1...4 {
            let lines = (name.map { Self.broken($0, into: nameLines) } ?? []) + facts
            let longest = Double(lines.map(\.count).max() ?? 1)
            let size = min(
                Self.largest, length / (longest * Self.letterWidth),
                room / (Double(lines.count) * Self.lineHeight))
            if size > best.size { best = (lines, size) }
        }
        guard best.size < Self.smallest else { return best }
        let letters = max(4, Int(length / (Self.smallest * Self.letterWidth)))
        let rows = max(1, Int(room / (Self.smallest * Self.lineHeight)))
        let short = ((name.map { [$0] } ?? []) + facts).map {
            $0.count > letters ? $0.prefix(letters - 1) + "…" : $0
        }
        // Too narrow for the key as well: what is left says more than letters that nobody can read.
        return (Array(short.prefix(rows)), best.size)
    }

    /// A number and its unit are one word.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = words.last, last.allSatisfy(\.isNumber), word.count <= 3 {
                words[words.count - 1] = "\(last) \(word)"
            } else {
                words.append(String(word))
            }
        }
        return words
    }

    /// The words of `text` in at most `count` lines of about the same length.
    private static func broken(_ text: String, into count: Int) -> [String] {
        let target = Double(text.count) / Double(count)
        var lines: [String] = []
        var line = ""
        for word in words(of: text) {
            let isFull = Double(line.count) + 0.5 * Double(word.count) >= target
            if !line.isEmpty, isFull, lines.count < count - 1 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        return lines + (line.isEmpty ? [] : [line])
    }
}

extension String {
    /// With the characters that mean something in XML, or may not stand in it, replaced.
    var escapedForXML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default:
                let isForbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
                escaped.unicodeScalars.append(isForbidden ? " " : scalar)
            }
        }
        return escaped
    }
}

extension SKUPath {
    /// Brand, product and SKU, without the product where the SKU's name begins with it.
    var spokenName: String {
        let last = names.suffix(3)
        guard last.count == 3, let brand = last.first, let sku = last.last else { return names.last ?? "" }
        let product = last[last.startIndex + 1]
        return sku.hasPrefix(product) ? "\(brand) \(sku)" : "\(brand) \(product) \(sku)"
    }
}

extension Double {
    /// As lengths are written: 12.3, and 12 for a whole number.
    var inTenths: String {
        let tenths = (self * 10).rounded() / 10
        return tenths == tenths.rounded() && abs(tenths) < 1e15 ? String(Int(tenths)) : String(tenths)
    }
}
