import ConsoleSupport
import Retail
import TestSupport
import Testing

struct FigureTableTests {
    @Test("a product's name can't become a formula in a spreadsheet")
    func formulas() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let answer = try await admin.ask(
                "GET", "/api/v1/figures/skus?step=day&zone=snacks", headers: ["Accept": "text/csv"])
            #expect(answer["Content-Type"] == "text/csv; charset=utf-8")
            let rows = try CSVText.rows(of: answer.text)
            let header = try #require(rows.first?.fields)
            #expect(
                header == [
                    "zone", "gtin", "name", "time", "seconds", "on_shelf_availability", "facings_planned",
                    "facings_found",
                ])
            let names = rows.dropFirst().map { $0.fields[2] }
            #expect(names.contains { $0.hasPrefix("'=SUM") })
            #expect(!names.contains { "=+-@".contains($0.first ?? " ") })
            #expect(rows.allSatisfy { $0.fields.count == header.count })
        }
    }

    @Test("figures come as JSON, or as CSV when that is asked for")
    func forms() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let json = try JSONValue(try await admin.ask("GET", "/api/v1/figures?step=day").body)
            #expect(json["step"]?.text == "day")
            #expect((json["points"]?.array?.count ?? 0) > 20)
            let csv = try await admin.ask("GET", "/api/v1/figures?step=day&format=csv")
            #expect(try CSVText.rows(of: csv.text).count == (json["points"]?.array?.count ?? 0) + 1)
        }
    }

    @Test(
        "times and steps that make no sense are refused with the field",
        arguments: [
            ("from=yesterday", "from"), ("to=2026-13-01T00:00:00Z", "to"), ("step=minute", "step"),
            ("step=", "step"),
            ("from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z", "from"), ("colour=red", "colour"),
            ("step=5min&from=2020-01-01T00:00:00Z", "from"), ("step=day&step=hour", "step"),
            ("format=xls", "format"),
        ])
    func faults(query: String, field: String) async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let answer = try await admin.ask("GET", "/api/v1/figures?\(query)")
            #expect(answer.status == 400 || (answer.status == 422 && field == "from"))
            let fields = try JSONValue(answer.body)["fields"]?.array
            #expect(fields?.first?["path"]?.text == field)
        }
    }

    @Test("a list that grows is read page by page, each item once")
    func pages() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            for path in ["/api/v1/deviations", "/api/v1/settings/history", "/api/v1/audit"] {
                var cursor: String?
                var items: [JSONValue] = []
                repeat {
                    let more = cursor.map { "&cursor=\($0)" } ?? ""
                    let page = try JSONValue(try await admin.ask("GET", "\(path)?limit=1\(more)").body)
                    let part = page["items"]?.array ?? []
                    #expect(part.count == 1)
                    items += part
                    cursor = page["next_cursor"]?.text
                } while cursor != nil && items.count < 50
                #expect(Set(items).count == items.count)
                let all = try JSONValue(try await admin.ask("GET", "\(path)?limit=200").body)
                #expect(all["items"]?.array == items)
            }
        }
    }
}
