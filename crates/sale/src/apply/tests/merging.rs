//! Merging and taking it back (rules A6, D1, D5, D6).

use super::shop::*;
use crate::*;

fn guests(sale: u128, guests: u32) -> Change {
    Change::Guests {
        sale_id: sale_id(sale),
        guests: Some(guests),
    }
}

fn note(sale: u128, note: &str) -> Change {
    Change::Note {
        sale_id: sale_id(sale),
        note: Some(note.into()),
    }
}

fn customer(sale: u128, name: &str) -> Change {
    Change::Customer {
        sale_id: sale_id(sale),
        customer: Some(named(name)),
    }
}

fn named(name: &str) -> Customer {
    Customer {
        name: name.into(),
        reference: None,
    }
}

/// Two sales with 10.00 and 3.33 on them.
fn two() -> Shop {
    shop(&[open(1), open(2), add(1, 10, 2, 500), add(2, 20, 1, 333)])
}

#[test]
fn d6_a_merge_keeps_lines_tenders_discounts_notes_and_guests_of_both() {
    let mut shop = two();
    for change in [
        off(1, Discount::Percent(1_000)),
        off(2, Discount::Amount(Money(33))),
        guests(1, 2),
        guests(2, 3),
        note(1, "window"),
        note(2, "birthday"),
        tender(1, 30, 100),
        tender(2, 31, 50),
    ] {
        shop.make(&change);
    }
    let before = shop.total(1) + shop.total(2);
    assert_eq!(before, 900 + 300);
    let outcome = shop.make(&merge(1, 2));
    assert_eq!(outcome, Outcome::default());
    assert_eq!(shop.status(1), Status::Merged(sale_id(2)));
    assert!(shop.of(1).lines.is_empty() && shop.of(1).tenders.is_empty());
    let whole = shop.of(2);
    assert_eq!(whole.totals().total, Money(before));
    assert_eq!(whole.totals().paid, Money(150));
    assert_eq!(whole.guests, Some(5));
    assert_eq!(whole.note.as_deref(), Some("birthday\nwindow"));
    assert_eq!(whole.parts[0].sale, *shop.of(1));
    // The discounts go on taking their own share when quantities change.
    shop.make(&more(2, 10, 2));
    assert_eq!(shop.total(2), 1_800 + 300);
    shop.make(&more(2, 20, 1));
    assert_eq!(shop.total(2), 1_800 + 666 - 33);
}

#[test]
fn d6_of_two_customers_the_target_keeps_its_own_and_the_other_is_listed() {
    for (ours, theirs, kept, listed) in [
        (None, None, None, None),
        (Some("Priya"), None, Some("Priya"), None),
        (None, Some("Sam"), Some("Sam"), None),
        (Some("Priya"), Some("Sam"), Some("Priya"), Some("Sam")),
        (Some("Priya"), Some("Priya"), Some("Priya"), None),
    ] {
        let mut shop = two();
        for (sale, name) in [(2, ours), (1, theirs)] {
            if let Some(name) = name {
                shop.make(&customer(sale, name));
            }
        }
        let outcome = shop.make(&merge(1, 2));
        assert_eq!(shop.of(2).customer, kept.map(named), "{ours:?} {theirs:?}");
        let notes = listed.map(|name| Note::CustomerKept {
            listed: named(name),
        });
        assert_eq!(outcome.notes, Vec::from_iter(notes));
        // Taken back, each has its own again.
        shop.make(&unmerge(1));
        assert_eq!(shop.of(2).customer, ours.map(named), "{ours:?} {theirs:?}");
        assert_eq!(shop.of(1).customer, theirs.map(named));
    }
}

#[test]
fn d5_a_merge_into_itself_round_a_circle_or_of_what_is_merged_does_nothing_and_says_so() {
    let mut shop = shop(&[open(1), open(2), open(3), open(4), close(4)]);
    shop.make(&merge(1, 2));
    let before = shop.sales.clone();
    let into = sale_id(2);
    for (change, says) in [
        (merge(2, 2), Note::IntoItself),
        (merge(2, 1), Note::IntoItself),
        (merge(1, 1), Note::AlreadyMerged { into }),
        (merge(1, 2), Note::AlreadyMerged { into }),
        (merge(1, 3), Note::AlreadyMerged { into }),
        (merge(3, 4), Note::AlreadyFinished),
        (merge(4, 3), Note::AlreadyFinished),
        (unmerge(3), Note::MergeStays),
    ] {
        assert_eq!(shop.make(&change).notes, [says], "{change:?}");
        assert_eq!(shop.sales, before, "{change:?}");
    }
    // What names the merged sale as the target goes where that went.
    let outcome = shop.make(&merge(3, 1));
    assert_eq!(outcome.elsewhere, Some(into));
    assert_eq!(outcome.notes, [Note::FollowedMerge]);
    assert_eq!(shop.status(3), Status::Merged(into));
    // A4: what names nothing that is here is kept.
    assert!(shop.make(&merge(3, 9)).review.is_some());
    assert!(shop.make(&merge(9, 3)).review.is_some());
}

#[test]
fn d1_what_was_meant_for_a_merged_sale_has_its_effect_on_its_part() {
    let mut shop = two();
    shop.make(&guests(2, 4));
    shop.make(&merge(1, 2));
    for change in [
        add(1, 11, 1, 200),
        guests(1, 2),
        off(1, Discount::Percent(5_000)),
        customer(1, "Sam"),
    ] {
        let outcome = shop.make(&change);
        assert_eq!(outcome.elsewhere, Some(sale_id(2)), "{change:?}");
    }
    // Half of 10.00 and 2.00 off; nothing off the 3.33.
    assert_eq!(shop.total(2), 600 + 333);
    assert_eq!(shop.of(2).guests, Some(6));
    assert_eq!(shop.of(2).customer, Some(named("Sam")));
    shop.make(&guests(1, 3));
    assert_eq!(shop.of(2).guests, Some(7));
    // Voiding one of the two must not take the other along.
    let void = Change::Void {
        sale_id: sale_id(1),
        reason: "walked out".into(),
    };
    shop.make(&void);
    assert_eq!(shop.status(2), Status::Open);
    assert_eq!(shop.reviews.last().unwrap().rule, "D1");
    // All of it goes back with the part.
    assert_eq!(shop.make(&unmerge(1)).notes, []);
    assert_eq!((shop.total(1), shop.total(2)), (600, 333));
    assert_eq!((shop.of(1).guests, shop.of(2).guests), (Some(3), Some(4)));
    assert_eq!(shop.of(2).customer, None);
}

#[test]
fn d6_a_merge_is_taken_back_with_present_quantities_and_notes_where_they_stand() {
    let mut shop = two();
    for change in [note(1, "nuts"), note(2, "window"), merge(1, 2)] {
        shop.make(&change);
    }
    // D1: a note that was meant for the merged one takes nothing of the other's away.
    shop.make(&note(1, "nuts!"));
    assert_eq!(shop.of(2).note.as_deref(), Some("window\nnuts!"));
    shop.make(&more(2, 10, 3));
    shop.make(&add(1, 11, 1, 100));
    shop.make(&add(2, 21, 1, 50));
    shop.make(&note(2, "window, two chairs\nnuts!"));
    let before = shop.total(2);
    shop.make(&unmerge(1));
    assert_eq!(shop.status(1), Status::Open);
    assert_eq!((shop.total(1), shop.total(2)), (2_600, 383));
    assert_eq!(shop.total(1) + shop.total(2), before);
    assert!(shop.of(1).lines.iter().all(|line| line.part.is_none()));
    assert_eq!(shop.of(1).note.as_deref(), Some("nuts!"));
    assert_eq!(shop.of(2).note.as_deref(), Some("window, two chairs"));
    assert!(shop.of(2).parts.is_empty());
}

#[test]
fn d6_a_merge_stays_once_money_was_taken_or_it_went_further() {
    let mut paid = two();
    paid.make(&merge(1, 2));
    paid.make(&tender(2, 30, 100));
    assert_eq!(paid.make(&unmerge(1)).notes, [Note::MergeStays]);

    let mut chain = two();
    chain.make(&open(3));
    chain.make(&merge(1, 2));
    chain.make(&merge(2, 3));
    assert_eq!(chain.make(&unmerge(1)).notes, [Note::MergeStays]);
    // The outer one first: the inner one comes along, still merged.
    chain.make(&unmerge(2));
    assert_eq!((chain.total(2), chain.total(3)), (1_333, 0));
    assert_eq!(chain.of(2).parts.len(), 1);
    chain.make(&unmerge(1));
    assert_eq!((chain.total(1), chain.total(2)), (1_000, 333));

    let mut closed = two();
    closed.make(&merge(1, 2));
    closed.make(&tender(2, 30, 1_333));
    closed.make(&close(2));
    assert_eq!(closed.make(&unmerge(1)).notes, [Note::MergeStays]);
}

#[test]
fn a4_a_merge_over_a_limit_is_kept_whole() {
    let mut shop = shop(&[open(1)]);
    let most = u128::try_from(Sale::MOST_PARTS).unwrap();
    for sale in 2..most + 3 {
        shop.make(&open(sale));
        shop.make(&merge(sale, 1));
    }
    assert_eq!(shop.of(1).parts.len(), Sale::MOST_PARTS);
    assert_eq!(shop.status(most + 2), Status::Open);
    assert_eq!(shop.reviews.last().unwrap().kind, ReviewKind::OverLimit);
}
