import Markup
import TestSupport
import Testing

struct XMLDocumentTests {
    /// Writes down what it hears; throws at an element called `stop`.
    private final class Listener: XMLFollower {
        var events: [String] = []
        var text = ""

        func started(_ name: String, _ attributes: [String: String], line: Int) throws(XMLFault) {
            if name == "stop" { throw XMLFault(line: line, "told to stop") }
            let listed = attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            events.append("\(line) <\(name)\(listed)>")
        }

        func ended(_ name: String, line: Int) { events.append("\(line) </\(name)>") }

        func found(_ characters: String) { text += characters }
    }

    private func read(_ bytes: [UInt8], encoding: XMLDocument.Encoding? = nil) throws(XMLFault) -> Listener {
        let listener = Listener()
        try XMLDocument.read(bytes, encoding: encoding, follower: listener)
        return listener
    }

    private func fault(_ text: String) -> XMLFault? {
        #expect(throws: XMLFault.self) { try read(Array(text.utf8)) }
    }

    @Test func `elements, attributes and text come in order, with their lines`() throws {
        let listener = try read(
            Array("<?xml version=\"1.0\"?>\n<x:a k=\"1 &lt; 2\" b=''>é<b/>\n<![CDATA[<&>]]></x:a>".utf8))
        #expect(listener.events == ["2 <x:a b= k=1 < 2>", "2 <b>", "2 </b>", "3 </x:a>"])
        #expect(listener.text == "é\n<&>")
    }

    @Test func `a document is read in the encoding it names, or in the one that is known`() throws {
        let latin =
            Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try read(latin).text == "é")
        let untrue = Array("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>é</a>".utf8)
        #expect(try read(untrue, encoding: .utf8).text == "é")
    }

    @Test func `a document longer than the reader takes at once is read whole`() throws {
        let text = String(repeating: "Käse ", count: 600_000)
        #expect(try read(Array("<a>\(text)</a>".utf8)).text == text)
    }

    @Test func `elements may lie deeply in each other`() throws {
        let depth = 100_000
        let text = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        #expect(try read(Array(text.utf8)).events.count == 2 * depth)
    }

    @Test(arguments: [
        "", " ", "text", "<a>", "<a", "<a></b>", "</a>", "<a/><a/>", "<a>&b;</a>", "<a b=1/>",
        "<a b='1' b='2'/>",
        "<a>\u{1}</a>", "<a>]]></a>",
    ])
    func `what is not well-formed is refused`(text: String) {
        #expect(fault(text)?.reason.contains("well-formed") == true)
    }

    @Test func `text that is not UTF-8 is refused`() {
        #expect(throws: XMLFault.self) { try read(Array("<a>".utf8) + [0xFF, 0xC0] + Array("</a>".utf8)) }
        #expect(throws: XMLFault.self) { try read(Array("<a".utf8) + [0xC3] + Array("/>".utf8)) }
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>",
        "<!DOCTYPE a [<!ENTITY % b SYSTEM \"http://localhost/\">%b;]><a/>",
    ])
    func `declarations are refused before anything they mean is read, in any encoding`(text: String) {
        #expect(fault(text)?.reason.contains("declares entities") == true)
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let error = #expect(throws: XMLFault.self) { try read(wide) }
        #expect(error?.reason.contains("declares entities") == true)
    }

    @Test func `a follower ends the reading with its own reason`() {
        let listener = Listener()
        let error = #expect(throws: XMLFault.self) {
            try XMLDocument.read(Array("<a>\n<stop/><b>never</b></c>".utf8), follower: listener)
        }
        #expect(error?.description == "line 2: told to stop")
        #expect(listener.events == ["1 <a>"])
        #expect(listener.text == "\n")
    }

    @Test func `damaged documents are read or refused, never more`() {
        var random = SeededGenerator(seed: 11)
        let whole = Array(
            "<?xml version=\"1.0\"?><a b=\"1\"><!-- c --><d>é &amp; e</d><?f g?><![CDATA[h]]></a>".utf8)
        var refused = 0
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place...)
                default: bytes.insert(contentsOf: whole[..<min(place, whole.count)], at: place)
                }
                if bytes.isEmpty { break }
            }
            do throws(XMLFault) { _ = try read(bytes) } catch { refused += 1 }
        }
        #expect((1_000..<2_000).contains(refused))
    }
}
