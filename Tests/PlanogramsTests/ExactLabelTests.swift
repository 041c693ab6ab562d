import Planograms
import Retail
import TestSupport
import Testing

/// How well every kind is found when perception makes no mistake, several faults to a shelf.
struct ExactLabelTests {
    private struct Count {
        var right = 0
        var wrong = 0
        var missed = 0
        var precision: Double { Double(right) / Double(right + wrong) }
        var recall: Double { Double(right) / Double(right + missed) }
    }

    /// Neighbours of what a fault touches, and all of its row: two faults there may be one of another kind.
    private func surroundings(of fault: InjectedFault, on shelf: RandomShelf) -> Set<Int> {
        let rows = Set(fault.touched.map { shelf.places[$0].row })
        let shelves = Set(fault.touched.map { shelf.places[$0].shelf })
        return Set(
            shelf.places.indices.filter {
                rows.contains(shelf.places[$0].row) || shelves.contains(shelf.places[$0].shelf)
            })
    }

    @Test func `precision and recall of every kind are 0.995 and more on exact labels`() throws {
        var counts: [DeviationKind: Count] = [:]
        var mistakes: [String] = []
        for seed in 0..<UInt64(1200) {
            var shelf = try RandomShelf(seed: 10_000 + seed)
            var avoiding: Set<Int> = []
            var expected: Set<Answer> = []
            var either: [Set<Answer>] = []
            let ways = InjectedFault.Way.allCases
            for step in 0..<3 {
                let way = ways[(Int(seed) + step * 5) % ways.count]
                guard
                    let fault = InjectedFault(
                        way, on: &shelf, avoiding: avoiding, seed: seed * 3 + UInt64(step))
                else { continue }
                avoiding.formUnion(surroundings(of: fault, on: shelf))
                // Some faults may be told at either of two positions.
                if fault.answers.count > 1 {
                    either.append(fault.answers.reduce([]) { $0.union($1) })
                } else {
                    expected.formUnion(fault.answers[0])
                }
            }
            var random = SeededGenerator(seed: seed)
            let look = shelf.look(at: shelf.sightings(jitterMM: 5, using: &random))
            var found = Set(look.findings.map { Answer(kind: $0.kind, position: $0.place.position) })
            for pair in either {
                guard let kind = pair.first?.kind else { continue }
                if let answer = pair.first(where: found.contains) {
                    counts[kind, default: Count()].right += 1
                    found.remove(answer)
                } else {
                    counts[kind, default: Count()].missed += 1
                }
            }
            for answer in expected {
                if found.remove(answer) != nil {
                    counts[answer.kind, default: Count()].right += 1
                } else {
                    counts[answer.kind, default: Count()].missed += 1
                }
            }
            for answer in found {
                counts[answer.kind, default: Count()].wrong += 1
                mistakes.append("seed \(seed): \(answer) beside \(expected) \(either)")
            }
        }
        // Those that need more than one look are no business of a comparison.
        for kind in DeviationKind.allCases where ![.viewChanged, .planogramOutdated].contains(kind) {
            let count = counts[kind] ?? Count()
            #expect(count.right + count.missed >= 100, "\(kind): \(count)")
            #expect(count.precision >= 0.995 && count.recall >= 0.995, "\(kind): \(count) \(mistakes)")
        }
    }
}
