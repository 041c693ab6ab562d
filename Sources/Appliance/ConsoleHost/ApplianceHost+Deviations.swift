internal import Console
internal import Foundation
internal import Logging
internal import Messaging
internal import Records
internal import Retail

extension ApplianceHost {
    func deviations(_ filter: DeviationFilter) async throws(HostFault) -> DeviationPage {
        let running = try running()
        let wanted = try Wanted(filter)
        let naming = running.naming
        var found: [(order: (Double, String), card: DeviationCard)] = []
        if filter.state != .closed {
            for (deviation, camera) in await running.open() where wanted.takes(deviation) {
                found.append(
                    ((deviation.since, deviation.id), DeviationCard(deviation, camera: camera, naming)))
            }
        }
        if filter.state != .open, let archive = running.archive {
            let open = Set(found.map(\.order.1))
            let closed = try await fault { () async throws in
                try await archive.deviations(wanted.archived, limit: filter.limit + 1)
            }
            for item in closed where !open.contains(item.deviation.id) {
                found.append(
                    (
                        (item.deviation.since, item.deviation.id),
                        DeviationCard(item.deviation, camera: item.camera, closed: item.closed, naming)
                    ))
            }
        }
        found.sort { $0.order > $1.order }
        let page = found.prefix(filter.limit)
        let next = found.count > filter.limit ? page.last.map { "\($0.order.0)~\($0.order.1)" } : nil
        return DeviationPage(items: page.map(\.card), nextCursor: next)
    }

    func deviation(_ id: String) async throws(HostFault) -> DeviationCard {
        let (deviation, camera, closed) = try await found(id)
        return DeviationCard(deviation, camera: camera, closed: closed, try running().naming)
    }

    func picture(ofDeviation id: String) async throws(HostFault) -> HostPicture {
        let (deviation, _, _) = try await found(id)
        guard let name = deviation.picture, let folder = try running().settings.evidencePath,
            // Names are the appliance's own; a file that is no picture in this folder is none of them.
            !name.contains("/"), let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
        else { throw .notFound("there is no picture of this deviation") }
        return HostPicture(
            jpeg: [UInt8](data), capturedAt: deviation.since, cameraSize: PictureSize(width: 0, height: 0))
    }

    func acknowledge(_ id: String, by user: String) async throws(HostFault) -> DeviationCard {
        try await act(.acknowledge(id), on: id)
        logger.info("deviation acknowledged", metadata: ["deviation": "\(id)", "by": "\(user)"])
        return try await deviation(id)
    }

    func suppress(_ id: String, until: Double, by user: String) async throws(HostFault) {
        guard until > Date().timeIntervalSince1970 else {
            throw .invalid(
                "this time is over",
                fields: [FieldProblem(path: "until", reason: "expected a time that is to come")])
        }
        try await act(.suppress(id, until: until), on: id)
        logger.info("deviation suppressed", metadata: ["deviation": "\(id)", "by": "\(user)"])
    }

    /// Returns when what was decided is written.
    private func act(_ demand: ApplianceRequest.Demand, on id: String) async throws(HostFault) {
        for look in try running().looks.values {
            let (answers, feed) = AsyncStream<LedgerTrouble?>.makeStream()
            let isDone = await look.act(on: demand, at: Date().timeIntervalSince1970) { trouble in
                feed.yield(trouble)
                feed.finish()
            }
            guard isDone else { continue }
            for await trouble in answers {
                if let trouble {
                    throw .unavailable("it is done, but would not outlive a restart: \(trouble)")
                }
            }
            return
        }
        throw .notFound("no deviation \"\(id)\" is open")
    }

    private func found(
        _ id: String
    ) async throws(HostFault) -> (deviation: Deviation, camera: String, closed: Double?) {
        let running = try running()
        if let open = await running.open().first(where: { $0.deviation.id == id }) {
            return (open.deviation, open.camera, nil)
        }
        if let archive = running.archive {
            let closed = try await fault { () async throws in try await archive.deviation(id) }
            if let closed { return (closed.deviation, closed.camera, closed.closed) }
        }
        throw .notFound("there is no deviation \"\(id)\"")
    }
}

/// A filter that has been read.
private struct Wanted {
    var archived = DeviationArchive.Filter()

    init(_ filter: DeviationFilter) throws(HostFault) {
        archived.zone = filter.zone
        archived.kind = try Self.word(filter.kind, "kind")
        archived.severity = try Self.word(filter.severity, "severity")
        archived.from = filter.from
        archived.to = filter.to
        if let cursor = filter.cursor {
            let parts = cursor.split(separator: "~", maxSplits: 1)
            guard parts.count == 2, let since = Double(parts[0]) else {
                throw .invalid(
                    "no such page",
                    fields: [FieldProblem(path: "cursor", reason: "give the next_cursor of a page")])
            }
            archived.after = (since, String(parts[1]))
        }
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String?, _ path: String
    ) throws(HostFault) -> Word? where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(
                "no such \(path)", fields: [FieldProblem(path: path, reason: "expected one of \(known)")])
        }
        return word
    }

    func takes(_ deviation: Deviation) -> Bool {
        (archived.zone.map { $0 == deviation.finding.place.zone } ?? true)
            && (archived.kind.map { $0 == deviation.finding.kind } ?? true)
            && (archived.severity.map { $0 == deviation.severity } ?? true)
            && (archived.from.map { deviation.since >= $0 } ?? true)
            && (archived.to.map { deviation.since < $0 } ?? true)
            && (archived.after.map { (deviation.since, deviation.id) < $0 } ?? true)
    }
}
