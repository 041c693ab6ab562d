import Appliance
import Capture
import Foundation
import Monitoring
import Retail
import TestSupport
import Testing

struct SettingsTests {
    private static let smallest = """
        store: store-1
        device: shelf-1
        models: {detector: d.onnx, embedder: /models/e.onnx}
        catalogue: store.catalogue
        planograms: [bay.json]
        cameras:
          - id: aisle
            v4l2: {device: /dev/video0}
        mqtt: {host: broker.local}
        """

    private func problems(of text: String) -> [String] {
        do {
            _ = try Settings.parse(text, path: "gondola.yaml", folder: "/etc/gondola")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `the smallest file gives the documented defaults`() throws {
        let settings = try Settings.parse(Self.smallest, path: "gondola.yaml", folder: "/etc/gondola")
        #expect(settings.mqtt.port == 1883 && settings.mqtt.keepAliveSeconds == 30)
        #expect(
            settings.monitoring.delaySeconds == 30 && settings.monitoring.evidence.falseAlarmRate == 0.001)
        #expect(settings.monitoring.hours == .always && settings.figures == nil)
        #expect(settings.cameras[0].intervalSeconds == 1)
        #expect(
            settings.cameras[0].source
                == .v4l2(
                    devicePath: "/dev/video0", size: PixelSize(width: 1920, height: 1080), framesPerSecond: 5)
        )
        #expect(settings.zones.isEmpty && settings.statePath == nil)
    }

    @Test func `a camera in the network and a recording are read`() throws {
        let text =
            Self.smallest.replacingOccurrences(
                of: "v4l2: {device: /dev/video0}",
                with:
                    "http: {url: 'https://cam/s?a=b', username: shop, password_file: pw, frames_per_second: 2}"
            )
            + "\nrecording: {folder: frames}"
        let settings = try Settings.parse(text, path: "gondola.yaml", folder: "/etc/gondola")
        #expect(
            settings.cameras[0].source
                == .http(
                    HTTPRequest(
                        url: "https://cam/s?a=b", username: "shop", passwordPath: "/etc/gondola/pw",
                        framesPerSecond: 2)))
        #expect(settings.recording?.folder == "/etc/gondola/frames")
        #expect(settings.recording?.limitMegabytes == 1000)
    }

    @Test func `cameras can be put into a group that takes turns`() throws {
        let text = Self.smallest.replacingOccurrences(
            of: "/dev/video0}", with: "/dev/video0, turn_group: hub-1}")
        let settings = try Settings.parse(text, path: "gondola.yaml", folder: "/etc/gondola")
        #expect(
            settings.cameras[0].source
                == .v4l2(
                    devicePath: "/dev/video0", size: PixelSize(width: 1920, height: 1080), framesPerSecond: 5,
                    turnGroup: "hub-1"))
    }

    @Test func `relative paths are relative to the file's folder`() throws {
        let settings = try Settings.parse(Self.smallest, path: "gondola.yaml", folder: "/etc/gondola")
        #expect(settings.models.detectorPath == "/etc/gondola/d.onnx")
        #expect(settings.models.embedderPath == "/models/e.onnx")
        #expect(settings.planogramPaths == ["/etc/gondola/bay.json"])
    }

    @Test func `the shipped settings file is without problems and names every key`() throws {
        let path = PythonScript.root.appendingPathComponent("Config/gondola.yaml").path
        let settings = try Settings.read(path: path)
        #expect(settings.zones.count == 1 && settings.zones[0].pointPairs.count == 4)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let schema = try String(
            contentsOf: PythonScript.root.appendingPathComponent("Config/gondola.schema.json"),
            encoding: .utf8)
        let keys = schema.matches(of: /"([a-z0-9_]+)": \{/).map { String($0.output.1) }
            .filter {
                !["properties", "items", "type", "identifier", "pair", "level", "week", "camera", "zone"]
                    .contains($0)
            }
        for key in Set(keys) { #expect(text.contains("\(key):"), "\(key) is not explained") }
    }

    @Test(arguments: [
        ("store: store-1", "store: a/b", "line 1: store: expected at most 64 letters"),
        ("mqtt: {host: broker.local}", "mqtt: {}", "mqtt.host: is missing"),
        ("device: shelf-1", "device: shelf-1\ncolour: red", "line 3: colour: unknown key"),
        (
            "v4l2: {device: /dev/video0}", "v4l2: {device: /dev/video0, width: wide}",
            "cameras[0].v4l2.width: expected"
        ),
        (
            "v4l2: {device: /dev/video0}", "interval_seconds: 2",
            "exactly one of v4l2, http, replay and rendered"
        ),
        (
            "v4l2: {device: /dev/video0}", "http: {url: 'http://shop:pw@cam/'}",
            "cameras[0].http.url: credentials in a URL"
        ),
        ("v4l2: {device: /dev/video0}", "http: {url: 'rtsp://cam/'}", "cameras[0].http.url: expected a URL"),
        (
            "v4l2: {device: /dev/video0}", "v4l2: {device: /dev/video0, turn_group: left hub}",
            "cameras[0].v4l2.turn_group: expected at most 64 letters"
        ),
        ("catalogue: store.catalogue\n", "", "catalogue: is missing"),
        ("planograms: [bay.json]", "planograms: bay.json", "planograms: expected a list"),
        (
            "device: shelf-1",
            "device: shelf-1\nmonitoring: {time_zone: Mars/Base, open: {monday: [\"08:00-20:00\"]}}",
            "monitoring.time_zone: no time zone is called"
        ),
        (
            "device: shelf-1", "device: shelf-1\nmonitoring: {open: {monday: [\"8-20\"]}}",
            "monitoring.open.monday: \"8-20\": expected spans"
        ),
        (
            "device: shelf-1", "device: shelf-1\nmonitoring: {confirm_after: {sold_out: 5}}",
            "monitoring.confirm_after.sold_out: unknown key"
        ),
    ])
    func `a fault is reported with its place`(good: String, bad: String, expected: String) {
        let found = problems(of: Self.smallest.replacingOccurrences(of: good, with: bad))
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test func `a zone needs four points and a camera that exists`() {
        let zone = """

            zones:
              - {id: z, camera: other, planogram: p, picture_size: [10, 10], points: [{pixel: [1, 1], mm: [0, 0]}]}
            """
        let found = problems(of: Self.smallest + zone)
        #expect(found.contains { $0.contains("at least four points") })
        #expect(found.contains { $0.contains("there is no camera \"other\"") })
    }

    private func zone(_ keys: String) throws -> Zone {
        let text =
            Self.smallest
                + """

                zones:
                  - {id: z, camera: aisle, planogram: p, picture_size: [1280, 720], \(keys)}
                """
        let settings = try Settings.parse(text, path: "gondola.yaml", folder: "/etc/gondola")
        return try #require(settings.zones.first)
    }

    private let corners = """
        corners: {lower_left: [1, 9], lower_right: [9, 9], upper_right: [9, 1], upper_left: [1, 1]}
        """

    @Test func `a zone takes corners, a lens and limits`() throws {
        let plain = try zone(corners)
        #expect(plain.corners.map(\.x) == [1, 9, 9, 1] && plain.corners.map(\.y) == [9, 9, 1, 1])
        #expect(plain.residualLimitMM == 15 && plain.followShare == 0.06 && plain.priceTags == .learned)
        #expect(plain.lens == nil)
        let full = try zone(
            corners + ", lens: {camera_matrix: [900, 901, 640, 360], distortion: [1, 2, 3, 4, 5]}, "
                + "max_residual_mm: 8, follow_share: 0, price_tags: required")
        #expect(full.residualLimitMM == 8 && full.followShare == 0 && full.priceTags == .required)
        let lens = try #require(full.lens)
        #expect([lens.focalX, lens.focalY, lens.centerX, lens.centerY] == [900, 901, 640, 360])
        #expect([lens.k1, lens.k2, lens.p1, lens.p2, lens.k3] == [1, 2, 3, 4, 5])
    }

    @Test func `a zone takes an outline and masks`() throws {
        let shape = "[[0, 0], [1280, 0.5], [9, 720]]"
        let points = [PixelPoint(x: 0, y: 0), PixelPoint(x: 1280, y: 0.5), PixelPoint(x: 9, y: 720)]
        let drawn = try zone(
            corners + ", outline: \(shape), masks: [{kind: privacy, outline: \(shape)}, "
                + "{kind: ignore, outline: \(shape)}]")
        #expect(drawn.outline == points)
        #expect(
            drawn.masks
                == [ZoneMask(kind: .privacy, outline: points), ZoneMask(kind: .ignore, outline: points)])
        #expect(try zone(corners).outline.isEmpty && zone(corners).masks.isEmpty)
    }

    @Test(arguments: [
        ("points: []", "zones[0].points: expected at least four points"),
        ("corners: {lower_left: [1, 9]}", "zones[0].corners.lower_right: is missing"),
        (
            "price_tags: sometimes",
            "zones[0]: expected either points, each with pixel and mm, or the four corners"
        ),
        ("price_tags: sometimes", "zones[0].price_tags: expected one of learned, required, ignored"),
        ("lens: {camera_matrix: [0, 1, 2, 3]}", "zones[0].lens.camera_matrix: expected fx, fy, cx, cy"),
        (
            "lens: {camera_matrix: [1, 1, 2, 3], distortion: [1]}",
            "zones[0].lens.distortion: expected 4 to 5 numbers"
        ),
        ("follow_share: 2", "zones[0].follow_share: expected a number from"),
        ("outline: [[0, 0], [1, 1]]", "zones[0].outline: expected at least three points"),
        ("outline: [[0, 0], [1, 1], [2]]", "zones[0].outline[2]: expected a point as [x, y]"),
        ("outline: all", "zones[0].outline: expected a list of points"),
        (
            "outline: [[0, 0], [13, 0], [1, 1]]",
            "zones[0].outline[1]: is outside the picture, which is 12 x 7"
        ),
        (
            "outline: [[0, 0], [5, 5], [5, 0], [0, 5]]",
            "zones[0].outline[2]: the edge from here to point 4 crosses the edge from point 1 to point 2"
        ),
        ("masks: [{outline: [[0, 0], [5, 5], [5, 0]]}]", "zones[0].masks[0]: kind is missing"),
        ("masks: [{kind: privacy}]", "zones[0].masks[0]: outline is missing"),
        (
            "masks: [{kind: secret, outline: [[0, 0], [5, 5], [5, 0]]}]",
            "zones[0].masks[0].kind: expected one of privacy, ignore"
        ),
        (
            "masks: [{kind: ignore, outline: [[0, 0], [5, 5], [5, 8]]}]",
            "zones[0].masks[0].outline[2]: is outside the picture"
        ),
    ])
    func `a fault of a zone is reported with its place`(keys: String, expected: String) {
        let text = "\n" + "zones:\n  - {id: z, camera: aisle, planogram: p, picture_size: [12, 7], \(keys)}"
        let found = problems(of: Self.smallest + text)
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test func `the console is served on this machine, and to others if that is wanted`() throws {
        func console(_ text: String) throws -> Settings.ConsoleAccess? {
            try Settings.parse(Self.smallest + "\n" + text, path: "gondola.yaml", folder: "/etc/gondola")
                .console
        }
        #expect(try console("") == nil)
        let plain = try #require(try console("console: {}"))
        #expect(plain.port == 9800 && plain.remote == nil && plain.folder == nil && plain.hostNames.isEmpty)
        let open = try #require(
            try console("console: {folder: /var/c, remote: {}, host_names: [shelf-1.shop.example, 10.0.0.5]}")
        )
        #expect(open.remote?.address == "0.0.0.0" && open.remote?.port == 9443)
        #expect(open.remote?.tls == .generated && open.hostNames == ["shelf-1.shop.example", "10.0.0.5"])
        let own = try console(
            "console: {folder: c, remote: {address: '::', tls: {cert_file: c.pem, key_file: /k.pem}}}")
        #expect(own?.folder == "/etc/gondola/c")
        #expect(
            own?.remote?.tls == .files(certificatePath: "/etc/gondola/c.pem", keyPath: "/k.pem"))
    }

    @Test(arguments: [
        ("{remote: {}}", "console: folder is missing"),
        ("{folder: c, remote: {address: everywhere}}", "console.remote.address: expected an address"),
        ("{folder: c, remote: {port: 9800}}", "console.remote: its port is the one"),
        (
            "{folder: c, remote: {tls: none}}",
            "console.remote.tls: expected generated, or cert_file and key_file"
        ),
        ("{folder: c, remote: {tls: {cert_file: c}}}", "console.remote.tls.key_file: is missing"),
        ("{host_names: [shelf 1]}", "console.host_names[0]: expected a name of this machine"),
        ("{host_names: shelf}", "console.host_names: expected a list of texts"),
    ])
    func `a fault of the console is reported with its place`(console: String, expected: String) {
        let found = problems(of: Self.smallest + "\nconsole: \(console)")
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test func `severities are taken by kind, and unknown ones refused`() throws {
        let text =
            Self.smallest
            + "\nseverity: {wrong_order: high, few_facings_share: 0.25, top_rank: 5, high_value: 9}"
        let rule = try Settings.parse(text, path: "gondola.yaml", folder: "/etc/gondola").severity
        #expect(rule.kinds[.wrongOrder] == .high && rule.kinds[.outOfStock] == .high)
        #expect(rule.fewShare == 0.25 && rule.topRank == 5 && rule.highValue == 9)
        let found = problems(of: Self.smallest + "\nseverity: {wrong_order: huge, order: low}")
        #expect(found.contains { $0.contains("severity.wrong_order: expected one of low, medium, high") })
        #expect(found.contains { $0.contains("severity.order: unknown key") })
    }

    @Test func `the points of each zone are said to agree, or which one does not`() throws {
        func report(_ x: Double) throws -> [RegistrationReport] {
            let points = [(0.0, 1000.0), (1000, 1000), (1000, 0), (0, 0), (500, 500), (x, 200)]
                .map { "{pixel: [\($0.0 / 2), \(600 - $0.1 / 2)], mm: [\($0.0), \($0.1)]}" }
            let faulty = points.dropLast() + ["{pixel: [150, 500], mm: [\(x), 200]}"]
            let text =
                Self.smallest
                + "\nzones:\n  - {id: z, camera: aisle, planogram: p, picture_size: [800, 600], "
                + "points: [\(faulty.joined(separator: ", "))]}"
            return try Settings.parse(text, path: "gondola.yaml", folder: "/etc/gondola").registrations()
        }
        let good = try report(300)
        #expect(good[0].residualsMM.allSatisfy { $0 < 1e-6 })
        #expect(good[0].description.hasPrefix("zone z: 6 points, off by 0.0 mm in the median"))
        let error = #expect(throws: ApplianceError.self) { try report(380) }
        #expect(error?.description.contains("point pair 6 ") == true)
        #expect(error?.description.contains("80 mm away") == true)
    }

    @Test func `what is no YAML says in which line`() {
        #expect(problems(of: "store: [1,\ndevice: }").contains { $0.hasPrefix("line 2: no valid YAML") })
        #expect(problems(of: "") == ["the file is empty"])
    }

    @Test func `mutated files never crash the reader`() {
        var generator = SeededGenerator(seed: 3)
        let bytes = Array(Self.smallest.utf8)
        for _ in 0..<1000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                mutated[Int.random(in: 0..<mutated.count, using: &generator)] = .random(
                    in: 9...126, using: &generator)
            }
            // Any answer will do, as long as there is one.
            _ = problems(of: String(decoding: mutated, as: UTF8.self))
        }
    }

    @Test func `files may be credentials that systemd hands over`() throws {
        let mqtt =
            "{host: b, username: u, password_file: $CREDENTIALS_DIRECTORY/mqtt-password, ca_file: ca.pem, "
            + "cert_file: /c.pem, key_file: $CREDENTIALS_DIRECTORY/key}"
        let text = Self.smallest.replacingOccurrences(of: "{host: broker.local}", with: mqtt)
        func settings(_ credentials: String?) throws -> Settings.MQTTSettings {
            try Settings.parse(
                text, path: "gondola.yaml", folder: "/etc/gondola", credentials: credentials
            ).mqtt
        }
        let given = try settings("/run/credentials/gondola.service")
        #expect(given.passwordPath == "/run/credentials/gondola.service/mqtt-password")
        #expect(given.keyPath == "/run/credentials/gondola.service/key")
        #expect(given.authorityPath == "/etc/gondola/ca.pem" && given.certificatePath == "/c.pem")
        #expect(try settings(nil).passwordPath == "$CREDENTIALS_DIRECTORY/mqtt-password")
    }
}
