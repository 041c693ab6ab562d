/// Categories of what keeps for long and is cooked with.
extension Assortment {
    static let pantry: [CategoryPlan] =
        department(
            "Breakfast and Bakery", Variety.sweets,
            [
                Row("Cornflakes", [.cereal]),
                Row("Muesli", [.pouch, .cereal], Variety.fruit),
                Row("Granola", [.pouch]),
                Row("Oats", [.stapleBag, .cereal], Variety.fruit),
                Row("Jam", [.jar, .smallJar], Variety.fruit),
                Row("Honey", [.jar, .squeezeBottle]),
                Row("Chocolate Spread", [.jar, .tallJar]),
                Row("Peanut Butter", [.jar]),
                Row("Cereal Bars", [.wideBox], Variety.fruit),
                Row("Pancake Mix", [.smallBox, .pouch]),
            ])
        + department(
            "Pantry", Variety.savoury,
            [
                Row("Spaghetti", [.stapleBag, .smallBox]),
                Row("Short Pasta", [.stapleBag]),
                Row("Rice", [.stapleBag, .smallBox]),
                Row("Lentils", [.stapleBag, .tin]),
                Row("Beans", [.tin, .tinPack]),
                Row("Sweetcorn", [.tin, .tinPack]),
                Row("Tinned Tomatoes", [.tin, .tinPack]),
                Row("Tinned Fruit", [.tin], Variety.fruit),
                Row("Tuna", [.flatTin, .tinPack], Variety.dishes),
                Row("Sardines", [.flatTin], Variety.dishes),
                Row("Flour", [.stapleBag], Variety.plain),
                Row("Sugar", [.stapleBag, .smallBox], Variety.plain),
                Row("Salt", [.smallBox, .crispTube], Variety.plain),
                Row("Baking Mix", [.smallBox], Variety.sweets),
                Row("Cake Decoration", [.spiceJar, .hangingBag], Variety.sweets),
                Row("Olive Oil", [.glassBottle, .wineBottle], Variety.plain),
                Row("Cooking Oil", [.petBottle], Variety.plain),
                Row("Vinegar", [.glassBottle], Variety.plain),
                Row("Pickles", [.tallJar, .jar]),
                Row("Olives", [.jar, .pouch]),
                Row("Antipasti", [.jar, .saladTub]),
                Row("Eggs", [.smallBox], Variety.plain),
            ])
        + department(
            "World Kitchen", Variety.dishes,
            [
                Row("Curry Roux", [.curryBox]),
                Row("Curry Pouches", [.flatPouch, .curryBox]),
                Row("Ramen", [.noodleBag, .cupMeal]),
                Row("Cup Noodles", [.cupMeal]),
                Row("Udon", [.noodleBag, .pouch]),
                Row("Miso", [.margarineTub, .pouch], Variety.plain),
                Row("Soy Sauce", [.sauceBottle, .petBottle], Variety.plain),
                Row("Seaweed", [.hangingBag, .pouch], Variety.savoury),
                Row("Tofu", [.saladTub, .readyMeal], Variety.plain),
                Row("Coconut Milk", [.tin, .smallBrick], Variety.plain),
                Row("Taco Kits", [.smallBox, .wideBox], Variety.savoury),
                Row("Tortillas", [.breadBag], Variety.plain),
                Row("Kimchi", [.saladTub, .jar], Variety.savoury),
                Row("Rice Crackers", [.pillowBag, .smallBag], Variety.savoury),
                Row("Fried Rice Mix", [.flatPouch, .hangingBag]),
            ])
        + department(
            "Sauces and Soups", Variety.savoury,
            [
                Row("Ketchup", [.squeezeBottle, .sauceBottle]),
                Row("Mayonnaise", [.squeezeBottle, .jar]),
                Row("Mustard", [.pasteTube, .smallJar]),
                Row("Tomato Paste", [.pasteTube, .flatTin]),
                Row("Barbecue Sauce", [.squeezeBottle, .sauceBottle]),
                Row("Hot Sauce", [.sauceBottle]),
                Row("Salad Dressing", [.sauceBottle]),
                Row("Pasta Sauce", [.tallJar, .pouch]),
                Row("Pesto", [.smallJar]),
                Row("Gravy", [.smallBox, .coffeeTin], Variety.dishes),
                Row("Stock Cubes", [.soapBox], Variety.dishes),
                Row("Packet Soup", [.flatPouch], Variety.dishes),
                Row("Tinned Soup", [.tin], Variety.dishes),
                Row("Spices", [.spiceJar, .hangingBag]),
                Row("Herbs", [.spiceJar]),
                Row("Seasoning Mix", [.flatPouch, .hangingBag], Variety.dishes),
            ])
}
