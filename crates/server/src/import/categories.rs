//! Which shelf a product of the data set is put on: by the words of its description, so that the
//! catalogue has a dozen shelves and not one with thousands.

/// Shelves with the words that lead there, the first that fits.
const SHELVES: &[(&str, &[&str])] = &[
    (
        "Christmas",
        &[
            "christmas",
            "xmas",
            "advent",
            "reindeer",
            "santa",
            "snowflake",
            "snowman",
            "bauble",
        ],
    ),
    (
        "Bags",
        &["bag", "purse", "satchel", "shopper", "backpack", "suitcase"],
    ),
    (
        "Candles & lights",
        &[
            "candle",
            "light",
            "lights",
            "lantern",
            "lamp",
            "candlestick",
            "candleholder",
        ],
    ),
    (
        "Kitchen",
        &[
            "mug",
            "cup",
            "plate",
            "bowl",
            "tea",
            "teapot",
            "coffee",
            "jam",
            "cake",
            "cakestand",
            "kitchen",
            "bottle",
            "lunch",
            "spoon",
            "jar",
            "apron",
            "baking",
            "glass",
            "jug",
            "cutlery",
            "tray",
            "pantry",
            "recipe",
            "egg",
            "coaster",
            "napkin",
            "tin",
        ],
    ),
    (
        "Garden",
        &[
            "garden",
            "plant",
            "flower",
            "bird",
            "watering",
            "gardeners",
            "herb",
            "seed",
        ],
    ),
    (
        "Cards & paper",
        &[
            "card",
            "paper",
            "notebook",
            "wrap",
            "sticker",
            "pen",
            "pencil",
            "tissue",
            "stationery",
            "book",
            "tape",
            "chalk",
            "envelope",
        ],
    ),
    (
        "Toys & games",
        &[
            "toy",
            "game",
            "doll",
            "puzzle",
            "playhouse",
            "jigsaw",
            "skittle",
            "dominoes",
            "block",
        ],
    ),
    (
        "Jewellery",
        &[
            "necklace",
            "earring",
            "bracelet",
            "ring",
            "jewellery",
            "bangle",
            "brooch",
            "keyring",
        ],
    ),
    (
        "Signs & frames",
        &[
            "sign", "frame", "clock", "mirror", "picture", "doormat", "hook", "photo",
        ],
    ),
    (
        "Party",
        &[
            "party", "bunting", "balloon", "garland", "birthday", "ribbon",
        ],
    ),
];

/// The shelf of what is no product but a fee.
const CHARGES: &str = "Charges";
/// The shelf of everything else.
const OTHER: &str = "Other";

/// The shelf of a product.
pub(super) fn of(code: &str, description: &str) -> &'static str {
    if !code.bytes().any(|byte| byte.is_ascii_digit()) || code == "C2" {
        return CHARGES;
    }
    let text = description.to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let leads = |there: &&&str| words.iter().any(|word| is_one(word, there));
    SHELVES
        .iter()
        .find(|(_, there)| there.iter().any(|word| leads(&word)))
        .map_or(OTHER, |(shelf, _)| shelf)
}

/// Whether a word is another one, or its plural.
fn is_one(word: &str, there: &str) -> bool {
    word.strip_prefix(there)
        .is_some_and(|rest| matches!(rest, "" | "s" | "es"))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn words_lead_to_shelves() {
        for (code, description, shelf) in [
            (
                "85123A",
                "WHITE HANGING HEART T-LIGHT HOLDER",
                "Candles & lights",
            ),
            ("85099B", "JUMBO BAG RED RETROSPOT", "Bags"),
            ("22086", "PAPER CHAIN KIT 50'S CHRISTMAS", "Christmas"),
            ("21731", "RED TOADSTOOL LED NIGHT DELIGHT", "Other"),
            ("POST", "POSTAGE", "Charges"),
            ("22960", "JAM MAKING SET WITH JARS", "Kitchen"),
        ] {
            assert_eq!(of(code, description), shelf, "{description}");
        }
    }
}
