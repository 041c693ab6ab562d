internal import Hummingbird
internal import Synchronization

/// The answers that have no end of their own: events and moving pictures.
final class LiveStreams: Sendable {
    private struct Entry {
        var owner: String
        var box: EventBox?
        var stop: @Sendable () -> Void
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var next = 1
        var events = 0
        var isOver = false
    }

    static let eventLimit = 100
    static let pictureLimit = 4
    private let state = Mutex(State())

    /// One of the places; free again when nobody holds it any more, even if no byte was ever written.
    final class Place: Sendable {
        private let streams: LiveStreams
        private let id: Int

        fileprivate init(_ streams: LiveStreams, id: Int) {
            self.streams = streams
            self.id = id
        }

        deinit { streams.close(id) }
    }

    /// `nil`: too many are open, or the console is about to stop.
    func openEvents(owner: String) -> (place: Place, box: EventBox)? {
        let box = EventBox()
        let place = open(Entry(owner: owner, box: box, stop: { box.finish() }), limit: Self.eventLimit)
        return place.map { ($0, box) }
    }

    /// `nil`: too many are open, or the console is about to stop.
    func openPictures(owner: String, stop: @escaping @Sendable () -> Void) -> Place? {
        open(Entry(owner: owner, box: nil, stop: stop), limit: Self.pictureLimit)
    }

    private func open(_ entry: Entry, limit: Int) -> Place? {
        let id: Int? = state.withLock { state in
            let same = state.entries.values.count { ($0.box == nil) == (entry.box == nil) }
            guard !state.isOver, same < limit else { return nil }
            state.entries[state.next] = entry
            state.next += 1
            return state.next - 1
        }
        return id.map { Place(self, id: $0) }
    }

    private func close(_ id: Int) {
        // What it held is let go outside of the lock.
        let entry = state.withLock { $0.entries.removeValue(forKey: id) }
        entry?.stop()
    }

    /// Sends one event to everybody who listens; it is written out once.
    func publish(_ event: HostEvent) {
        state.withLock { state in
            state.events += 1
            guard state.entries.contains(where: { $0.value.box != nil }) else { return }
            let bytes = event.bytes(id: state.events)
            for entry in state.entries.values { entry.box?.put(bytes) }
        }
    }

    /// A sign of life: without one, nobody notices that the other side has gone.
    func pulse() {
        let bytes = ByteBuffer(string: ": still here\n\n")
        state.withLock { state in
            for entry in state.entries.values { entry.box?.put(bytes) }
        }
    }

    func end(owner: String) { end { $0 == owner } }

    func end(where goes: (_ owner: String) -> Bool) {
        let ended = state.withLock { $0.entries.values.filter { goes($0.owner) } }
        for entry in ended { entry.stop() }
    }

    /// Ends all and lets no new one begin.
    func endAll() {
        state.withLock { $0.isOver = true }
        end { _ in true }
    }
}

/// What waits to be written to one listener.
///
/// One who reads too slowly does not hold up the others: what waits for them is dropped, and they are told to fetch anew.
final class EventBox: Sendable {
    private static let limit = 64
    private let waiting = Mutex<[ByteBuffer]>([])
    /// Has an element when something waits; ends with the stream.
    let signal: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init() { (signal, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func put(_ bytes: ByteBuffer) {
        waiting.withLock { waiting in
            if waiting.count >= Self.limit { waiting = [HostEvent.missed.bytes(id: nil)] }
            waiting.append(bytes)
        }
        wake.yield()
    }

    /// Everything that waits.
    func take() -> [ByteBuffer] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }

    func finish() { wake.finish() }
}
