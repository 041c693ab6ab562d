import Appliance
import Console
import Testing

import struct TestSupport.SeededGenerator

/// Random settings, written in a random way, and random changes to them.
struct SettingsTextLawsTests {
    private struct Writer {
        var generator: SeededGenerator
        var comments = 0

        mutating func chance(_ share: Double) -> Bool { .random(in: 0..<1, using: &generator) < share }

        mutating func scalar() -> JSONValue {
            let texts = [
                "a", "b c", "yes", "null", "12", "1:30", "# no comment", "it's", "\"so\"", "a: b", "[x]",
                "ü, ß",
                "/dev/video0", "", "tab\there", "two\nlines", "-", "- a", "x #y", "'", "{", "%", "~",
                " edge ",
            ]
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: return .number(Double(Int.random(in: -5...500, using: &generator)))
            case 1: return .number(Double(Int.random(in: -999...999, using: &generator)) / 8)
            case 2: return .bool(chance(0.5))
            default: return .text(texts[Int.random(in: 0..<texts.count, using: &generator)])
            }
        }

        mutating func value(_ depth: Int) -> JSONValue {
            guard depth > 0, chance(0.6) else { return scalar() }
            let count = Int.random(in: 0...3, using: &generator)
            if chance(0.5) { return .list((0..<count).map { _ in value(depth - 1) }) }
            return map(depth, count)
        }

        mutating func map(_ depth: Int, _ count: Int) -> JSONValue {
            var members: [String: JSONValue] = [:]
            for _ in 0..<count { members[name()] = value(depth - 1) }
            return .object(members)
        }

        mutating func name() -> String {
            ["id", "port", "host", "zones", "width_mm", "a", "b", "c"]
                .randomElement(using: &generator) ?? "id"
        }

        mutating func comment() -> String {
            comments += 1
            return "# comment \(comments), it's \"one\""
        }

        /// Lines at `column`, with comments between them.
        mutating func block(_ value: JSONValue, _ column: Int) -> [String] {
            let pad = String(repeating: " ", count: column)
            var lines: [String] = []
            func between() {
                if chance(0.2) { lines.append(pad + comment()) }
                if chance(0.1) { lines.append("") }
            }
            switch value {
            case .object(let members):
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    between()
                    lines += entry("\(pad)\(name):", value, column + 2)
                }
            case .list(let items):
                for item in items {
                    between()
                    if case .object(let members) = item, !members.isEmpty, chance(0.8) {
                        let inner = block(item, column + 2)
                        let first = inner.firstIndex { !$0.isEmpty && !$0.contains(/^ *#/) } ?? 0
                        lines += inner[..<first]
                        lines.append("\(pad)- " + inner[first].dropFirst(column + 2))
                        lines += inner[(first + 1)...]
                    } else {
                        lines += entry("\(pad)-", item, column + 2)
                    }
                }
            default: lines.append(pad + flow(value))
            }
            if chance(0.1) { lines.append(pad + comment()) }
            return lines
        }

        private mutating func entry(_ head: String, _ value: JSONValue, _ column: Int) -> [String] {
            let behind = chance(0.3) ? "  " + comment() : ""
            let isFilled =
                switch value {
                case .object(let members): !members.isEmpty
                case .list(let items): !items.isEmpty
                default: false
                }
            if case .list(let items) = value, items.count > 1, chance(0.2) {
                return broken(head, items, column)
            }
            guard isFilled, chance(0.7), head.last != "-" else { return ["\(head) \(flow(value))\(behind)"] }
            return ["\(head)\(behind)"] + block(value, column)
        }

        /// A list in brackets over several lines.
        private mutating func broken(_ head: String, _ items: [JSONValue], _ column: Int) -> [String] {
            let pad = String(repeating: " ", count: column + 1)
            var lines = ["\(head) ["]
            for (number, item) in items.enumerated() {
                if chance(0.3) { lines.append(pad + comment()) }
                lines.append(pad + flow(item) + (number + 1 < items.count ? "," : ""))
                if chance(0.3) { lines[lines.count - 1] += " " + comment() }
            }
            return lines + [pad + "]" + (chance(0.3) ? " " + comment() : "")]
        }

        private mutating func flow(_ value: JSONValue) -> String {
            switch value {
            case .null: return "~"
            case .bool(let value): return value ? "true" : "no"
            case .number(let value): return Int(exactly: value).map { "\($0)" } ?? "\(value)"
            case .text(let text):
                let isPlain =
                    text.wholeMatch(of: /[a-z\/][a-z\/0-9]*/) != nil && text != "yes" && text != "null"
                if isPlain, chance(0.5) { return text }
                if !text.contains("\n"), chance(0.5) {
                    return "'" + text.replacing("'", with: "''") + "'"
                }
                return "\""
                    + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                    .replacing("\n", with: "\\n").replacing("\t", with: "\\t") + "\""
            case .list(let items): return "[" + items.map { flow($0) }.joined(separator: ", ") + "]"
            case .object(let members):
                return "{"
                    + members.sorted { $0.key < $1.key }.map { "\($0.key): \(flow($0.value))" }
                    .joined(separator: ", ") + "}"
            }
        }

        /// A place in `value`, with what it is there; at times one that is not there yet.
        mutating func path(in value: JSONValue) -> String {
            var (value, path) = (value, "")
            while true {
                switch value {
                case .object(let members):
                    guard
                        let member = members.sorted(by: { $0.key < $1.key }).randomElement(using: &generator),
                        chance(0.85)
                    else { return path + (path.isEmpty ? "" : ".") + name() }
                    path += (path.isEmpty ? "" : ".") + member.key
                    value = member.value
                case .list(let items):
                    let index = Int.random(in: 0...items.count, using: &generator)
                    path += "[\(index)]"
                    guard index < items.count else { return path }
                    value = items[index]
                default: return path
                }
                if chance(0.35) { return path }
            }
        }
    }

    /// `value` at `path` of `tree`, as it is to be; `nil` for a place that is not there.
    private func with(_ value: JSONValue?, at path: Substring, in tree: JSONValue) -> JSONValue? {
        let rest = path.drop { $0 == "." }
        if rest.isEmpty { return value }
        switch tree {
        case .object(var members) where rest.first != "[":
            let name = String(rest.prefix { $0 != "." && $0 != "[" })
            let next = rest.dropFirst(name.count)
            members[name] = with(value, at: next, in: members[name] ?? .object([:]))
            return .object(members)
        case .list(var items):
            let index = Int(rest.dropFirst().prefix { $0 != "]" }) ?? 0
            let next = rest.drop { $0 != "]" }.dropFirst()
            if index == items.count {
                return value.map { .list(items + [$0]) } ?? .list(items)
            }
            if let item = with(value, at: next, in: items[index]) {
                items[index] = item
            } else {
                items.remove(at: index)
            }
            return .list(items)
        default: return tree
        }
    }

    private func comments(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.contains(/^ *#/) }.map { String($0.drop { $0 == " " }) }
    }

    @Test func `a random change gives exactly what was asked for, and no line of comment is lost`() throws {
        var writer = Writer(generator: SeededGenerator(seed: 20))
        var changed = 0
        for _ in 0..<1500 {
            let document = writer.map(4, 4)
            guard case .object(let members) = document, !members.isEmpty else { continue }
            let text = writer.block(document, 0).joined(separator: "\n") + "\n"
            let before = SettingsText(text)
            #expect(try before.values == document, "\(text)")
            let path = writer.path(in: document)
            let value: JSONValue? = writer.chance(0.3) ? nil : writer.value(3)
            var after = before
            do {
                try after.set([path: value])
            } catch .noSuchPlace where value == nil {
                // What is not there can't be taken out of a list.
                continue
            } catch {
                Issue.record("\(error): \(path) = \(String(describing: value)) in\n\(text)")
                continue
            }
            let wanted = with(value, at: path[...], in: document)
            let found = try after.values
            #expect(found == wanted, "\(path) = \(String(describing: value)) in\n\(text)")
            var left = comments(after.text)
            for comment in comments(text) {
                let place = left.firstIndex(of: comment)
                #expect(place != nil, "\(comment) is lost: \(path) in\n\(text)")
                if let place { left.remove(at: place) }
            }
            if found != document { changed += 1 }
        }
        #expect(changed > 800)
    }
}
