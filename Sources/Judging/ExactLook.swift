internal import Planograms
package import Retail
package import Synthesis

/// Looks at a rendered store with perfect perception: exact boxes and names, no picture.
package struct ExactLook {
    private let store: Store
    private let scenario: Scenario
    private let labels: StoreLabels
    private let registration: Registration
    private let comparison: ShelfComparison
    private let places: Set<PositionReference>

    /// Throws if the store's camera can't be registered.
    package init(_ store: Store, _ scenario: Scenario) throws {
        self.store = store
        self.scenario = scenario
        labels = StoreLabels(store)
        registration = try Registration(zone: store.zone)
        comparison = ShelfComparison(
            planogram: store.planogram, zone: store.zone.id, catalogue: store.catalogue)
        let (zone, bay) = (store.zone.id, store.planogram.bay)
        places = Set(
            bay.shelves.flatMap { shelf in
                shelf.positions.map {
                    PositionReference(zone: zone, bay: bay.id, shelf: shelf.id, position: $0.id)
                }
            })
    }

    /// What there is to see at `seconds` of the scenario's clock.
    package func look(at seconds: Double) -> ShelfLook {
        guard !scenario.isViewSpoilt(at: seconds) else { return spoiltLook }
        let sightings = labels.labels(scenario, at: seconds).compactMap { label in
            registration.shelfRect(for: label.box).map { place in
                var sighting = Sighting(
                    objectClass: label.objectClass, place: place, confidence: 0.99,
                    identification: label.entry.map(identification))
                if label.objectClass == .product {
                    sighting.depthMM = label.depthMM
                    sighting.orientation = label.posture.orientation
                }
                return sighting
            }
        }
        var circumstances = ShelfComparison.Circumstances()
        circumstances.hidden = comparison.regions.filter { registration.visibleShare(of: $0) < 0.75 }
        circumstances.tags = .everywhere
        return comparison.look(at: sightings, circumstances)
    }

    /// Down to the SKU, or to the product for one that the catalogue does not hold.
    private func identification(of entry: CatalogueEntry) -> Identification {
        let sure = [0.999, 0.998, 0.997, 0.996, 0.99]
        guard store.catalogue[entry.gtin] != nil else {
            let path = entry.path.ancestor(at: .product)
            return Identification(path: path, probabilities: Array(sure.prefix(path.names.count)), gtin: nil)
        }
        return Identification(path: entry.path, probabilities: sure, gtin: entry.gtin)
    }

    /// The view guard's word, and nothing of the shelf.
    private var spoiltLook: ShelfLook {
        let bay = store.planogram.bay
        let finding = Finding(
            kind: .viewChanged, place: .view(zone: store.zone.id, bay: bay.id),
            expected: nil,
            expectedFacings: 0, facingsFound: 0, confidence: 1,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: bay.widthMM, heightMM: bay.heightMM))
        return ShelfLook(
            zone: store.zone.id, findings: [finding], observed: [], unobserved: places,
            figures: ZoneFigures(
                onShelfAvailability: nil, facingsPlanned: 0, facingsFound: 0, compliance: nil,
                observedShare: 0))
    }
}
