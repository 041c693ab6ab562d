internal import Capture
internal import Monitoring
internal import Retail

/// The parts of the settings file, one function each.
extension SettingsReader {
    mutating func logLevel(_ key: String) -> LogLevel {
        let name = text(key, default: "info")
        if let level = LogLevel(rawValue: name) { return level }
        report(key, "expected one of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))")
        return .info
    }

    mutating func models(_ key: String, place: (String) -> String) -> Settings.Models {
        guard var part = part(key) else {
            report(nil, "models is missing: it names the detector and the embedder")
            return Settings.Models(
                detectorPath: "", embedderPath: "", threads: 1, detectorThreshold: 0.35, confidence: 0.6)
        }
        let models = Settings.Models(
            detectorPath: place(part.text("detector")), embedderPath: place(part.text("embedder")),
            threads: part.integer("threads", in: 1...64, default: 1),
            detectorThreshold: part.number("detector_threshold", in: 0.01...0.99, default: 0.35),
            confidence: part.number("confidence", in: 0.05...0.999, default: 0.6))
        adopt(part.finish())
        return models
    }

    mutating func camera(place: (String) -> String) -> CameraSettings {
        let id = identifier("id")
        let interval = number("interval_seconds", in: 0...86400, default: 1)
        let guardsView = flag("guard_view", default: true)
        let lookAgain = number("look_again_seconds", in: 0...86400, default: 10)
        var sources: [CameraSettings.Source] = []
        if var part = part("v4l2") {
            sources.append(
                .v4l2(
                    devicePath: part.text("device"),
                    size: PixelSize(
                        width: part.integer("width", in: 160...7680, default: 1920),
                        height: part.integer("height", in: 120...4320, default: 1080)),
                    framesPerSecond: part.number("frames_per_second", in: 0.1...120, default: 5),
                    controls: part.integers("controls"),
                    turnGroup: part.contains("turn_group") ? part.identifier("turn_group") : nil))
            adopt(part.finish())
        }
        if var part = part("http") {
            sources.append(.http(part.httpRequest(place: place)))
            adopt(part.finish())
        }
        if var part = part("replay") {
            let rate =
                part.contains("frames_per_second")
                ? part.number("frames_per_second", in: 0.01...1000, default: 1) : nil
            sources.append(
                .replay(
                    path: place(part.text("path")), framesPerSecond: rate,
                    isLooping: part.flag("loop", default: false)))
            adopt(part.finish())
        }
        if var part = part("rendered") {
            sources.append(.rendered(storePath: place(part.text("store"))))
            adopt(part.finish())
        }
        if sources.count != 1 { report(nil, "expected exactly one of v4l2, http, replay and rendered") }
        return CameraSettings(
            id: id, source: sources.first ?? .replay(path: "", framesPerSecond: nil, isLooping: false),
            intervalSeconds: interval, guardsView: guardsView, lookAgainSeconds: lookAgain)
    }

    /// A camera in the network.
    private mutating func httpRequest(place: (String) -> String) -> HTTPRequest {
        let url = text("url")
        if contains("url"), !url.isEmpty, let fault = HTTPRequest.fault(inURL: url) { report("url", fault) }
        return HTTPRequest(
            url: url, username: contains("username") ? text("username") : nil,
            passwordPath: contains("password_file") ? place(text("password_file")) : nil,
            authorityPath: contains("ca_file") ? place(text("ca_file")) : nil,
            framesPerSecond: number("frames_per_second", in: 0.01...60, default: 1))
    }

    mutating func recording(_ key: String, place: (String) -> String) -> Settings.RecordingSettings? {
        guard var part = part(key) else { return nil }
        let settings = Settings.RecordingSettings(
            folder: place(part.text("folder")),
            limitMegabytes: part.integer("limit_mb", in: 1...1_000_000, default: 1000))
        adopt(part.finish())
        return settings
    }

    mutating func mqtt(_ key: String, place: (String) -> String) -> Settings.MQTTSettings {
        guard var part = part(key) else {
            report(nil, "mqtt is missing: it names the broker's host")
            return Settings.MQTTSettings(host: "", port: 1883, keepAliveSeconds: 30)
        }
        func file(_ key: String) -> String? { part.contains(key) ? place(part.text(key)) : nil }
        let settings = Settings.MQTTSettings(
            host: part.text("host"), port: part.integer("port", in: 1...65535, default: 1883),
            username: part.contains("username") ? part.text("username") : nil,
            usernamePath: file("username_file"), passwordPath: file("password_file"),
            authorityPath: file("ca_file"), certificatePath: file("cert_file"), keyPath: file("key_file"),
            keepAliveSeconds: part.integer("keepalive_seconds", in: 5...3600, default: 30))
        adopt(part.finish())
        return settings
    }

    mutating func figures(_ key: String, place: (String) -> String) -> Settings.FigureSettings? {
        guard var part = part(key) else { return nil }
        let settings = Settings.FigureSettings(
            path: place(part.text("file")), keepDays: part.integer("keep_days", in: 1...3650, default: 90),
            limitMegabytes: part.integer("limit_mb", in: 1...100_000, default: 200))
        adopt(part.finish())
        return settings
    }

    /// How much each deviation matters.
    mutating func severity(_ key: String) -> SeverityRule {
        var rule = SeverityRule()
        guard var part = part(key) else { return rule }
        for kind in DeviationKind.allCases where part.contains(kind.rawValue) {
            let level = part.word(kind.rawValue, default: Severity.low)
            // Kinds that the rule does not name are low: said or not, it is the same rule.
            if level != .low || rule.kinds[kind] != nil { rule.kinds[kind] = level }
        }
        rule.fewShare = part.number("few_facings_share", in: 0...1, default: rule.fewShare)
        rule.topRank = part.integer("top_rank", in: 0...9999, default: rule.topRank)
        if part.contains("high_value") {
            rule.highValue = part.number("high_value", in: 0...1e9, default: 0)
        }
        adopt(part.finish(known: DeviationKind.allCases.map(\.rawValue)))
        return rule
    }
}
