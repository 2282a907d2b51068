//! A sale: lines, tenders and a name, kept open to be finished later.

use crate::{
    Customer, Discount, EmployeeId, Field, FieldValue, Line, LineId, Quantity, RegisterId,
    ReviewId, SaleId, TableRef, Tender, Written,
};
use serde::{Deserialize, Serialize};

/// Where a sale stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// Can be changed and paid.
    Open,
    /// Paid and finished; it closes once (rule D3).
    Closed,
    /// Cancelled with a reason.
    Voided,
    /// Its lines and tenders live in another sale; changes are followed there (rule D1).
    Merged(SaleId),
}

/// Where a sale was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Source {
    /// At a till.
    Register,
    /// On a Pay phone.
    Pay,
    /// In BackOffice, an import included.
    BackOffice,
    /// By the webstore.
    Webstore,
}

/// How a sale was finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closing {
    /// Who closed or voided it.
    pub by: EmployeeId,
    /// The register, unless it was a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<RegisterId>,
    /// Device time, only shown (rule B1).
    pub at_ms: i64,
    /// Why, for a void (rule H2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The review that voiding it raised, since there was money on it (rule D4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewId>,
}

/// A sale that was merged into this one. Its lines bear its id, so that its discount goes on taking
/// its share off them alone and the merge can be taken back (rules A6, D6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// The merged sale, [`Status::Merged`] and without lines and tenders. Its own row stays as it was
    /// at the merge; what is written to it later is written here.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub sale: Sale,
    /// Whether its customer became this sale's, which had none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gave_customer: bool,
    /// Whether units of it, once split off this sale, went back to their lines: there is then no
    /// way to tell them apart, and the merge stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub returned: bool,
}

/// A saved sale. It says nothing of sync: what a device has not sent yet is the replica's matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sale {
    /// Its identity.
    pub id: SaleId,
    /// The number that people use, with the register's own prefix (rule C7).
    pub number: String,
    /// What the staff call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Where it was opened.
    pub source: Source,
    /// Who looks after it.
    pub owner: EmployeeId,
    /// Who opened it.
    pub opened_by: EmployeeId,
    /// The register it was opened on; none for a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_id: Option<RegisterId>,
    /// Device time of opening, only shown (rule B1).
    pub opened_at_ms: i64,
    /// Where the party sits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableRef>,
    /// Who it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// How many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<u32>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Something off the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// In the order of arrival; removed ones stay with a quantity of nought.
    pub lines: Vec<Line>,
    /// In the order of arrival.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<Tender>,
    /// The finished sale whose late goods this one takes (rules D2, D4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<SaleId>,
    /// The sale that this one was split off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<SaleId>,
    /// What was merged into it, and into that, in the order of merging (rule D6).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Who wrote its fields last; none for a field that is as it was at opening (rule C4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<Written>,
    /// How it was finished; none while open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
}

impl Sale {
    /// Most lines that a sale may have; the one that would be over goes to a review.
    pub const MOST_LINES: usize = 1_000;
    /// Most tenders that a sale may have; the one that would be over goes to a review.
    pub const MOST_TENDERS: usize = 64;
    /// Most sales that may have been merged into one; the one that would be over goes to a review.
    pub const MOST_PARTS: usize = 32;

    /// Whether it can still be changed and paid.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// The lines that still have units.
    pub fn standing_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.is_removed())
    }

    /// Units on it, in thousandths.
    #[must_use]
    pub fn units(&self) -> Quantity {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    /// How many items stand on the sale, as every list counts them: units, and what is weighed or
    /// measured as one.
    #[must_use]
    pub fn items(&self) -> u64 {
        let items = self
            .standing_lines()
            .map(|line| match line.quantity.0 % 1_000 {
                0 => u64::try_from(line.quantity.0 / 1_000).unwrap_or(0),
                _ => 1,
            });
        items.sum()
    }

    /// The line with this id, removed or not.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// What was merged into it under this id.
    #[must_use]
    pub fn part(&self, id: SaleId) -> Option<&Part> {
        self.parts.iter().find(|part| part.sale.id == id)
    }

    /// What a field of it, or of one of its lines, holds; none when there is no such line or field.
    #[must_use]
    pub fn field(&self, line: Option<LineId>, field: Field) -> Option<FieldValue> {
        if let Some(line) = line {
            return self.line(line)?.field(field);
        }
        Some(match field {
            Field::Name => FieldValue::Name(self.name.clone()),
            Field::Note => FieldValue::Note(self.note.clone()),
            Field::Guests => FieldValue::Guests(self.guests),
            Field::Table => FieldValue::Table(self.table.clone()),
            Field::Customer => FieldValue::Customer(self.customer.clone()),
            Field::Owner => FieldValue::Owner(self.owner),
            Field::Discount => FieldValue::Discount(self.discount),
            Field::UnitPrice | Field::Modifiers => return None,
        })
    }

    /// What to call it on a screen: its name, else its customer's, else its table's, else its number.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name
            .as_deref()
            .or(self.customer.as_ref().map(|c| c.name.as_str()))
            .or(self.table.as_ref().map(|t| t.name.as_str()))
            .unwrap_or(&self.number)
    }
}
