package import Retail

/// The rules of the interface together with the ledger: nothing is sent as decided that is not on the disk.
///
/// While the ledger can't be written, the retained topics still tell the truth, and events wait in memory
/// until they can be written. Its functions write to the disk and may take as long as that takes.
package struct Delivery: Sendable {
    /// Events that may wait in memory for a disk that can't be written; the oldest beyond are given up.
    private static let mostHeld = 10_000
    /// So many confirmations are written together.
    private static let settleAtOnce = 20

    private struct HeldEvent: Sendable {
        let event: DeviationEvent
        /// The uptime when it was decided, in seconds.
        let time: Double
        /// Whether the retained topics say it already.
        var isShown = false
    }

    private var session: Session
    private let path: String?
    private let limit: Int
    private let newSeries: String
    private var ledger: Ledger?
    private var isClosed = false
    private var numbering: Ledger.Numbering?
    /// What the cameras' monitors must remember, by the camera's id.
    package private(set) var memories: [String: [UInt8]] = [:]

    private var unwrittenMemories: Set<String> = []
    /// Events that are not on the disk.
    private var held: [HeldEvent] = []
    private var settledEvents: [Int] = []
    private var clearedTopics: [String] = []
    /// Where a damaged file was moved to when a new one was begun.
    package private(set) var damagedFile: String?
    /// Why what is decided can't be written now.
    package private(set) var trouble: LedgerTrouble? {
        didSet { if trouble != oldValue { tellTrouble() } }
    }

    /// `run` tells this run of the appliance from others.
    ///
    /// A ledger that can't be opened is a trouble, no error: it is tried again.
    package init(
        settings: MessengerSettings, topics: Topics, info: ApplianceInfo, run: String,
        names: @escaping @Sendable (GTIN) -> SKUPath?
    ) {
        session = Session(settings: settings, topics: topics, info: info, run: run, names: names)
        path = settings.ledgerPath
        limit = settings.ledgerLimit
        newSeries = "\(run)-\(UInt16.random(in: .min ... .max))"
        write()
    }

    package var counters: DeliveryCounters { session.counters }
    /// What is wrong between the appliance and its broker, if anything is.
    package var brokerTrouble: MessagingError? { session.standing.trouble }
    /// Messages that the broker has not confirmed, in memory and on the disk.
    package var outboxDepth: Int { session.outboxDepth + held.count }
    /// Events that the broker has not confirmed.
    package var undeliveredEvents: Int { session.undeliveredEvents + held.count }
    /// Events that will be lost if the process ends now.
    package var unkeptEvents: Int { path == nil ? undeliveredEvents : held.count }

    /// Takes over what an earlier run had opened: it is open, but nothing has happened to it.
    package mutating func restore(_ deviations: [Deviation]) { session.restore(deviations) }

    // MARK: What is decided

    /// Writes the decision and, when it is on the disk, lets it be told.
    ///
    /// `now` is the uptime in seconds. Returns why it is not written yet, if it is not.
    @discardableResult
    package mutating func decide(_ decision: Decision, now: Double) -> LedgerTrouble? {
        memories[decision.camera] = decision.memory
        unwrittenMemories.insert(decision.camera)
        held += decision.events.map { HeldEvent(event: $0, time: now) }
        write()
        guard !isWritten else { return nil }
        for index in held.indices where !held[index].isShown {
            session.show(held[index].event, sequence: session.lastSequence)
            held[index].isShown = true
        }
        if held.count > Self.mostHeld {
            session.count(dropped: held.count - Self.mostHeld)
            held.removeFirst(held.count - Self.mostHeld)
        }
        return trouble
    }

    /// Asks after the disk, and tries again to write what could not be written.
    ///
    /// To be called every few seconds: a disk that fills up or fails between two decisions is told, too.
    package mutating func probe() {
        write()
        if trouble == nil { settle() }
    }

    private var isWritten: Bool { held.isEmpty && unwrittenMemories.isEmpty }

    /// Opens the ledger if it is not, and writes all that waits for it, as one.
    private mutating func write() {
        do throws(LedgerTrouble) {
            let ledger = try openLedger()
            try ledger.checkFile()
            if !isWritten { try write(to: ledger) }
            try ledger.checkDisk()
            trouble = nil
        } catch {
            failed(error)
        }
    }

    private mutating func write(to ledger: Ledger) throws(LedgerTrouble) {
        let (events, droppedUpTo) = try ledger.write(
            memories: memories.filter { unwrittenMemories.contains($0.key) },
            topics: held.filter { $0.event.change == .opened }.map { session.topic(of: $0.event) },
            events: held.map { session.body(of: $0.event, numbering) })
        for (held, kept) in zip(held, events) {
            // The state goes first: who reacts to the event finds the retained topics as the event says.
            if !held.isShown { session.show(held.event, sequence: kept.sequence) }
            session.take(kept, decidedAt: held.time)
        }
        held = []
        unwrittenMemories = []
        numbering?.last = session.lastSequence
        if let droppedUpTo { session.drop(upTo: droppedUpTo) }
    }

    /// Writes what was confirmed lately and lets go of the file, which the next run needs for itself.
    ///
    /// What is decided later stays in memory.
    package mutating func close() {
        settle()
        ledger?.close()
        ledger = nil
        isClosed = true
    }

    private mutating func openLedger() throws(LedgerTrouble) -> Ledger {
        if let ledger { return ledger }
        guard !isClosed else { throw .failed(path: path ?? "memory", reason: "this run has ended") }
        let (ledger, contents) = try Ledger.open(
            path, continuing: numbering, newSeries: newSeries, limit: limit)
        if numbering == nil {
            session.begin(contents)
            memories.merge(contents.memories) { own, _ in own }
        } else if contents.isNew {
            // What is in memory is all that is left.
            session.giveUpUnloaded()
            unwrittenMemories = Set(memories.keys)
        }
        damagedFile = contents.damagedFile ?? damagedFile
        numbering = contents.numbering
        // On the disk before they can be set, so that whoever comes next knows what to clear.
        _ = try ledger.write(memories: [:], topics: session.ownTopics, events: [])
        self.ledger = ledger
        return ledger
    }

    private mutating func failed(_ error: LedgerTrouble) {
        // A file that turns out to be damaged is opened anew, which moves it aside.
        if case .damaged = error { ledger = nil }
        trouble = error
    }

    private mutating func tellTrouble() {
        session.tell(LedgerState(trouble, heldEvents: held.count, movedAside: damagedFile))
    }

    // MARK: What the appliance says besides

    package mutating func publish(_ report: CameraReport) { session.publish(report) }

    package mutating func publish(_ report: ZoneReport) { session.publish(report) }

    package mutating func publish(_ report: HealthReport) {
        tellTrouble()
        session.publish(report)
    }

    /// Also clears the states of cameras and zones that are no more.
    package mutating func publish(_ info: ApplianceInfo) {
        session.publish(info)
        do throws(LedgerTrouble) {
            _ = try ledger?.write(memories: [:], topics: session.ownTopics, events: [])
        } catch {
            failed(error)
        }
    }

    /// Answers a request; `error` says why it was not done, if it was not.
    package mutating func answer(_ request: ApplianceRequest, error: String?) {
        session.answer(request, error: error)
    }

    /// What people have asked for since the last call.
    package mutating func takeRequests() -> [ApplianceRequest] { session.takeRequests() }

    // MARK: What the connection says

    package mutating func connected(_ version: ProtocolVersion = .five) { session.connected(version) }

    package mutating func disconnected(_ reason: MessagingError) { session.disconnected(reason) }

    package mutating func refused(_ token: UInt64, _ refusal: Refusal) { session.refused(token, refusal) }

    package mutating func subscriptionRefused(_ filter: String, _ refusal: Refusal) {
        session.subscriptionRefused(filter, refusal)
    }

    package mutating func received(_ message: MQTTMessage) { session.received(message) }

    package mutating func acknowledged(_ token: UInt64) {
        session.acknowledged(token)
        settledEvents += session.takeSettledEvents()
        clearedTopics += session.takeClearedTopics()
        // A confirmation that is lost with the process makes the event come again, under its old number.
        if settledEvents.count + clearedTopics.count >= Self.settleAtOnce || session.isQuiet { settle() }
    }

    /// Writes what the broker has confirmed.
    package mutating func settle() {
        guard let ledger, !settledEvents.isEmpty || !clearedTopics.isEmpty else { return }
        do throws(LedgerTrouble) {
            try ledger.settle(events: settledEvents, topics: clearedTopics)
            settledEvents = []
            clearedTopics = []
        } catch {
            failed(error)
        }
    }

    package mutating func stop() { session.stop() }

    /// What the connection has to do next, in order.
    ///
    /// `now` is the uptime in seconds.
    package mutating func nextOrders(now: Double) -> [MQTTClient.Order] {
        if let wanted = session.wantedEvents, let ledger {
            do throws(LedgerTrouble) {
                session.load(try ledger.events(after: wanted.after, count: wanted.count))
            } catch {
                failed(error)
            }
        }
        return session.nextOrders(now: now)
    }
}
