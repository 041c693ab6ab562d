internal import Monitoring
internal import Retail

/// The part of the settings file that says when a deviation is told.
extension SettingsReader {
    mutating func monitoring(_ key: String) -> MonitorSettings {
        var settings = MonitorSettings()
        settings.delaySeconds = 30
        guard var part = part(key) else { return settings }
        settings.evidence.falseAlarmRate = part.number(
            "false_alarm_rate", in: 1e-9...0.2, default: settings.evidence.falseAlarmRate)
        settings.evidence.missRate = part.number(
            "miss_rate", in: 1e-9...0.2, default: settings.evidence.missRate)
        settings.evidence.correlation = part.number(
            "correlation", in: 0...0.99, default: settings.evidence.correlation)
        settings.evidence.correlationSeconds = part.number(
            "correlation_seconds", in: 0.001...86400, default: settings.evidence.correlationSeconds)
        settings.delaySeconds = part.number(
            "confirm_after_seconds", in: 0...86400, default: settings.delaySeconds)
        settings.delays = part.delays("confirm_after", default: settings.delaySeconds)
        settings.outdatedShare = part.number(
            "outdated_share", in: 0.1...1, default: settings.outdatedShare)
        let timeZone = part.text("time_zone", default: "GMT")
        settings.hours = part.times("open", timeZone: timeZone) ?? .always
        settings.restocking = part.times("restocking", timeZone: timeZone) ?? .never
        adopt(part.finish())
        return settings
    }

    /// Seconds by kind of deviation.
    private mutating func delays(_ key: String, default fallback: Double) -> [DeviationKind: Double] {
        guard var part = part(key) else { return [:] }
        var delays: [DeviationKind: Double] = [:]
        for kind in DeviationKind.allCases where part.contains(kind.rawValue) {
            delays[kind] = part.number(kind.rawValue, in: 0...86400, default: fallback)
        }
        adopt(part.finish(known: DeviationKind.allCases.map(\.rawValue)))
        return delays
    }

    /// Spans of the days of the week, `nil` if the key is not there; a day that is not named has none.
    private mutating func times(_ key: String, timeZone: String) -> WeeklyTimes? {
        guard var part = part(key) else { return nil }
        let names = WeeklyTimes.Weekday.allCases.map { "\($0)" }
        var spans: [WeeklyTimes.Weekday: [WeeklyTimes.Span]] = [:]
        for day in WeeklyTimes.Weekday.allCases where part.contains("\(day)") {
            spans[day] = part.texts("\(day)").compactMap { text in
                let span = WeeklyTimes.Span(text)
                if span == nil { part.report("\(day)", "\"\(text)\": expected spans as 08:00-20:00") }
                return span
            }
        }
        adopt(part.finish(known: names))
        let times = WeeklyTimes(spans, timeZone: timeZone)
        if times == nil {
            report("time_zone", "no time zone is called \"\(timeZone)\": expected one as Europe/Berlin")
        }
        return times
    }
}
