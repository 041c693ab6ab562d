/// Something that delivers the pictures of one camera, one at a time.
///
/// A source blocks while it waits, so it lives on a thread of its own and is used from that thread alone.
package protocol FrameSource {
    /// Waits for the next frame; `nil` when there will be no more.
    ///
    /// Throws `FrameSourceError.lost` when the source must be opened anew, `.stalled` when nothing came in time.
    mutating func next() throws(FrameSourceError) -> Frame?
}

/// What ended or delayed a source of frames, in words for the technician.
package enum FrameSourceError: Error, Equatable, CustomStringConvertible {
    /// The source is gone or broken: close it, wait, open it again.
    case lost(name: String, reason: String)
    /// Nothing came for the time named.
    case stalled(name: String, seconds: Double)
    /// Something came, but for the time named no picture of it was whole.
    case damaged(name: String, seconds: Double)
    /// The pictures are not of the size or kind that was agreed on: close it and open it again.
    case formatLost(name: String, reason: String)
    /// Nothing arrives any more at the input of the device.
    case noSignal(name: String)

    package var description: String {
        switch self {
        case .lost(let name, let reason): "\(name): \(reason)"
        case .stalled(let name, let seconds): "\(name): no frame for \(seconds) s"
        case .damaged(let name, let seconds): "\(name): nothing but damaged frames for \(seconds) s"
        case .formatLost(let name, let reason): "\(name): the format has changed: \(reason)"
        case .noSignal(let name): "\(name): the signal at the device's input is gone"
        }
    }
}
