/// A flavour or scent: its word in two scripts and the colour it is known by.
struct Variety: Sendable {
    let word: String
    let japanese: String
    let colour: Colour

    /// `hue` is in turns.
    init(
        _ word: String, _ japanese: String, _ hue: Float, _ saturation: Float = 0.85, _ value: Float = 0.85
    ) {
        self.word = word
        self.japanese = japanese
        colour = Colour(hue: hue, saturation: saturation, value: value)
    }

    /// The variety that `word` names on any label; one of a colour of its own if none is known.
    static func named(_ word: String) -> Variety {
        known[word] ?? Variety(word, word, Float(stableHash([word]) % 97) / 97, 0.75, 0.8)
    }

    private static let known = Dictionary(
        (fruit + savoury + dishes + scents + sweets + shades + plain).map { ($0.word, $0) },
        uniquingKeysWith: { first, _ in first })

    /// Every letter of the Japanese words.
    static let letters = Set(known.values.map(\.japanese).joined().unicodeScalars)

    static let fruit = [
        Variety("Lemon", "レモン", 0.15), Variety("Orange", "オレンジ", 0.08), Variety("Cherry", "チェリー", 0.97),
        Variety("Apple", "りんご", 0.28), Variety("Mango", "マンゴー", 0.11), Variety("Berry", "ベリー", 0.78),
        Variety("Peach", "白桃", 0.05, 0.5, 0.98), Variety("Grape", "巨峰", 0.80, 0.7, 0.55),
        Variety("Lime", "ライム", 0.23), Variety("Mint", "ミント", 0.42),
        Variety("Strawberry", "いちご", 0.98, 0.75, 0.95), Variety("Coconut", "ココナッツ", 0.55, 0.25, 0.95),
        Variety("Ginger", "生姜", 0.10, 0.6, 0.75), Variety("Pear", "洋梨", 0.20, 0.6, 0.85),
    ]
    static let savoury = [
        Variety("Paprika", "パプリカ", 0.02), Variety("Sea Salt", "うす塩", 0.58), Variety("Cheese", "チーズ", 0.13),
        Variety("Onion", "オニオン", 0.33), Variety("Chili", "激辛", 0.99, 0.95, 0.8),
        Variety("Herbs", "香草", 0.34, 0.7, 0.5), Variety("Garlic", "にんにく", 0.12, 0.25, 0.9),
        Variety("Pepper", "黒胡椒", 0.0, 0.0, 0.2), Variety("Tomato", "トマト", 0.0, 0.85, 0.85),
        Variety("Basil", "バジル", 0.31, 0.8, 0.5), Variety("Barbecue", "焼肉", 0.04, 0.8, 0.45),
        Variety("Curry", "カレー", 0.11, 0.9, 0.8),
    ]
    static let dishes = [
        Variety("Chicken", "鶏", 0.11, 0.75, 0.9), Variety("Beef", "牛肉", 0.01, 0.8, 0.55),
        Variety("Salmon", "鮭", 0.03, 0.6, 0.95), Variety("Tuna", "まぐろ", 0.6, 0.75, 0.65),
        Variety("Turkey", "七面鳥", 0.08, 0.55, 0.7), Variety("Duck", "鴨", 0.09, 0.7, 0.5),
        Variety("Vegetable", "野菜", 0.29, 0.75, 0.65), Variety("Shrimp", "海老", 0.99, 0.55, 0.95),
        Variety("Pork", "豚肉", 0.96, 0.45, 0.85), Variety("Mushroom", "きのこ", 0.08, 0.45, 0.55),
    ]
    static let scents = [
        Variety("Lavender", "ラベンダー", 0.74, 0.5, 0.8), Variety("Ocean", "海の香り", 0.54),
        Variety("Rose", "ローズ", 0.94, 0.5, 0.95), Variety("Fresh", "爽快", 0.5, 0.7, 0.85),
        Variety("Aloe", "アロエ", 0.38, 0.6, 0.75), Variety("Sensitive", "敏感肌", 0.56, 0.2, 0.95),
        Variety("Citrus", "柑橘", 0.14), Variety("Pine", "森の香り", 0.4, 0.8, 0.45),
        Variety("Vanilla", "バニラ", 0.12, 0.35, 0.97), Variety("Cotton", "せっけん", 0.6, 0.3, 0.9),
    ]
    static let sweets = [
        Variety("Milk", "ミルク", 0.6, 0.6, 0.8), Variety("Dark", "ビター", 0.04, 0.8, 0.25),
        Variety("Hazelnut", "ナッツ", 0.07, 0.7, 0.5), Variety("Caramel", "キャラメル", 0.09, 0.8, 0.75),
        Variety("Honey", "はちみつ", 0.12, 0.85, 0.9), Variety("Almond", "アーモンド", 0.08, 0.4, 0.8),
        Variety("Cocoa", "ココア", 0.05, 0.7, 0.35), Variety("Raspberry", "木いちご", 0.93, 0.85, 0.8),
        Variety("White", "ホワイト", 0.13, 0.12, 1), Variety("Toffee", "黒糖", 0.07, 0.75, 0.65),
        Variety("Matcha", "抹茶", 0.24, 0.6, 0.55), Variety("Red Bean", "小豆", 0.97, 0.65, 0.4),
    ]
    static let shades = [
        Variety("Black", "黒", 0, 0, 0.12), Variety("Red", "赤", 0.99, 0.9, 0.8),
        Variety("Blue", "青", 0.6, 0.85, 0.75), Variety("Green", "緑", 0.36, 0.8, 0.6),
        Variety("Yellow", "黄", 0.14, 0.9, 0.95), Variety("Grey", "灰", 0.6, 0.05, 0.6),
        Variety("Small", "小", 0.5, 0.5, 0.8), Variety("Large", "大", 0.03, 0.8, 0.85),
    ]
    static let plain = [
        Variety("Classic", "定番", 0.0, 0.85, 0.75), Variety("Organic", "有機", 0.27, 0.7, 0.55),
        Variety("Light", "ライト", 0.55, 0.5, 0.9), Variety("Extra", "特選", 0.13, 0.9, 0.85),
        Variety("Mild", "まろやか", 0.45, 0.4, 0.85), Variety("Strong", "濃厚", 0.0, 0.0, 0.15),
        Variety("Zero", "ゼロ", 0.0, 0.0, 0.1), Variety("Gold", "金", 0.12, 0.6, 0.75),
        Variety("Fine", "極細", 0.62, 0.7, 0.6), Variety("Whole", "全粒", 0.07, 0.6, 0.5),
    ]
}
