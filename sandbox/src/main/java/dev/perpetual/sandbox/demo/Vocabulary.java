package dev.perpetual.sandbox.demo;

import java.util.List;

/** The assortment in words and proportions: what such a shop sells, how heavy, how dear, in which packs. */
final class Vocabulary {
    /**
     * One shelf of the shop. Weights in grams, prices in cents, {@code share} in percent of the assortment.
     *
     * @param packs how many base units an inner pack and a carton hold; 1 for none
     */
    record Shelf(
            String code,
            int share,
            List<String> things,
            int gramsMin,
            int gramsMax,
            int centsMin,
            int centsMax,
            int innerPack,
            int carton,
            String originCountry) {}

    static final List<String> LOOKS = List.of(
            "plain", "oak", "walnut", "slate", "sage", "ivory", "indigo", "copper", "linen", "striped", "ribbed",
            "matt", "glazed", "woven", "brushed", "smoked", "coral", "moss");

    static final List<String> SIZES = List.of("XS", "S", "M", "L", "XL", "set of 2", "set of 4", "set of 6");

    static final List<Shelf> SHELVES = List.of(
            new Shelf(
                    "TAB",
                    22,
                    List.of("mug", "bowl", "plate", "tumbler", "carafe", "tray", "teapot"),
                    180,
                    1_400,
                    590,
                    4_900,
                    6,
                    24,
                    "PT"),
            new Shelf(
                    "TEX",
                    18,
                    List.of("tea towel", "napkin", "cushion cover", "throw", "apron", "bath towel"),
                    60,
                    1_100,
                    690,
                    5_900,
                    5,
                    20,
                    "TR"),
            new Shelf(
                    "KIT",
                    17,
                    List.of("whisk", "peeler", "chopping board", "pan", "scale", "storage jar", "grater"),
                    70,
                    2_600,
                    450,
                    8_900,
                    1,
                    12,
                    "CN"),
            new Shelf(
                    "DEC",
                    16,
                    List.of("candle", "vase", "frame", "wreath", "lantern", "mirror"),
                    90,
                    3_200,
                    390,
                    7_900,
                    4,
                    16,
                    "IN"),
            new Shelf(
                    "GAR",
                    11,
                    List.of("planter", "trowel", "watering can", "bird feeder", "hose reel"),
                    150,
                    4_500,
                    890,
                    6_900,
                    1,
                    8,
                    "PL"),
            new Shelf(
                    "LIG",
                    8,
                    List.of("desk lamp", "string lights", "bulb", "pendant"),
                    60,
                    2_900,
                    790,
                    12_900,
                    1,
                    10,
                    "CN"),
            new Shelf(
                    "FUR",
                    4,
                    List.of("stool", "side table", "bench", "shelf"),
                    3_500,
                    16_000,
                    3_900,
                    24_900,
                    1,
                    1,
                    "LT"),
            new Shelf(
                    "PAP",
                    4,
                    List.of("notebook", "gift wrap", "card", "calendar"),
                    15,
                    600,
                    190,
                    2_400,
                    10,
                    100,
                    "DE"));

    private Vocabulary() {}
}
