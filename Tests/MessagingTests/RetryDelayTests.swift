import Messaging
import Testing

struct RetryDelayTests {
    @Test func `pauses double up to the limit and begin anew after a reset`() {
        var delay = RetryDelay(.seconds(1) ... .seconds(30))
        let pauses = (0..<7).map { _ in delay.next(jitter: 0) }
        #expect(pauses == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        delay.reset()
        #expect(delay.next(jitter: 0) == .seconds(1))
    }

    @Test func `jitter shortens a pause by a quarter at most and never below the shortest`() {
        var delay = RetryDelay(.seconds(1) ... .seconds(30))
        #expect(delay.next(jitter: 1) == .seconds(1))
        #expect(delay.next(jitter: 1) == .milliseconds(1500))
        #expect(delay.next(jitter: 0.5) == .milliseconds(3500))
    }
}
