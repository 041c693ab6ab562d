import Imaging
import Retail
import Synthesis
import Testing

@Suite struct PackageFormTests {
    private static let catalogue = CatalogueGenerator(seed: 31, count: 3000).entries()
    private let packshot: Packshot

    init() throws { packshot = Packshot(renderer: Renderer(fonts: try FontBook())) }

    /// Packages of `form` from different brands.
    private static func samples(of form: PackageForm, _ count: Int = 8) -> [CatalogueEntry] {
        let ofForm = catalogue.filter { $0.form == form }
        return Array(
            stride(from: 0, to: ofForm.count, by: max(1, ofForm.count / count)).map { ofForm[$0] }.prefix(
                count))
    }

    @Test(arguments: PackageForm.allCases)
    func `every form fills its stated size and no more`(form: PackageForm) {
        let samples = PackageFormTests.samples(of: form)
        #expect(!samples.isEmpty)
        for entry in samples {
            let picture = packshot.picture(of: entry, pixelsHigh: 120)
            let longest = max(entry.size.heightMM, entry.size.widthMM)
            #expect(abs(Double(picture.height) - 120 * entry.size.heightMM / longest) < 12, "\(entry.path)")
            #expect(abs(Double(picture.width) - 120 * entry.size.widthMM / longest) < 12, "\(entry.path)")
        }
    }

    @Test(arguments: PackageForm.allCases)
    func `no part of a package counts as hidden by another part of it`(form: PackageForm) throws {
        for entry in PackageFormTests.samples(of: form) {
            let object = try #require(packshot.rendering(of: entry, pixelsHigh: 160).objects.first)
            #expect(object.visibleShare > 0.93, "\(entry.path)")
        }
    }

    @Test func `siblings look more alike than products of different brands`() {
        let boxes = PackageFormTests.catalogue.filter { $0.form == .box }
        let size = PixelSize(width: 16, height: 16)
        var kin: [Double] = []
        var strange: [Double] = []
        for index in stride(from: 0, to: boxes.count - 40, by: 12) {
            let entry = boxes[index]
            let sibling = boxes[index + 1]
            guard sibling.path.ancestor(at: .product) == entry.path.ancestor(at: .product) else { continue }
            let pictures = [entry, sibling, boxes[index + 40]].map { other in
                let picture = packshot.picture(of: other, pixelsHigh: 64)
                let box = PixelRect(
                    x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
                return picture.cropped(box, to: size).pixels.map(Double.init)
            }
            func difference(_ other: [Double]) -> Double {
                zip(pictures[0], other).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(other.count)
            }
            kin.append(difference(pictures[1]))
            strange.append(difference(pictures[2]))
        }
        #expect(kin.count > 8)
        #expect(kin.reduce(0, +) < strange.reduce(0, +) * 0.6)
    }

    @Test(arguments: PackageForm.allCases)
    func `the same entry looks the same again, its sibling in variety does not`(form: PackageForm) throws {
        let ofForm = PackageFormTests.catalogue.filter { $0.form == form }
        let families = Dictionary(grouping: ofForm) { [$0.path.names[3], "\($0.size)"] }
        let siblings = families.values.filter { $0.count > 1 }
        let family = try #require(siblings.min { $0[0].gtin < $1[0].gtin })
        let first = packshot.picture(of: family[0], pixelsHigh: 100)
        #expect(first == packshot.picture(of: family[0], pixelsHigh: 100))
        #expect(first != packshot.picture(of: family[1], pixelsHigh: 100))
    }
}
