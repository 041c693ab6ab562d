package import Console
internal import Foundation
internal import Synchronization

extension PretendHost {
    /// For how long figures go back.
    private static let past = 14 * 86_400.0

    /// A day's rise and fall, the same at each call.
    private func wave(_ time: Double, _ name: String) -> Double {
        let phase = Double(name.utf8.reduce(0) { $0 + Int($1) } % 7)
        return 0.5 + 0.5 * sin(time / 86_400 * 2 * .pi + phase) * cos(time / 250_000 + phase)
    }

    func figure(zone: String, at time: Double, seconds: Double?) -> FigureCard {
        let level = wave(time, zone)
        let planned = Double((store.bays[zone]?.slots ?? []).reduce(0) { $0 + $1.facings })
        return FigureCard(
            zone: zone, time: text(time), seconds: seconds, onShelfAvailability: 0.86 + 0.13 * level,
            facingsPlanned: planned, facingsFound: (planned * (0.84 + 0.14 * level)).rounded(),
            compliance: 0.78 + 0.2 * level,
            components: .init(
                presence: 0.86 + 0.13 * level, shelf: 0.95, position: 0.9 + 0.05 * level,
                facings: 0.84 + 0.14 * level, order: 0.97),
            observedShare: 0.93 + 0.05 * level,
            shareOfShelf: [
                "Northfield": 0.31, "Alba & Sons": 0.24, "Müller's": 0.2, "=SUM": 0.1, "Rio": 0.15,
            ])
    }

    package func figures(_ query: FigureQuery) async throws(HostFault) -> [FigureCard] {
        let zones = state.withLock { $0.zones.map(\.id) }
        if let zone = query.zone, !zones.contains(zone) { throw .notFound("There is no zone \(zone).") }
        return times(query).flatMap { time in
            zones.filter { $0 == query.zone ?? $0 }.map {
                figure(zone: $0, at: time, seconds: query.step.seconds)
            }
        }
    }

    package func skuFigures(_ query: FigureQuery, gtin: String?) async throws(HostFault) -> [SKUFigureCard] {
        let zones = state.withLock { $0.zones.map(\.id) }
        if let zone = query.zone, !zones.contains(zone) { throw .notFound("There is no zone \(zone).") }
        return times(query).flatMap { time in
            zones.filter { $0 == query.zone ?? $0 }.flatMap { zone in
                (store.bays[zone]?.slots ?? []).filter { $0.product.gtin == gtin ?? $0.product.gtin }.map {
                    slot in
                    let level = wave(time, zone + slot.position)
                    return SKUFigureCard(
                        zone: zone, gtin: slot.product.gtin, name: slot.product.name, time: text(time),
                        seconds: query.step.seconds, onShelfAvailability: min(1, 0.7 + 0.4 * level),
                        facingsPlanned: Double(slot.facings),
                        facingsFound: (Double(slot.facings) * min(1, 0.7 + 0.4 * level)).rounded())
                }
            }
        }
    }

    private func times(_ query: FigureQuery) -> [Double] {
        let step = query.step.seconds
        let from = (max(query.from, now() - Self.past) / step).rounded(.up) * step
        return Array(stride(from: from, to: min(query.to, now()), by: step))
    }
}
