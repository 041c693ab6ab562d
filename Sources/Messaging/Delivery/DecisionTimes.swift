/// When the events of this run were decided, by a clock that nobody sets: what the time of day says of how late an
/// event is would be wrong whenever somebody puts that right.
struct DecisionTimes {
    private let patience: Double
    /// The number of the event that `times` begins with.
    private var first = 0
    /// In seconds of the uptime; only the latest are kept.
    private var times: [Double] = []

    /// An event that is sent more than `patience` seconds after it was decided is late.
    init(patience: Double) { self.patience = patience }

    /// Notes that the event with this number was decided; the numbers come in order, without a gap.
    mutating func note(_ sequence: Int, at time: Double) {
        let old = times.prefix { isLate($0, at: time) }.count
        times.removeFirst(old)
        first = sequence - times.count
        times.append(time)
    }

    /// Whether an event is late if it is sent now.
    ///
    /// One that another run has decided always is.
    func isLate(_ sequence: Int, at now: Double) -> Bool {
        guard times.indices.contains(sequence - first) else { return true }
        return isLate(times[sequence - first], at: now)
    }

    private func isLate(_ time: Double, at now: Double) -> Bool { now - time > patience }
}
