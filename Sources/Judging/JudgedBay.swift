package import Retail

/// What was told of one bay over a scenario, beside what was really so.
package struct JudgedBay: Hashable, Sendable, Codable {
    /// A deviation that was told: opened.
    package struct Told: Hashable, Sendable, Codable {
        package let kind: DeviationKind
        /// Id of the planogram's position; empty for the bay as a whole.
        package let position: String
        package let frame: Int
        /// The product that was seen there, if one was.
        package let seen: GTIN?

        package init(kind: DeviationKind, position: String, frame: Int, seen: GTIN? = nil) {
            self.kind = kind
            self.position = position
            self.frame = frame
            self.seen = seen
        }
    }

    /// A deviation that there was.
    package struct Fact: Hashable, Sendable, Codable {
        package let kind: DeviationKind
        /// Any of these positions is right: a swapped pair may be told at either.
        package let positions: [String]
        /// The frames in which it is there, the last one included.
        package let firstFrame: Int
        package let lastFrame: Int
        /// Those of them in which it could be seen.
        package internal(set) var framesInView: [Int]
        /// Whether nobody wants to hear of it: the shelf is being filled.
        package let isQuiet: Bool
        /// How many looks at it the settings ask for before it may be told.
        package let looksAsked: Int

        package init(
            kind: DeviationKind, positions: [String], firstFrame: Int, lastFrame: Int,
            framesInView: [Int] = [],
            isQuiet: Bool = false, looksAsked: Int
        ) {
            self.kind = kind
            self.positions = positions
            self.firstFrame = firstFrame
            self.lastFrame = lastFrame
            self.framesInView = framesInView
            self.isQuiet = isQuiet
            self.looksAsked = looksAsked
        }
    }

    package let seed: UInt64
    /// Length of the scenario in seconds, and the time between two frames.
    package let seconds: Double
    package let secondsPerFrame: Double
    package internal(set) var told: [Told]
    package internal(set) var facts: [Fact]

    package init(seed: UInt64, seconds: Double, secondsPerFrame: Double, told: [Told], facts: [Fact]) {
        self.seed = seed
        self.seconds = seconds
        self.secondsPerFrame = secondsPerFrame
        self.told = told
        self.facts = facts
    }
}
