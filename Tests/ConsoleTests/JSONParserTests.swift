import Console
import Foundation
import TestSupport
import Testing

struct JSONParserTests {
    private func value(_ text: String) throws -> Console.JSONValue {
        try JSONParser.value(of: Array(text.utf8))
    }

    @Test("what is JSON is read")
    func good() throws {
        #expect(
            try value(#" {"a": [1, -2.5e1, true, false, null], "b": {"ü": "x\n\u00e9\ud83d\ude00\/"}} "#)
                == .object([
                    "a": .list([.number(1), .number(-25), .bool(true), .bool(false), .null]),
                    "b": .object(["ü": .text("x\né😀/")]),
                ]))
        #expect(try value("0") == .number(0))
        #expect(try value("[]") == .list([]))
        #expect(try value(#""""#) == .text(""))
    }

    @Test(
        "what is not, or could be understood in two ways, is refused",
        arguments: [
            "", " ", "{", "}", "[", "[1,]", "[1 2]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "01",
            "1.", ".5", "+1",
            "-", "1e", "1e999", "-1e999", "NaN", "Infinity", "tru", "nul", "True", "\"", "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u+123\"", "\"a\nb\"", "\"a\tb\"", "1 2",
            "{}{}", "[1]x",
            "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "{\"a\":1,\"\\u0061\":2}", "// x\n1", "/**/1",
            "\u{feff}1",
            "[" + String(repeating: "[", count: 40) + String(repeating: "]", count: 41), "1\u{0}",
        ])
    func bad(text: String) {
        #expect(throws: JSONParser.Fault.self) { try value(text) }
    }

    @Test("a fault says where it is")
    func place() throws {
        let fault = #expect(throws: JSONParser.Fault.self) { try value(#"{"zones": [{"id": 1, "id": 2}]}"#) }
        #expect(fault?.path == "zones[0].id")
        #expect(fault?.reason.hasPrefix("stands here twice") == true)
    }

    @Test("bytes that are no UTF-8 are refused")
    func bytes() {
        for bytes: [UInt8] in [
            [0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0xfe],
        ] {
            #expect(throws: JSONParser.Fault.self) { try JSONParser.value(of: bytes) }
        }
    }

    @Test("any bytes are either refused, or read as another reader reads them")
    func fuzz() throws {
        let samples = [
            #"{"id": "snacks", "corners": [[1, 2.5], [3e2, -4]], "bay": null, "x": {"y": [true, false]}}"#,
            #"[{"a": "é\u00e9\n"}, 1.5, [], {}, ""]"#,
        ].map { Array($0.utf8) }
        let letters = Array("{}[]\",:0123456789.eE+-\\utfn al".utf8)
        var random = SeededGenerator(seed: 9)
        var read = 0
        for round in 0..<6000 {
            var bytes = samples[round % samples.count]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: at)
                case 1: bytes.insert(letters.randomElement(using: &random) ?? 0, at: at)
                default:
                    bytes[at] =
                        Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random) : letters[round % letters.count]
                }
            }
            guard let value = try? JSONParser.value(of: bytes) else { continue }
            read += 1
            let other = try JSONDecoder().decode(TestSupport.JSONValue.self, from: Data(bytes))
            #expect(same(value, other), "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(read > 100)
    }

    private func same(_ left: Console.JSONValue, _ right: TestSupport.JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.number(let one), _): one == right.number
        case (.text(let one), .text(let other)): one == other
        case (.list(let some), .array(let others)):
            some.count == others.count && zip(some, others).allSatisfy(same)
        case (.object(let some), .object(let others)):
            some.count == others.count
                && some.allSatisfy { key, value in others[key].map { same(value, $0) } ?? false }
        default: false
        }
    }
}
