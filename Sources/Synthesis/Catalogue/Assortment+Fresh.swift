/// Categories of what is kept cold.
extension Assortment {
    static let fresh: [CategoryPlan] =
        department(
            "Dairy", Variety.fruit,
            [
                Row("Milk", [.brick, .petBottle], Variety.plain),
                Row("Yoghurt", [.yoghurtCup, .cupPack]),
                Row("Greek Yoghurt", [.yoghurtCup]),
                Row("Drinking Yoghurt", [.smallBottle, .bottlePack]),
                Row("Pudding", [.yoghurtCup, .cupPack], Variety.sweets),
                Row("Butter", [.soapBox, .margarineTub], Variety.plain),
                Row("Margarine", [.margarineTub], Variety.plain),
                Row("Cream", [.yoghurtCup, .smallBrick], Variety.plain),
                Row("Cream Cheese", [.margarineTub, .saladTub], Variety.savoury),
                Row("Sliced Cheese", [.coldCuts], Variety.savoury),
                Row("Grated Cheese", [.hangingBag, .smallBag], Variety.savoury),
                Row("Soft Cheese", [.soapBox, .saladTub], Variety.savoury),
            ])
        + department(
            "Fresh Food", Variety.dishes,
            [
                Row("Minced Meat", [.meatTray]),
                Row("Chicken", [.meatTray]),
                Row("Ham", [.coldCuts]),
                Row("Salami", [.coldCuts, .hangingBag], Variety.savoury),
                Row("Sausages", [.meatTray, .coldCuts]),
                Row("Bacon", [.coldCuts], Variety.plain),
                Row("Smoked Salmon", [.coldCuts], Variety.plain),
                Row("Seafood", [.meatTray, .saladTub]),
                Row("Vegan Slices", [.coldCuts]),
                Row("Tofu Burgers", [.meatTray]),
            ])
        + department(
            "Fresh Food", Variety.dishes,
            [
                Row("Salads", [.saladTub, .readyMeal]),
                Row("Ready Meals", [.readyMeal, .frozenBox]),
                Row("Sandwiches", [.smallBox]),
                Row("Sushi", [.readyMeal]),
                Row("Fresh Pasta", [.readyMeal, .flatPouch], Variety.savoury),
                Row("Berries", [.fruitTray], Variety.fruit),
                Row("Cut Fruit", [.saladTub, .fruitTray], Variety.fruit),
                Row("Sprouts", [.fruitTray, .pouch], Variety.plain),
            ])
        + department(
            "Frozen", Variety.dishes,
            [
                Row("Pizza", [.frozenBox]),
                Row("Frozen Vegetables", [.frozenBag], Variety.plain),
                Row("Frozen Berries", [.frozenBag], Variety.fruit),
                Row("Chips", [.frozenBag], Variety.plain),
                Row("Fish Fingers", [.frozenBox]),
                Row("Dumplings", [.frozenBag, .readyMeal]),
                Row("Ice Cream", [.iceTub], Variety.sweets),
                Row("Ice Lollies", [.wideBox], Variety.fruit),
                Row("Frozen Meals", [.frozenBox, .frozenBag]),
            ])
}
