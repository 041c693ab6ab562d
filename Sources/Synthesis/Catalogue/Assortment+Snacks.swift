/// Categories of what is nibbled, and bread.
extension Assortment {
    static let snacks: [CategoryPlan] =
        department(
            "Snacks", Variety.savoury,
            [
                Row("Crisps", [.pillowBag, .crispTube]),
                Row("Tortilla Chips", [.pillowBag]),
                Row("Popcorn", [.pillowBag, .smallBox], Variety.sweets),
                Row("Peanuts", [.smallBag, .coffeeTin]),
                Row("Mixed Nuts", [.smallBag, .pouch]),
                Row("Dried Fruit", [.pouch, .hangingBag], Variety.fruit),
                Row("Crackers", [.wideBox, .smallBag]),
                Row("Pretzels", [.pillowBag]),
                Row("Dips", [.saladTub, .jar]),
                Row("Jerky", [.hangingBag], Variety.dishes),
            ])
        + department(
            "Sweets", Variety.sweets,
            [
                Row("Chocolate Bars", [.barBox]),
                Row("Chocolate Pieces", [.smallBag, .wideBox]),
                Row("Pralines", [.wideBox, .smallBox]),
                Row("Biscuits", [.wideBox, .smallBag]),
                Row("Wafers", [.wideBox, .smallBag]),
                Row("Cookies", [.smallBag, .wideBox]),
                Row("Gummies", [.smallBag, .hangingBag], Variety.fruit),
                Row("Boiled Sweets", [.smallBag, .coffeeTin], Variety.fruit),
                Row("Chewing Gum", [.soapBox, .hangingBag], Variety.fruit),
                Row("Liquorice", [.smallBag]),
                Row("Marshmallows", [.smallBag], Variety.fruit),
                Row("Cakes", [.wideBox, .breadBag]),
                Row("Mochi", [.wideBox, .meatTray]),
            ])
        + department(
            "Breakfast and Bakery", Variety.plain,
            [
                Row("Toast", [.breadBag]),
                Row("Sliced Bread", [.breadBag]),
                Row("Rolls", [.breadBag]),
                Row("Crispbread", [.wideBox, .smallBox]),
                Row("Croissants", [.breadBag, .readyMeal], Variety.sweets),
                Row("Muffins", [.fruitTray, .breadBag], Variety.sweets),
            ])
}
