// The operating-system part of the MQTT connection: a thread of its own, because libmosquitto blocks while it
// resolves names and connects, and a wait for the socket that other threads can interrupt. All unsafe code
// except the calls of libmosquitto itself is here.

import Glibc

/// Starts threads that leave signals to others.
enum LoopThread {
    /// Runs `body` on a new detached thread.
    ///
    /// Throws if the system has no thread left.
    static func start(_ body: @escaping @Sendable () -> Void) throws(MessagingError) {
        let box = unsafe Unmanaged.passRetained(Body(run: body))
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                // The box was retained for this one use.
                let body = unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
                var signals = sigset_t()
                unsafe sigfillset(&signals)
                unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
                body.run()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            unsafe box.release()
            throw .outOfResources(reason: "no new thread: \(reason(status))")
        }
        pthread_detach(thread)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func reason(_ errno: Int32) -> String {
        guard let text = unsafe strerror(errno) else { return "error \(errno)" }
        return unsafe String(cString: text)
    }
}

/// Lets one thread wait for a socket and every other thread wake it.
final class WakeUp: Sendable {
    /// The two ends of a pipe: what is written to one wakes who waits for the other.
    private let readEnd: Int32
    private let writeEnd: Int32

    init() throws(MessagingError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .outOfResources(reason: "no file descriptors left") }
        for end in ends {
            // These two cannot fail on a descriptor that was just made.
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Ends the wait that is going on, or the next one.
    ///
    /// Never blocks.
    func signal() {
        var byte: UInt8 = 0
        // It can only fail because the pipe is full: then enough signals are already there.
        _ = unsafe write(writeEnd, &byte, 1)
    }

    /// Waits until `socket` is ready or broken, `signal()` is called or `timeout` is over.
    func wait(socket: Int32? = nil, wantsToWrite: Bool = false, timeout: Duration) {
        let interest = Int16(POLLIN) | (wantsToWrite ? Int16(POLLOUT) : 0)
        // A negative descriptor is passed over by poll.
        var waits = [
            pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket ?? -1, events: interest, revents: 0),
        ]
        let seconds = timeout / .seconds(1)
        let milliseconds = Int32(min(max(0, (seconds * 1000).rounded(.up)), 60_000))
        guard unsafe poll(&waits, nfds_t(waits.count), milliseconds) > 0, waits[0].revents != 0 else {
            return
        }
        var signals = [UInt8](repeating: 0, count: 512)
        _ = unsafe read(readEnd, &signals, signals.count)
    }
}
