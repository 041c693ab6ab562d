internal import Planograms
internal import Retail

/// How well the point pairs of one zone agree.
package struct RegistrationReport: Hashable, Sendable, CustomStringConvertible {
    package let zone: String
    package let residualsMM: [Double]

    package var description: String {
        guard residualsMM.count > 4,
            let worst = residualsMM.indices.max(by: { residualsMM[$0] < residualsMM[$1] })
        else {
            return "zone \(zone): four points, which agree in any case: more would show how well they fit"
        }
        func text(_ millimetres: Double) -> String { "\((millimetres * 10).rounded() / 10) mm" }
        let median = residualsMM.sorted()[residualsMM.count / 2]
        return "zone \(zone): \(residualsMM.count) points, off by \(text(median)) in the median, "
            + "at most by \(text(residualsMM[worst])) (point \(worst + 1))"
    }
}

extension Settings {
    /// The registrations of all zones; throws with every one that can't be used.
    package func registrations() throws(ApplianceError) -> [RegistrationReport] {
        let faults = registrationFaults()
        if !faults.isEmpty { throw ApplianceError(faults.map(\.reason).joined(separator: "\n")) }
        return zones.compactMap { zone in
            // None of them throws: there are no faults.
            (try? Self.registration(zone)).map {
                RegistrationReport(zone: zone.id, residualsMM: $0.residualsMM)
            }
        }
    }

    /// The zones, by their numbers, whose registration can't be used, and why.
    func registrationFaults() -> [(zone: Int, reason: String)] {
        zones.enumerated().compactMap { number, zone in
            do throws(PlanogramError) {
                _ = try Self.registration(zone)
                return nil
            } catch {
                return (number, "\(error)")
            }
        }
    }

    private static func registration(_ zone: Zone) throws(PlanogramError) -> Registration {
        // Corners agree with any bay that has some size; its real one comes with the planogram.
        try Registration(zone: zone.placed(in: Bay(id: zone.id, widthMM: 1000, heightMM: 1000, shelves: [])))
    }
}
