import Appliance
import TestSupport
import Testing

struct SettingsDiffTests {
    @Test func `a diff shows three lines around each change`() {
        let old = (1...20).map { "line \($0)\n" }.joined()
        let new = old.replacing("line 5\n", with: "line five\n").replacing("line 18\n", with: "")
        #expect(
            UnifiedDiff.text(old, new, from: "a", to: "b") == """
                --- a
                +++ b
                @@ -2,7 +2,7 @@
                 line 2
                 line 3
                 line 4
                -line 5
                +line five
                 line 6
                 line 7
                 line 8
                @@ -15,6 +15,5 @@
                 line 15
                 line 16
                 line 17
                -line 18
                 line 19
                 line 20

                """)
        #expect(UnifiedDiff.text(old, old, from: "a", to: "b").isEmpty)
        #expect(
            UnifiedDiff.text("", "x", from: "a", to: "b")
                == "--- a\n+++ b\n@@ -0,0 +1,1 @@\n+x\n\\ No newline at end of file\n")
    }

    /// What `patch` makes of `old`; `nil` where the diff does not fit.
    private func patched(_ old: String, _ diff: String) -> String? {
        let old = lines(old)
        var result: [String] = []
        var next = 0
        var written: Int?
        for line in lines(diff).dropFirst(2) {
            if line.hasPrefix("@@") {
                let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }
                let start = numbers[1] > 0 ? numbers[0] - 1 : numbers[0]
                guard start >= next, start <= old.count else { return nil }
                result += old[next..<start]
                guard result.count == (numbers[3] > 0 ? numbers[2] - 1 : numbers[2]) else { return nil }
                next = start
                continue
            }
            let text = String(line.dropFirst())
            switch line.first {
            case "\\":
                // The line before has no end.
                if let place = written { result[place].removeLast() }
                continue
            case "+":
                result.append(text)
                written = result.count - 1
            case " ", "-":
                guard next < old.count, old[next] == text || old[next] + "\n" == text else { return nil }
                written = line.first == " " ? result.count : nil
                if line.first == " " { result.append(text) }
                next += 1
            default: return nil
            }
        }
        return (result + old[next...]).joined()
    }

    private func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "\($0)\n" }
        if let last = lines.popLast(), last != "\n" { lines.append(String(last.dropLast())) }
        return lines
    }

    @Test func `a diff turns the old text into the new one`() {
        var generator = SeededGenerator(seed: 22)
        for _ in 0..<2000 {
            let words = ["a", "b", "c", "", "d e"]
            var old = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }
            let before = old.joined(separator: "\n")
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let place = Int.random(in: 0...old.count, using: &generator)
                if place < old.count, Bool.random(using: &generator) {
                    old.remove(at: place)
                } else {
                    old.insert(words.randomElement(using: &generator) ?? "", at: place)
                }
            }
            let after = old.joined(separator: "\n")
            let diff = UnifiedDiff.text(before, after, from: "a", to: "b")
            #expect(patched(before, diff) == after, "\(before)\n-----\n\(after)\n-----\n\(diff)")
        }
    }
}
