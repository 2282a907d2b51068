//! Rows: what the server ships and devices keep. A device never sends one, and keeps the body
//! verbatim, so that fields and kinds of a newer build survive on an older device.

use sale::{ReviewId, SaleId, TableId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;
use xxhash_rust::xxh64::xxh64;

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(from = "String")]
pub enum Kind {
    /// The store itself: [`sale::Store`].
    #[serde(rename = "store")]
    Store,
    /// A till: [`sale::Register`].
    #[serde(rename = "register")]
    Register,
    /// A person: [`sale::Employee`].
    #[serde(rename = "employee")]
    Employee,
    /// Something for sale: [`sale::Product`].
    #[serde(rename = "product")]
    Product,
    /// A saved sale: [`sale::Sale`].
    #[serde(rename = "sale")]
    Sale,
    /// A matter to look at: [`sale::Review`].
    #[serde(rename = "review")]
    Review,
    /// A table of the layout: [`sale::Table`] (rule F8).
    #[serde(rename = "table")]
    Table,
    /// A kind of a newer build: kept, not understood.
    #[serde(untagged)]
    Unknown(String),
}

impl Kind {
    /// Its name on the wire and in storage.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Kind::Store => "store",
            Kind::Register => "register",
            Kind::Employee => "employee",
            Kind::Product => "product",
            Kind::Sale => "sale",
            Kind::Review => "review",
            Kind::Table => "table",
            Kind::Unknown(name) => name,
        }
    }

    /// The kind with this name; a name of a newer build gives [`Kind::Unknown`].
    #[must_use]
    pub fn named(name: &str) -> Kind {
        match name {
            "store" => Kind::Store,
            "register" => Kind::Register,
            "employee" => Kind::Employee,
            "product" => Kind::Product,
            "sale" => Kind::Sale,
            "review" => Kind::Review,
            "table" => Kind::Table,
            _ => Kind::Unknown(name.to_owned()),
        }
    }
}

impl From<String> for Kind {
    fn from(name: String) -> Kind {
        Kind::named(&name)
    }
}

/// Which row: its kind and id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Key {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
}

impl Key {
    /// The row of a sale.
    #[must_use]
    pub fn sale(id: SaleId) -> Key {
        let (kind, id) = (Kind::Sale, id.0);
        Key { kind, id }
    }

    /// The row of a review.
    #[must_use]
    pub fn review(id: ReviewId) -> Key {
        let (kind, id) = (Kind::Review, id.0);
        Key { kind, id }
    }

    /// The row of a table.
    #[must_use]
    pub fn table(id: TableId) -> Key {
        let (kind, id) = (Kind::Table, id.0);
        Key { kind, id }
    }
}

/// One row as of one position of the log. Without a body it says that the row is gone from the
/// open ones: a sale that was closed, voided or merged, a review that was resolved.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// What it is about.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// The position in the log of the mutation that last changed it.
    pub version: u64,
    /// The row, as JSON; none when it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub body: Option<Box<RawValue>>,
}

impl PartialEq for Row {
    fn eq(&self, other: &Row) -> bool {
        self.kind == other.kind
            && self.id == other.id
            && self.version == other.version
            && self.text() == other.text()
    }
}

impl Eq for Row {}

impl Row {
    /// Which row it is.
    #[must_use]
    pub fn key(&self) -> Key {
        Key {
            kind: self.kind.clone(),
            id: self.id,
        }
    }

    /// The body's text; none when the row is gone.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.body.as_ref().map(|body| body.get())
    }

    /// The row's share of the digest; nothing for a row that is gone (rule B3).
    #[must_use]
    pub fn digest(&self) -> Digest {
        let Some(text) = self.text() else {
            return Digest::default();
        };
        let mut hash = xxh64(self.kind.as_str().as_bytes(), self.version);
        hash = xxh64(self.id.as_bytes(), hash);
        Digest {
            count: 1,
            hash: xxh64(text.as_bytes(), hash),
        }
    }
}

/// How many rows a replica holds, and the exclusive or of their hashes: two replicas with the same
/// cursor and the same digest hold the same rows (rule B3). A sum, so it is kept up row by row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Digest {
    /// Rows that are not gone.
    pub count: u64,
    /// Exclusive or of their hashes. As text on the wire: a browser's number has 53 bits.
    #[serde(with = "crate::codec::u64_as_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub hash: u64,
}

impl Digest {
    /// With one row's share put in.
    #[must_use]
    pub fn with(self, row: Digest) -> Digest {
        Digest {
            count: self.count.wrapping_add(row.count),
            hash: self.hash ^ row.hash,
        }
    }

    /// With one row's share taken out.
    #[must_use]
    pub fn without(self, row: Digest) -> Digest {
        Digest {
            count: self.count.wrapping_sub(row.count),
            hash: self.hash ^ row.hash,
        }
    }
}
