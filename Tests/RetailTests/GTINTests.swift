import Foundation
import Retail
import Testing

struct GTINTests {
    @Test(arguments: [
        ("6291041500213", "06291041500213"), ("4006381333931", "04006381333931"),
        ("036000291452", "00036000291452"),
        ("73513537", "00000073513537"), ("10614141000415", "10614141000415"),
    ])
    func `keys of all lengths are padded to fourteen digits`(text: String, padded: String) throws {
        #expect(try GTIN(text).description == padded)
    }

    @Test(arguments: ["", "123", "40063813339310000", "400638133393x", " 4006381333931", "４００６３８１３３３９３１"])
    func `what is no key is refused`(text: String) {
        #expect(throws: GTINError.malformed(text)) { try GTIN(text) }
    }

    @Test func `a wrong check digit is refused with the right one`() {
        #expect(throws: GTINError.wrongCheckDigit("4006381333930", expected: 1)) { try GTIN("4006381333930") }
    }

    @Test func `padding does not make another key`() throws {
        #expect(try GTIN("036000291452") == GTIN("00036000291452"))
    }

    @Test func `restricted keys are valid and in their order`() throws {
        let keys = [0, 1, 42, 9_999_999_999].map { GTIN(restrictedCirculationItem: $0) }
        for key in keys { #expect(try GTIN(key.description) == key) }
        #expect(keys == keys.sorted())
        #expect(keys.allSatisfy { $0.description.hasPrefix("002") })
    }

    @Test func `JSON holds the digits as text and refuses wrong ones`() throws {
        let data = try JSONEncoder().encode([try GTIN("73513537")])
        #expect(String(decoding: data, as: UTF8.self) == "[\"00000073513537\"]")
        #expect(try JSONDecoder().decode([GTIN].self, from: data) == [GTIN("73513537")])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([GTIN].self, from: Data("[\"73513538\"]".utf8))
        }
    }
}
