import Foundation
import Messaging
import TestSupport
import Testing

/// What holds whatever happens, and in whatever order: random interleavings of deciding, sending, confirming,
/// broken lines, clocks that are set and processes that die.
struct DeliveryLawsTests {
    /// Random steps, `crashes` of a hundred of which are deaths of the process.
    private func run(
        _ store: inout SimulatedStore, steps: Int, crashes: Int, using generator: inout SeededGenerator
    ) throws {
        for _ in 0..<steps {
            switch Int.random(in: 0..<100, using: &generator) {
            case ..<crashes: try store.crash(using: &generator)
            case ..<28: store.decide(using: &generator)
            case ..<30: store.setClock(using: &generator)
            case ..<36: store.disconnect(using: &generator)
            case ..<50: store.connect()
            case ..<70: store.send()
            case ..<85: store.brokerTakes(Int.random(in: 1...8, using: &generator))
            default: store.confirm(Int.random(in: 1...8, using: &generator))
            }
        }
    }

    @Test(arguments: UInt64(0)..<16)
    func `every event arrives once by its number, in order, and the topics tell the truth`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        var store = try SimulatedStore()
        try run(&store, steps: 300, crashes: 4, using: &generator)
        let isSettled = store.settleDown()
        #expect(isSettled)
        let first = store.firstArrivals
        #expect(first.map(\.sequence) == Array(1...max(1, store.decided.count)))
        #expect(Set(first.map(\.series)).count == 1)
        #expect(first.map { "\($0.change) \($0.id)" } == store.decided.map { "\($0.change) \($0.id)" })
        // What arrives again says what it said before.
        for arrival in store.arrivals { #expect(first[arrival.sequence - 1] == arrival) }
        #expect(store.shown == store.open)
        try store.crash(using: &generator)
        #expect(Set(store.rememberedIDs) == store.open)
        #expect(store.delivery.undeliveredEvents == 0)
    }

    @Test(arguments: UInt64(0)..<4)
    func `a process that dies at every other step loses and repeats nothing either`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 1000 + seed)
        var store = try SimulatedStore()
        for _ in 0..<25 {
            store.decide(using: &generator)
            try store.crash(using: &generator)
            #expect(Set(store.rememberedIDs) == store.open)
            try run(&store, steps: 6, crashes: 0, using: &generator)
        }
        let isSettled = store.settleDown()
        #expect(isSettled)
        #expect(store.firstArrivals.map(\.id) == store.decided.map(\.id))
        #expect(store.shown == store.open)
    }

    @Test func `more events than memory takes wait on the disk and come in order`() throws {
        var generator = SeededGenerator(seed: 7)
        var store = try SimulatedStore()
        while store.decided.count < 1000 { store.decide(using: &generator) }
        #expect(store.delivery.undeliveredEvents == store.decided.count)
        try store.crash(using: &generator)
        #expect(store.delivery.undeliveredEvents == store.decided.count)
        let isSettled = store.settleDown()
        #expect(isSettled)
        #expect(store.arrivals.map(\.id) == store.decided.map(\.id))
        #expect(store.shown == store.open)
    }

    @Test func `a ledger at its limit gives up the oldest events, counts them and keeps the truth`() throws {
        var generator = SeededGenerator(seed: 8)
        var store = try SimulatedStore(ledgerLimit: 300_000)
        while store.decided.count < 1000 { store.decide(using: &generator) }
        let dropped = store.delivery.counters.droppedEvents
        #expect(dropped > 0 && dropped < 1000)
        let isSettled = store.settleDown()
        #expect(isSettled)
        let arrived = store.arrivals.map(\.sequence)
        #expect(arrived == Array((dropped + 1)...store.decided.count))
        #expect(store.shown == store.open)
    }

    enum Damage: CaseIterable {
        case emptyHead, brokenHead, brokenPages, cutOff, otherFile

        func strike(_ file: FileHandle) throws {
            let length = try file.seekToEnd()
            switch self {
            case .emptyHead: try overwrite(file, at: 0, Data(count: 100))
            case .brokenHead: try overwrite(file, at: 20, Data(repeating: 0xA5, count: 600))
            case .brokenPages: try overwrite(file, at: 4096, Data(repeating: 0xA5, count: 4 * 4096))
            case .cutOff: try file.truncate(atOffset: length / 2)
            case .otherFile:
                try file.truncate(atOffset: 0)
                try overwrite(file, at: 0, Data(#"{"schema_version": 1, "deviations": {}}"#.utf8))
            }
        }

        private func overwrite(_ file: FileHandle, at position: UInt64, _ bytes: Data) throws {
            try file.seek(toOffset: position)
            try file.write(contentsOf: bytes)
        }
    }

    @Test(arguments: Damage.allCases)
    func `a damaged file is set aside, the numbers begin a new series, and the topics come right`(
        damage: Damage
    ) throws {
        var generator = SeededGenerator(seed: 9)
        var store = try SimulatedStore()
        while store.decided.count < 100 { store.decide(using: &generator) }
        let isSettled = store.settleDown()
        #expect(isSettled)
        try store.crash(using: &generator, damage: damage.strike)
        #expect(store.delivery.damagedFile?.hasSuffix(".damaged") == true)
        #expect(store.delivery.trouble == nil)
        let before = store.arrivals.count
        // What was open is not known any more; what is decided from here on arrives.
        store.decide(using: &generator)
        store.decide(using: &generator)
        let isSettledAgain = store.settleDown()
        #expect(isSettledAgain)
        let later = store.arrivals.dropFirst(before)
        #expect(later.map(\.sequence) == Array(1...max(1, later.count)))
        #expect(Set(later.map(\.series)).isDisjoint(with: store.arrivals.prefix(before).map(\.series)))
        #expect(store.shown.isSubset(of: store.open))
    }
}
