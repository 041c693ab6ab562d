/// Words that Japanese packages carry in large letters.
enum Lexicon {
    private static let qualities = [
        "濃厚", "特選", "本格", "国産", "極", "旨", "香る", "生", "贅沢", "元祖", "大盛", "徳用", "新鮮", "北海道", "京都", "手作り",
        "昔ながらの", "匠の", "二種の", "十勝", "無添加", "減塩", "四川", "旨辛",
    ]
    private static let dishes = [
        "麻婆豆腐", "親子丼", "焼豚", "五目", "海鮮", "炒飯", "味噌汁", "醤油", "牛丼", "中華", "野菜", "豆乳", "抹茶", "黒糖", "珈琲", "紅茶",
        "緑茶", "麦茶", "羊羹", "煎餅", "大福", "梅", "鮭", "昆布", "鰹節", "胡麻", "唐揚", "餃子", "拉麺", "蕎麦", "素麺", "回鍋肉", "青椒肉絲",
        "ハンバーグ", "カレー", "シチュー", "ラーメン", "うどん", "クッキー", "チョコ", "ミルク", "せんべい", "スープ",
    ]
    private static let slogans = [
        "おいしさ長持ち", "新発売", "増量中", "お買い得", "香ばしい", "サクサク", "もちもち", "たっぷり", "うまみ", "こだわり", "さっぱり", "コク深い",
        "濃縮", "お徳用", "期間限定", "保存料不使用",
    ]

    private static let latinSlogans = [
        "100% natural", "since 1924", "with real taste", "rich in fibre", "ready in 5 min", "no added sugar",
        "the original", "family size", "extra soft", "now even better", "best quality", "new recipe",
    ]

    /// What is in the package, mostly with a word of praise.
    static func dish(_ random: inout Random) -> String {
        let dish = random.pick(dishes)
        return random.chance(0.55) ? random.pick(qualities) + dish : dish
    }

    /// A few words of praise.
    static func slogan(_ script: Script, _ random: inout Random) -> String {
        script == .japanese ? random.pick(slogans) : script.spelled(random.pick(latinSlogans))
    }

    /// Every letter of these words.
    static let letters = Set((qualities + dishes + slogans).joined().unicodeScalars)
}
