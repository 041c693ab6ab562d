internal import Console
internal import Records
internal import Retail

extension ApplianceHost {
    func figures(_ query: FigureQuery) async throws(HostFault) -> [FigureCard] {
        let figures = try running().figures
        return try await fault { () async throws in
            try await figures.series(
                zone: query.zone, from: query.from, to: query.to, step: query.step.seconds
            ).map(FigureCard.init)
        }
    }

    func skuFigures(_ query: FigureQuery, gtin: String?) async throws(HostFault) -> [SKUFigureCard] {
        let running = try running()
        var key: GTIN?
        if let gtin {
            guard let known = try? GTIN(gtin) else {
                throw .invalid(
                    "no such product",
                    fields: [FieldProblem(path: "gtin", reason: "\"\(gtin)\" is no GTIN")])
            }
            key = known
        }
        let (figures, naming, wanted) = (running.figures, running.naming, key)
        return try await fault { () async throws in
            try await figures.skuSeries(
                zone: query.zone, gtin: wanted, from: query.from, to: query.to, step: query.step.seconds
            ).map { point in
                SKUFigureCard(
                    zone: point.zone, gtin: "\(point.gtin)", name: naming.product(point.gtin).name,
                    time: UTCTime(seconds: point.start).description, seconds: point.seconds,
                    onShelfAvailability: point.onShelfAvailability, facingsPlanned: point.facingsPlanned,
                    facingsFound: point.facingsFound)
            }
        }
    }

    /// What is below fails in its own words.
    func fault<Value: Sendable>(
        _ work: () async throws -> Value
    ) async throws(HostFault) -> Value {
        do {
            return try await work()
        } catch let error as HostFault {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
