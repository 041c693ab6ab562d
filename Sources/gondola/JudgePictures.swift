internal import Imaging
internal import Judging
internal import Recognition
internal import Retail
internal import Synthesis

/// Shows mistakes: the position as planned beside what stood there when it was told wrongly, or not told.
struct JudgePictures {
    private let judge: BayJudge
    private let folder: String
    /// What is shown around a position, as a share of it.
    private static let margin = 0.4
    /// Of one bay no more are drawn.
    private static let most = 40

    init(_ judge: BayJudge, folder: String) {
        self.judge = judge
        self.folder = folder
    }

    func write(_ mistakes: [JudgeScore.Mistake]) throws {
        let shown = mistakes.filter { !$0.position.isEmpty }.prefix(Self.most)
        guard !shown.isEmpty else { return }
        try ResultFile.makeFolder(folder)
        var source = try RenderedStore(judge.store.definition, camera: judge.store.zone.camera)
        let planned = try JPEG.decode(source.jpeg(frame: 0))
        for mistake in shown {
            guard let slot = judge.store.rect(of: mistake.position) else { continue }
            let rect = PixelRect(
                x: slot.x - Self.margin * slot.width, y: slot.y - Self.margin * slot.height,
                width: slot.width * (1 + 2 * Self.margin), height: slot.height * (1 + 2 * Self.margin))
            let seen = try JPEG.decode(source.jpeg(frame: mistake.frame))
            var sheet = ContactSheet(cell: PixelSize(width: 560, height: 420), columns: 1)
            sheet.add(
                [planned, seen].map { picture in
                    var picture = picture
                    picture.draw(slot, color: RGBColor(red: 230, green: 0, blue: 230), thickness: 2)
                    return picture.part(under: rect)
                })
            try JPEG.write(sheet.picture, path: "\(folder)/\(name(of: mistake)).jpg", quality: 90)
        }
    }

    /// Such as `3-s2p4-misplaced-false-frame-120-was-wrong_order`.
    private func name(of mistake: JudgeScore.Mistake) -> String {
        let truth = mistake.isMissed ? "" : "-was-\(mistake.truth?.rawValue ?? "in-order")"
        return
            "\(mistake.seed)-\(mistake.position)-\(mistake.kind.rawValue)-\(mistake.isMissed ? "missed" : "false")"
            + "-frame-\(mistake.frame)\(truth)"
    }
}
