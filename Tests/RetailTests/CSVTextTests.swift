import Retail
import Testing

struct CSVTextTests {
    @Test func `fields may be quoted and hold commas, quotes and line ends`() throws {
        let rows = try CSVText.rows(of: "a,\"b, c\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",2,\r\n")
        #expect(rows.map(\.fields) == [["a", "b, c", "say \"hi\""], ["two\nlines", "2", ""]])
        #expect(rows.map(\.line) == [1, 2])
    }

    @Test func `a byte order mark, empty lines and a missing last line end are no matter`() throws {
        let rows = try CSVText.rows(of: "\u{FEFF}a,b\n\n\n1,2")
        #expect(rows.map(\.fields) == [["a", "b"], ["1", "2"]])
        #expect(rows.map(\.line) == [1, 4])
        #expect(try CSVText.rows(of: "").isEmpty)
    }

    @Test func `another separator stands between fields, and commas are letters then`() throws {
        let rows = try CSVText.rows(of: "a;1,5;\"x;y\"\n", separator: ";")
        #expect(rows.map(\.fields) == [["a", "1,5", "x;y"]])
    }

    @Test func `a quote that is not closed is refused with its line`() {
        #expect(throws: CSVError.openQuote(line: 2)) { try CSVText.rows(of: "a,b\n1,\"2\n3\n") }
    }
}
