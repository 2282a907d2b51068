//! What a sale is called and who sits where, and how that is saved.
//!
//! It must not know how it is typed.

use super::sheet::Sheet;
use super::{Till, tables};
use crate::i18n::t;
use crate::platform::ids::new_uuid;
use crate::ui::Toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, LineId, OpenSale, Sale, SaleId, Source};

/// What a sale is called and who sits where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Its name.
    pub name: Option<String>,
    /// Where the party sits.
    pub table: Option<String>,
    /// How many people.
    pub guests: Option<u32>,
    /// A remark.
    pub note: Option<String>,
}

impl Details {
    /// Those of a sale.
    pub fn of(sale: &Sale) -> Details {
        Details {
            name: sale.name.clone(),
            table: sale.table.as_ref().map(|table| table.name.clone()),
            guests: sale.guests,
            note: sale.note.clone(),
        }
    }
}

impl Till {
    /// Saves the draft under these details, or writes them onto the sale on the screen. The dialog
    /// stays until that is done, so that nothing typed is lost.
    pub fn save(self, details: Details) {
        if self.saving.get_untracked() {
            return;
        }
        self.saving.set(true);
        let title = details.name.clone().or_else(|| details.table.clone());
        let view = self.view.get_untracked();
        spawn_local(async move {
            let saved = match view {
                Some(view) => self.rewrite(&view.sale, details).await,
                None => self.open_draft(details).await.is_some(),
            };
            self.saving.set(false);
            if saved {
                let _ = self.sheet.try_update(|sheet| {
                    sheet.take_if(|sheet| *sheet == Sheet::Details);
                });
                let title = title.unwrap_or_else(|| t().register.cart.to_owned());
                self.toasts.show(Toast::done(t().register.saved_as(&title)));
            }
        });
    }

    /// Saves the draft as a sale; none when that did not work, and the draft stays.
    pub async fn open_draft(self, details: Details) -> Option<SaleId> {
        let sale_id = SaleId(new_uuid());
        let lines = self.draft.get_untracked();
        let open = OpenSale {
            sale_id,
            number: String::new(),
            source: Source::Register,
            name: details.name,
            table: details.table.map(|name| tables::named(self, name)),
            customer: None,
            guests: details.guests,
            note: details.note,
            lines: lines.clone(),
        };
        if !self.change(Change::Open(open)).await {
            return None;
        }
        let saved: Vec<LineId> = lines.iter().map(|line| line.id).collect();
        self.draft
            .update(|now| now.retain(|line| !saved.contains(&line.id)));
        Some(sale_id)
    }

    /// Writes what differs in the details of the sale on the screen.
    pub async fn rewrite(self, sale: &Sale, details: Details) -> bool {
        let (sale_id, before) = (sale.id, Details::of(sale));
        let mut changes = Vec::new();
        if before.name != details.name {
            changes.push(Change::Name {
                sale_id,
                name: details.name,
            });
        }
        if before.table != details.table {
            let table = details.table.map(|name| tables::named(self, name));
            changes.push(Change::Table { sale_id, table });
        }
        if before.guests != details.guests {
            changes.push(Change::Guests {
                sale_id,
                guests: details.guests,
            });
        }
        if before.note != details.note {
            changes.push(Change::Note {
                sale_id,
                note: details.note,
            });
        }
        for change in changes {
            if !self.change(change).await {
                return false;
            }
        }
        true
    }
}
