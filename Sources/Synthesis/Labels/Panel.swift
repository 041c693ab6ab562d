/// A rectangle of a canvas with its own coordinates: (0, 0) upper left, (1, 1) lower right.
struct Panel {
    let x: Float
    let y: Float
    let width: Float
    let height: Float

    /// The shorter side, in the canvas's unit.
    var side: Float { min(width, height) }

    func point(_ x: Float, _ y: Float) -> Point { Point(self.x + x * width, self.y + y * height) }

    func part(_ x: Float, _ y: Float, _ width: Float, _ height: Float) -> Panel {
        Panel(
            x: self.x + x * self.width, y: self.y + y * self.height, width: width * self.width,
            height: height * self.height)
    }

    var path: Path { .rectangle(x, y, width, height) }

    var center: Point { point(0.5, 0.5) }

    /// `text` in one line, as large as fits here, in the middle.
    func fitted(_ text: String, _ face: Typeface, slant: Float = 0, arch: Float = 0) -> Path {
        let ems = max(0.1, face.width(of: text))
        let size = min(width / (ems + abs(slant)), height / (face.capHeight * 1.15))
        let start = Point(center.x - ems * size / 2, center.y + face.capHeight * size / 2)
        return face.path(of: text).map { letter in
            let share = letter.x / ems - 0.5
            let lift = arch * (share * share * 4 - 0.5) * size
            return start + Point(letter.x - letter.y * slant, letter.y) * size + Point(0, lift)
        }
    }

    /// `text` from top to bottom, as large as fits here.
    func fittedUpright(_ text: String, _ face: Typeface) -> Path {
        let size = min(width, height / Float(max(1, text.count)))
        let top = center.y - size * Float(text.count) / 2
        var path = Path()
        for (index, letter) in text.enumerated() {
            let middle = Point(center.x, top + size * (Float(index) + 0.5))
            let glyph = face.path(of: String(letter))
            let start = Point(middle.x - face.width(of: String(letter)) * size / 2, middle.y + size * 0.38)
            let placed = glyph.map { start + $0 * size }
            // The long-vowel sign runs along the line, so in upright text it stands.
            path = path + (letter == "ー" ? placed.turned(0.25, about: middle) : placed)
        }
        return path
    }
}
