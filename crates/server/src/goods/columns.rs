//! What the columns of a table are, by their heads: as our own export calls them, and as other
//! programs do, in the languages of the app.

use crate::storage::folded;
use sync::api::goods::Column;

/// The head of each column in what we write.
pub(crate) const HEADS: [(Column, &str); 9] = [
    (Column::Code, "Code"),
    (Column::Barcode, "Barcode"),
    (Column::Name, "Name"),
    (Column::Category, "Category"),
    (Column::Price, "Price"),
    (Column::Tax, "Tax"),
    (Column::KitchenStation, "Kitchen station"),
    (Column::Unit, "Unit"),
    (Column::OnSale, "On sale"),
];

/// Heads without accents, large letters and anything but letters.
const KNOWN: [(Column, &[&str]); 9] = [
    (
        Column::Code,
        &[
            "code",
            "sku",
            "stockcode",
            "itemcode",
            "itemnumber",
            "productcode",
            "articlenumber",
            "artikelnummer",
            "artnr",
            "reference",
            "referencia",
            "ref",
            "codigo",
            "plu",
            "id",
            "الرمز",
            "رمز",
        ],
    ),
    (
        Column::Barcode,
        &[
            "barcode",
            "barcodes",
            "ean",
            "upc",
            "gtin",
            "eanupc",
            "codebarres",
            "codebarre",
            "codigodebarras",
            "strichcode",
            "باركود",
            "الباركود",
        ],
    ),
    (
        Column::Name,
        &[
            "name",
            "description",
            "product",
            "productname",
            "item",
            "itemname",
            "title",
            "nom",
            "designation",
            "nombre",
            "descripcion",
            "producto",
            "articulo",
            "bezeichnung",
            "artikel",
            "produit",
            "libelle",
            "الاسم",
            "المنتج",
        ],
    ),
    (
        Column::Category,
        &[
            "category",
            "categories",
            "department",
            "group",
            "type",
            "collection",
            "categorie",
            "categoria",
            "rayon",
            "kategorie",
            "warengruppe",
            "departamento",
            "الفئة",
        ],
    ),
    (
        Column::Price,
        &[
            "price",
            "unitprice",
            "sellingprice",
            "retailprice",
            "saleprice",
            "prix",
            "prixttc",
            "precio",
            "pvp",
            "preis",
            "verkaufspreis",
            "vk",
            "السعر",
        ],
    ),
    (
        Column::Tax,
        &[
            "tax",
            "taxrate",
            "taxes",
            "vat",
            "vatrate",
            "tva",
            "iva",
            "impuesto",
            "mwst",
            "الضريبة",
        ],
    ),
    (
        Column::KitchenStation,
        &[
            "kitchenstation",
            "station",
            "printer",
            "kitchen",
            "postedecuisine",
            "cocina",
        ],
    ),
    (
        Column::Unit,
        &[
            "unit",
            "uom",
            "unitofmeasure",
            "soldby",
            "unite",
            "unidad",
            "einheit",
            "الوحدة",
        ],
    ),
    (
        Column::OnSale,
        &[
            "onsale",
            "active",
            "available",
            "enabled",
            "envente",
            "actif",
            "activo",
            "aktiv",
        ],
    ),
];

/// What each column seems to be; none twice.
pub(crate) fn guessed(heads: &[String]) -> Vec<Option<Column>> {
    let mut taken = Vec::new();
    let columns = heads.iter().map(|head| {
        let head: String = folded(head).chars().filter(|c| c.is_alphabetic()).collect();
        let known = KNOWN
            .iter()
            .find(|(_, names)| names.iter().any(|name| folded(name) == head));
        let column = known
            .map(|(column, _)| *column)
            .filter(|column| !taken.contains(column))?;
        taken.push(column);
        Some(column)
    });
    columns.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_in_any_case_and_language() {
        let of =
            |heads: &[&str]| guessed(&heads.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>());
        let own: Vec<&str> = HEADS.iter().map(|(_, head)| *head).collect();
        let expected: Vec<_> = HEADS.iter().map(|(column, _)| Some(*column)).collect();
        assert_eq!(of(&own), expected);
        use Column::{Category, Code, Name, Price};
        for heads in [
            ["STOCKCODE", "description", "Unit price", "category"],
            ["Référence", "Désignation", "PRIX", "Catégorie"],
            ["Código", "Nombre", "Precio", "Categoría"],
            ["SKU", "Title", "Retail Price", "Department"],
        ] {
            assert_eq!(
                of(&heads),
                [Some(Code), Some(Name), Some(Price), Some(Category)],
                "{heads:?}"
            );
        }
        assert_eq!(of(&["Name", "name", "Colour"]), [Some(Name), None, None]);
    }
}
