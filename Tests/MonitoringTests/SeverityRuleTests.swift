import Monitoring
import Retail
import TestSupport
import Testing

struct SeverityRuleTests {
    private func finding(_ kind: DeviationKind, found: Int = 0, worth: Worth? = nil) -> Finding {
        Finding(
            kind: kind, place: PositionReference(zone: "Z", bay: "B", shelf: "S", position: "P"),
            expected: SampleShelf.gtin(1), expectedFacings: 4, facingsFound: found, confidence: 0.9,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 100), worth: worth)
    }

    @Test func `severity follows what the shop loses`() {
        let rule = SeverityRule()
        #expect(rule.severity(of: finding(.outOfStock)) == .high)
        #expect(rule.severity(of: finding(.foreignProduct)) == .medium)
        #expect(rule.severity(of: finding(.lowFacings, found: 2)) == .medium)
        #expect(rule.severity(of: finding(.lowFacings, found: 3)) == .low)
        #expect(rule.severity(of: finding(.unverified)) == .low)
    }

    @Test func `a best seller and a dear position matter one step more`() {
        var rule = SeverityRule()
        #expect(rule.severity(of: finding(.lowFacings, found: 3, worth: Worth(rank: 20))) == .medium)
        #expect(rule.severity(of: finding(.lowFacings, found: 2, worth: Worth(rank: 1))) == .high)
        #expect(rule.severity(of: finding(.outOfStock, worth: Worth(rank: 1))) == .high)
        #expect(rule.severity(of: finding(.lowFacings, found: 3, worth: Worth(rank: 21))) == .low)
        let dear = Worth(value: 50)
        #expect(rule.severity(of: finding(.frontGap, found: 3, worth: dear)) == .low)
        rule.highValue = 50
        #expect(rule.severity(of: finding(.frontGap, found: 3, worth: dear)) == .medium)
    }

    @Test func `the shop may weigh kinds in its own way`() {
        var rule = SeverityRule()
        rule.kinds[.wrongOrder] = .high
        rule.kinds[.outOfStock] = .medium
        rule.fewShare = 0.25
        #expect(rule.severity(of: finding(.wrongOrder)) == .high)
        #expect(rule.severity(of: finding(.outOfStock)) == .medium)
        #expect(rule.severity(of: finding(.lowFacings, found: 2)) == .low)
    }
}
