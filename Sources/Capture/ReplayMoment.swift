/// When a picture that is replayed was taken.
struct ReplayMoment: Equatable {
    /// Seconds from any beginning that all pictures of a replay share, on a clock that is never set.
    let steadySeconds: Double
    /// For a picture of a recording: what its frame carried.
    var recorded: RecordedName?
}

/// The moments of the pictures of a replay, as far as something tells them.
///
/// A side file tells them before names do: `timestamps.txt` in a folder, `NAME.mjpeg.timestamps` beside an `.mjpeg` file, with
/// the milliseconds of one picture a line (mkvmerge's timestamp format v2; lines with `#` are comments).
enum ReplayTimes {
    private static let largestSideFileBytes = 16 << 20

    /// Of pictures with these names, in order; `nil` unless every name tells a later time than the one before.
    static func moments(ofNames names: [String]) -> [ReplayMoment]? {
        let recorded = names.compactMap(RecordedName.init)
        if recorded.count == names.count, let first = recorded.first {
            var steady: [ReplayMoment] = []
            for name in recorded {
                // In whole nanoseconds: what was due at the time must be due again.
                let since = Double(name.steadyNanoseconds - first.steadyNanoseconds) / 1e9
                steady.append(ReplayMoment(steadySeconds: since, recorded: name))
            }
            return increasing(steady)
        }
        let times = names.compactMap(PictureName.seconds)
        guard times.count == names.count else { return nil }
        return increasing(times.map { ReplayMoment(steadySeconds: $0) })
    }

    /// Of the side file's `text`; throws the number and the content of the first line that is no later time.
    static func moments(ofSideFile text: String, path: String) throws(CaptureError) -> [ReplayMoment] {
        guard text.utf8.count <= largestSideFileBytes else {
            throw .unreadable(path: path, reason: "larger than \(largestSideFileBytes >> 20) MiB")
        }
        var moments: [ReplayMoment] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let words = line.filter { !$0.isWhitespace }
            if words.isEmpty || words.hasPrefix("#") { continue }
            guard let milliseconds = Double(words), milliseconds.isFinite,
                moments.last.map({ milliseconds / 1000 > $0.steadySeconds }) ?? true
            else {
                throw .unreadable(
                    path: path,
                    reason: "line \(index + 1): expected milliseconds above those of the line before, found "
                        + "\"\(words.prefix(40))\"")
            }
            moments.append(ReplayMoment(steadySeconds: milliseconds / 1000))
        }
        return moments
    }

    private static func increasing(_ moments: [ReplayMoment]) -> [ReplayMoment]? {
        zip(moments, moments.dropFirst()).allSatisfy { $0.steadySeconds < $1.steadySeconds } ? moments : nil
    }
}
