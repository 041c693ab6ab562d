/// Categories of what is drunk.
extension Assortment {
    static let drinks: [CategoryPlan] =
        department(
            "Drinks", Variety.fruit,
            [
                Row("Cola", [.petBottle, .drinkCan, .canPack]),
                Row("Lemonade", [.petBottle, .drinkCan, .bottlePack]),
                Row("Orange Juice", [.brick, .petBottle]),
                Row("Fruit Nectar", [.brick, .glassBottle]),
                Row("Children's Drinks", [.smallBrick, .brickPack]),
                Row("Still Water", [.petBottle, .bottlePack]),
                Row("Sparkling Water", [.petBottle, .glassBottle]),
                Row("Flavoured Water", [.petBottle]),
                Row("Sports Drinks", [.petBottle, .smallBottle]),
                Row("Energy Drinks", [.slimCan, .canPack]),
                Row("Iced Tea", [.petBottle, .brick]),
                Row("Green Tea Drinks", [.petBottle, .smallBottle]),
                Row("Iced Coffee", [.drinkCan, .smallBottle], Variety.sweets),
                Row("Syrup", [.glassBottle]),
                Row("Smoothies", [.smallBottle]),
                Row("Soy Drinks", [.brick, .smallBrick], Variety.sweets),
            ])
        + department(
            "Beer and Wine", Variety.plain,
            [
                Row("Lager", [.drinkCan, .glassBottle, .canPack]),
                Row("Ale", [.glassBottle, .drinkCan]),
                Row("Alcohol Free Beer", [.drinkCan, .glassBottle, .canPack]),
                Row("Cider", [.glassBottle, .drinkCan], Variety.fruit),
                Row("Red Wine", [.wineBottle]),
                Row("White Wine", [.wineBottle]),
                Row("Sparkling Wine", [.wineBottle]),
                Row("Sake", [.wineBottle, .brick]),
                Row("Whisky", [.wineBottle]),
                Row("Liqueur", [.wineBottle], Variety.fruit),
                Row("Highball", [.drinkCan, .slimCan], Variety.fruit),
            ])
        + department(
            "Coffee and Tea", Variety.sweets,
            [
                Row("Ground Coffee", [.coffeeBag, .coffeeTin]),
                Row("Coffee Beans", [.coffeeBag]),
                Row("Instant Coffee", [.smallJar, .jar, .coffeeBag]),
                Row("Coffee Pods", [.wideBox, .pouch]),
                Row("Black Tea", [.teaBox, .coffeeTin], Variety.fruit),
                Row("Green Tea", [.teaBox, .pouch]),
                Row("Herbal Tea", [.teaBox], Variety.fruit),
                Row("Cocoa", [.coffeeTin, .smallBox]),
                Row("Creamer", [.jar, .pouch]),
            ])
}
