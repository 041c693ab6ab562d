import Retail

/// What one category of a shop sells: which packages, in which sizes, in which varieties.
struct CategoryPlan: Sendable {
    let department: String
    let name: String
    let packages: [PackagePlan]
    let varieties: [Variety]
}

/// One package a category uses, with the sizes it comes in, smallest first.
struct PackagePlan: Sendable {
    let form: PackageForm
    /// Millimetres of the first size; larger sizes grow with the cube root of their content.
    let size: PackageSize
    let contents: [Int]
    let unit: String
}

/// A flavour or scent: its word and the hue it is known by, in turns, with its saturation and brightness.
struct Variety: Sendable {
    let word: String
    let colour: Colour

    init(_ word: String, _ hue: Float, _ saturation: Float = 0.85, _ value: Float = 0.85) {
        self.word = word
        colour = Colour(hue: hue, saturation: saturation, value: value)
    }

    /// The colour that a variety's word stands for on any label; neutral when it stands for none.
    static func colour(of word: String) -> Colour {
        for variety in all where variety.word == word { return variety.colour }
        return Colour(hue: Float(stableHash([word]) % 97) / 97, saturation: 0.75, value: 0.8)
    }

    private static let all = fruit + savoury + scents + sweets + plain

    static let fruit = [
        Variety("Lemon", 0.15), Variety("Orange", 0.08), Variety("Cherry", 0.97), Variety("Apple", 0.28),
        Variety("Mango", 0.11), Variety("Berry", 0.78), Variety("Peach", 0.05, 0.5, 0.98),
        Variety("Grape", 0.80, 0.7, 0.55), Variety("Lime", 0.23), Variety("Mint", 0.42),
        Variety("Strawberry", 0.98, 0.75, 0.95), Variety("Coconut", 0.55, 0.25, 0.95),
        Variety("Ginger", 0.10, 0.6, 0.75), Variety("Pear", 0.20, 0.6, 0.85),
    ]
    static let savoury = [
        Variety("Paprika", 0.02), Variety("Sea Salt", 0.58), Variety("Cheese", 0.13), Variety("Onion", 0.33),
        Variety("Chili", 0.99, 0.95, 0.8), Variety("Herbs", 0.34, 0.7, 0.5),
        Variety("Garlic", 0.12, 0.25, 0.9),
        Variety("Pepper", 0.0, 0.0, 0.2), Variety("Tomato", 0.0, 0.85, 0.85),
        Variety("Basil", 0.31, 0.8, 0.5),
        Variety("Barbecue", 0.04, 0.8, 0.45), Variety("Curry", 0.11, 0.9, 0.8),
    ]
    static let scents = [
        Variety("Lavender", 0.74, 0.5, 0.8), Variety("Ocean", 0.54), Variety("Rose", 0.94, 0.5, 0.95),
        Variety("Fresh", 0.5, 0.7, 0.85), Variety("Aloe", 0.38, 0.6, 0.75),
        Variety("Sensitive", 0.56, 0.2, 0.95),
        Variety("Citrus", 0.14), Variety("Pine", 0.4, 0.8, 0.45), Variety("Vanilla", 0.12, 0.35, 0.97),
        Variety("Cotton", 0.6, 0.3, 0.9),
    ]
    static let sweets = [
        Variety("Milk", 0.6, 0.6, 0.8), Variety("Dark", 0.04, 0.8, 0.25), Variety("Hazelnut", 0.07, 0.7, 0.5),
        Variety("Caramel", 0.09, 0.8, 0.75), Variety("Honey", 0.12, 0.85, 0.9),
        Variety("Almond", 0.08, 0.4, 0.8),
        Variety("Cocoa", 0.05, 0.7, 0.35), Variety("Raspberry", 0.93, 0.85, 0.8),
        Variety("White", 0.13, 0.12, 1),
        Variety("Toffee", 0.07, 0.75, 0.65),
    ]
    static let plain = [
        Variety("Classic", 0.0, 0.85, 0.75), Variety("Organic", 0.27, 0.7, 0.55),
        Variety("Light", 0.55, 0.5, 0.9),
        Variety("Extra", 0.13, 0.9, 0.85), Variety("Mild", 0.45, 0.4, 0.85),
        Variety("Strong", 0.0, 0.0, 0.15),
        Variety("Zero", 0.0, 0.0, 0.1), Variety("Gold", 0.12, 0.6, 0.75), Variety("Fine", 0.62, 0.7, 0.6),
        Variety("Whole", 0.07, 0.6, 0.5),
    ]
}

/// The departments and categories of the made-up shops.
enum Assortment {
    static let categories: [CategoryPlan] = table.map { row in
        CategoryPlan(department: row.0, name: row.1, packages: row.2, varieties: row.3 + Variety.plain)
    }

    private static func plan(
        _ form: PackageForm, _ width: Double, _ height: Double, _ depth: Double, _ unit: String,
        _ contents: Int...
    ) -> PackagePlan {
        let size = PackageSize(widthMM: width, heightMM: height, depthMM: depth)
        return PackagePlan(form: form, size: size, contents: contents, unit: unit)
    }

    private static let table: [(String, String, [PackagePlan], [Variety])] = [
        (
            "Drinks", "Soft Drinks",
            [plan(.bottle, 62, 205, 62, "ml", 500, 1000, 1500), plan(.can, 60, 115, 60, "ml", 330, 500)],
            Variety.fruit
        ),
        (
            "Drinks", "Juice",
            [
                plan(.box, 62, 170, 58, "ml", 500, 1000, 1500),
                plan(.bottle, 65, 190, 65, "ml", 500, 750, 1000),
            ], Variety.fruit
        ),
        ("Drinks", "Water", [plan(.bottle, 60, 200, 60, "ml", 500, 1000, 1500)], Variety.fruit),
        (
            "Drinks", "Beer",
            [plan(.can, 62, 122, 62, "ml", 350, 500), plan(.bottle, 60, 215, 60, "ml", 330, 500)],
            Variety.savoury
        ),
        ("Drinks", "Energy Drinks", [plan(.can, 53, 134, 53, "ml", 250, 355, 500)], Variety.fruit),
        (
            "Coffee and Tea", "Coffee",
            [plan(.bag, 90, 165, 60, "g", 200, 400, 500), plan(.can, 82, 95, 82, "g", 100, 200, 250)],
            Variety.sweets
        ),
        ("Coffee and Tea", "Tea", [plan(.box, 125, 75, 65, "bags", 20, 40, 50)], Variety.fruit),
        ("Breakfast", "Cereal", [plan(.box, 170, 255, 60, "g", 300, 375, 500, 750)], Variety.sweets),
        (
            "Breakfast", "Spreads", [plan(.can, 75, 100, 75, "g", 250, 350, 450)],
            Variety.sweets + Variety.fruit
        ),
        ("Breakfast", "Oats", [plan(.bag, 125, 190, 65, "g", 400, 500, 1000)], Variety.fruit),
        (
            "Snacks", "Crisps",
            [plan(.bag, 175, 240, 65, "g", 100, 150, 200), plan(.can, 76, 230, 76, "g", 130, 175)],
            Variety.savoury
        ),
        ("Snacks", "Nuts", [plan(.bag, 110, 155, 40, "g", 100, 150, 200)], Variety.savoury),
        ("Snacks", "Crackers", [plan(.box, 150, 95, 55, "g", 100, 150, 250)], Variety.savoury),
        ("Sweets", "Chocolate", [plan(.box, 78, 155, 14, "g", 80, 100, 200)], Variety.sweets),
        (
            "Sweets", "Biscuits",
            [plan(.box, 200, 65, 60, "g", 150, 200, 300), plan(.bag, 130, 180, 50, "g", 125, 175)],
            Variety.sweets
        ),
        ("Sweets", "Gummies", [plan(.bag, 130, 175, 35, "g", 100, 200, 300)], Variety.fruit),
        (
            "Pantry", "Pasta",
            [plan(.bag, 110, 220, 55, "g", 400, 500, 1000), plan(.box, 85, 180, 55, "g", 250, 500)],
            Variety.savoury
        ),
        (
            "Pantry", "Rice",
            [plan(.bag, 120, 185, 55, "g", 500, 1000), plan(.box, 95, 160, 55, "g", 250, 500)],
            Variety.savoury
        ),
        (
            "Pantry", "Sauces",
            [plan(.bottle, 62, 185, 62, "ml", 250, 350, 500), plan(.bag, 120, 150, 30, "g", 120, 180)],
            Variety.savoury
        ),
        ("Pantry", "Tinned Food", [plan(.can, 75, 108, 75, "g", 240, 400, 800)], Variety.savoury),
        (
            "Pantry", "Soups",
            [plan(.bag, 125, 160, 25, "g", 60, 90, 120), plan(.can, 84, 105, 84, "g", 300, 400)],
            Variety.savoury
        ),
        (
            "Pantry", "Instant Noodles",
            [plan(.can, 95, 110, 95, "g", 65, 80), plan(.bag, 130, 125, 40, "g", 80, 100)], Variety.savoury
        ),
        ("Pantry", "Oil and Vinegar", [plan(.bottle, 65, 235, 65, "ml", 250, 500, 750)], Variety.savoury),
        (
            "Pantry", "Baking",
            [plan(.box, 100, 145, 45, "g", 250, 500), plan(.bag, 105, 160, 60, "g", 500, 1000)],
            Variety.sweets
        ),
        (
            "Household", "Laundry",
            [plan(.bottle, 125, 245, 75, "ml", 750, 1000, 1500), plan(.box, 160, 210, 80, "g", 800, 1200)],
            Variety.scents
        ),
        ("Household", "Cleaning", [plan(.bottle, 78, 235, 60, "ml", 500, 750, 1000)], Variety.scents),
        (
            "Household", "Dishwashing",
            [plan(.bottle, 72, 200, 52, "ml", 400, 500, 750), plan(.bag, 160, 190, 60, "tabs", 30, 45, 60)],
            Variety.scents
        ),
        ("Care", "Shampoo", [plan(.bottle, 70, 180, 45, "ml", 200, 300, 400)], Variety.scents),
        (
            "Care", "Soap",
            [plan(.bottle, 66, 160, 52, "ml", 250, 300, 500), plan(.box, 95, 60, 35, "g", 100, 150)],
            Variety.scents
        ),
        ("Care", "Toothpaste", [plan(.box, 185, 45, 38, "ml", 75, 100)], Variety.scents),
        ("Care", "Deodorant", [plan(.can, 48, 160, 48, "ml", 150, 200)], Variety.scents),
        (
            "Pets", "Cat Food",
            [plan(.can, 74, 60, 74, "g", 100, 200, 400), plan(.bag, 150, 210, 60, "g", 300, 400)],
            Variety.savoury
        ),
        (
            "Pets", "Dog Food",
            [plan(.can, 76, 110, 76, "g", 400, 800), plan(.bag, 180, 250, 70, "g", 500, 1000)],
            Variety.savoury
        ),
    ]
}
