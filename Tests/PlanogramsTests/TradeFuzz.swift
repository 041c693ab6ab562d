import Planograms
import Retail
import TestSupport
import Testing

/// Damages a good file in many ways and imports each.
struct TradeFuzz {
    let seed: UInt64
    let rounds: Int

    /// How many damaged files were still read, and how many refused.
    ///
    /// Every refusal must name the file, and what was read must be writable or be reported by the check.
    func run(
        _ good: [UInt8], file: String, options: ImportOptions = ImportOptions()
    ) -> (read: Int, refused: Int) {
        var random = SeededGenerator(seed: seed)
        var (read, refused) = (0, 0)
        for _ in 0..<rounds {
            let bytes = damaged(good, using: &random)
            do {
                let plan = try PlanogramImport.decode(bytes, file: file, options: options)
                read += 1
                let issues = PlacementCheck(plan, catalogue: nil).issues
                for id in plan.ids where !issues.contains(where: \.kind.preventsImport) {
                    let bays = plan.planograms.filter { $0.id == id }
                    // A refusal is as good as a file; half a file is not.
                    _ = try? PlanogramFile.encode(bays, file: "out")
                }
            } catch {
                refused += 1
                #expect(error.description.hasPrefix(file))
                #expect(error.faults.count <= 50)
            }
        }
        return (read, refused)
    }

    private func damaged(_ good: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = good
        for _ in 0..<Int.random(in: 1...5, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(Array("0123456789-+eE,;\\\"{}\n".utf8)[place % 21], at: place)
            case 3: bytes = Array(bytes.prefix(max(1, place)))
            case 4:
                let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
                bytes.insert(
                    contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            default:
                let end = min(bytes.count, place + Int.random(in: 1...80, using: &random))
                bytes.removeSubrange(place..<end)
            }
        }
        return bytes
    }
}
