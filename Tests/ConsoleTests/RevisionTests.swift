import ConsoleSupport
import TestSupport
import Testing

struct RevisionTests {
    private static let zone =
        #"{"id": "nuts", "camera": "aisle-1", "planogram": "plan-snacks", "bay": "bay-1", "picture_size": "#
        + #"{"width": 1280, "height": 960}, "corners": [[1, 900], [900, 900], [900, 1], [1, 1]]}"#

    @Test("a zone is saved over the revision that was seen, and over no other")
    func saving() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let tag = try #require(try await admin.ask("GET", "/api/v1/zones")["ETag"])
            let without = try await admin.ask("PUT", "/api/v1/zones/nuts", json: Self.zone)
            #expect(without.status == 428)
            let saved = try await admin.ask(
                "PUT", "/api/v1/zones/nuts", headers: ["If-Match": tag], json: Self.zone)
            #expect(saved.status == 200)
            let next = try #require(saved["ETag"])
            #expect(next != tag)
            let late = try await admin.ask(
                "PUT", "/api/v1/zones/nuts", headers: ["If-Match": tag], json: Self.zone)
            #expect(late.status == 412)
            #expect(late.member("revision").map { "\"\($0)\"" } == next)
            let gone = try await admin.ask("DELETE", "/api/v1/zones/nuts", headers: ["If-Match": next])
            #expect(gone.status == 200)
            #expect(!gone.text.contains("nuts\""))
        }
    }

    @Test("of two who save at once over one revision, one is told")
    func atOnce() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let tag = try #require(try await admin.ask("GET", "/api/v1/settings")["ETag"])
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        try await admin.ask(
                            "PUT", "/api/v1/settings", headers: ["If-Match": tag],
                            json: #"{"yaml": "store: number-\#(number)\n"}"#
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 412, 412, 412])
        }
    }

    @Test(
        "what has not changed is not sent again",
        arguments: [
            "/", "/api/v1/zones", "/api/v1/cameras", "/api/v1/cameras/aisle-1/picture?width=200",
            "/api/v1/planograms",
            "/api/v1/settings/schema", "/api/v1/deviations", "/api/v1/openapi.json",
        ])
    func unchanged(path: String) async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let first = try await admin.ask("GET", path)
            let tag = try #require(first["ETag"])
            #expect(first.status == 200)
            let again = try await admin.ask("GET", path, headers: ["If-None-Match": "\"other\", W/\(tag)"])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
            #expect(again["ETag"] == tag)
            #expect(try await admin.ask("GET", path, headers: ["If-None-Match": "\"other\""]).status == 200)
            let head = try await admin.ask("HEAD", path)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["Content-Length"] == "\(first.body.count)")
        }
    }

    @Test(
        "what is wrong with a zone is told where it is",
        arguments: [
            (#"{"id": "nuts"}"#, "camera"), (#"{"id": 3}"#, "id"), ("[]", ""), ("{", ""),
            (
                #"{"id": "a", "camera": "b", "planogram": "c", "picture_size": {"width": 0, "height": 1}}"#,
                "picture_size.width"
            ),
            (
                #"{"id": "a", "camera": "b", "planogram": "c", "picture_size": {"width": 9, "height": 9}, "outline": [[1, 2], [3]]}"#,
                "outline[1]"
            ),
            (
                #"{"id": "a", "camera": "b", "planogram": "c", "picture_size": {"width": 9, "height": 9}, "points": [{"pixel": [1, 2], "mm": [1, "2"]}]}"#,
                "points[0].mm[1]"
            ),
            (
                #"{"id": "a", "camera": "b", "planogram": "c", "picture_size": {"width": 9, "height": 9}, "colour": 1}"#,
                "colour"
            ),
            (
                #"{"id": "a", "camera": "b", "planogram": "c", "picture_size": {"width": 9, "height": 9}, "follow_share": 2}"#,
                "follow_share"
            ),
        ])
    func faults(json: String, path: String) async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let answer = try await admin.ask("POST", "/api/v1/zones/check", json: json)
            #expect(answer.status == 400)
            let fields = try JSONValue(answer.body)["fields"]?.array
            #expect(fields?.first?["path"]?.text == path)
        }
    }

    @Test("a zone goes out as it came in")
    func roundTrip() async throws {
        try await ServedConsole.run { console in
            let admin = try await console.admin()
            let tag = try #require(try await admin.ask("GET", "/api/v1/zones")["ETag"])
            let json =
                #"{"bay":"bay-1","camera":"aisle-2","corners":[],"follow_share":0.1,"id":"z","masks":[{"kind":"privacy","#
                + #""outline":[[1,2],[3,4],[5,6.5]]}],"max_residual_mm":9,"outline":[[0,0],[9,0],[9,9]],"picture_size":"#
                + #"{"height":960,"width":1280},"planogram":"plan-drinks","points":[{"mm":[0,0],"pixel":[1,2]},"#
                + #"{"mm":[1000,0],"pixel":[90,2]},{"mm":[1000,1500],"pixel":[90,95]},{"mm":[0,1500],"pixel":[1,95]}],"#
                + #""price_tags":"required"}"#
            let saved = try await admin.ask("PUT", "/api/v1/zones/z", headers: ["If-Match": tag], json: json)
            let zones = try JSONValue(saved.body)["zones"]?.array
            #expect(zones?.last == (try JSONValue(Array(json.utf8))))
        }
    }
}
