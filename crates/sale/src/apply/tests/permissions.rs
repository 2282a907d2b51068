//! Who may do what, and with whose approval (rules H1, H2).

use super::shop::*;
use crate::*;

const MANAGER: u128 = 0;
const OWNER: u128 = 1;
const OTHER: u128 = 2;
const STRANGER: u128 = 3;

/// A sale with two coffees of a cashier's, beside another cashier, a manager, and somebody whom
/// the store does not know.
fn cafe(share: bool) -> Shop {
    let mut shop = Shop {
        store: Some(store(share)),
        ..Shop::default()
    };
    shop.roles.insert(employee(OWNER), Some(Role::Cashier));
    shop.roles.insert(employee(OTHER), Some(Role::Cashier));
    shop.roles.insert(employee(STRANGER), None);
    shop.make_as(employee(OWNER), &open(1));
    shop.make_as(employee(OWNER), &add(1, 10, 2, 500));
    shop
}

fn with_reason(reason: Option<&str>, change: &Change) -> Change {
    let mut change = change.clone();
    let said = reason.map(str::to_owned);
    match &mut change {
        Change::ChangeQuantity { reason, .. }
        | Change::SetQuantity { reason, .. }
        | Change::RemoveLine { reason, .. }
        | Change::EditLine { reason, .. }
        | Change::Discount { reason, .. } => *reason = said,
        Change::AddLine { line, .. } => line.reason = said,
        Change::Open(open) => open.lines[0].reason = said,
        Change::Void { reason, .. } => *reason = said.unwrap_or_default(),
        _ => {}
    }
    change
}

/// Changes that rule H2 guards, and how each may be made harmless.
fn guarded() -> Vec<(Change, Change)> {
    let set = |to| Change::SetQuantity {
        sale_id: sale_id(1),
        line_id: line_id(10),
        to: Quantity::units(to),
        seen: Quantity::units(2),
        reason: None,
    };
    let edit = |off| Change::EditLine {
        sale_id: sale_id(1),
        line_id: line_id(10),
        edit: LineEdit::Discount(Some(off)),
        reason: None,
    };
    let remove = Change::RemoveLine {
        sale_id: sale_id(1),
        line_id: line_id(10),
        seen: Quantity::units(2),
        reason: None,
    };
    let void = Change::Void {
        sale_id: sale_id(1),
        reason: String::new(),
    };
    let cheap = |points| {
        let mut change = add(1, 11, 1, 500);
        if let Change::AddLine { line, .. } = &mut change {
            line.discount = Some(Discount::Percent(points));
        }
        change
    };
    let opened = |points| match (open(2), cheap(points)) {
        (Change::Open(open), Change::AddLine { line, .. }) => Change::Open(OpenSale {
            lines: vec![line],
            ..open
        }),
        (open, _) => open,
    };
    let (percent, amount) = (Discount::Percent, |off| Discount::Amount(Money(off)));
    vec![
        (more(1, 10, -1), more(1, 10, 1)),
        (set(1), set(2)),
        (remove, more(1, 10, 1)),
        (void, close(1)),
        (off(1, percent(1_001)), off(1, percent(1_000))),
        (off(1, amount(101)), off(1, amount(100))),
        (edit(percent(1_001)), edit(percent(1_000))),
        (edit(amount(101)), edit(amount(100))),
        (cheap(1_001), cheap(1_000)),
        (opened(1_001), opened(1_000)),
    ]
}

#[test]
fn h2_removing_voiding_and_large_discounts_need_a_reason_and_of_a_cashier_a_manager() {
    for (change, harmless) in guarded() {
        for (by, approved_by, reason, allowed) in [
            (MANAGER, None, Some("spilt"), true),
            (MANAGER, None, Some("  "), false),
            (MANAGER, None, None, false),
            (OWNER, Some(MANAGER), Some("spilt"), true),
            (OWNER, Some(MANAGER), None, false),
            (OWNER, Some(OTHER), Some("spilt"), false),
            (OWNER, None, Some("spilt"), false),
            (STRANGER, None, Some("spilt"), false),
        ] {
            let mut shop = cafe(true);
            let before = shop.sales.clone();
            let change = with_reason(reason, &change);
            let context = Context {
                approved_by: approved_by.map(employee),
                ..shop.context(employee(by))
            };
            let outcome = shop.make_in(&context, &change);
            assert_eq!(outcome.review.is_none(), allowed, "{by} {change:?}");
            // H3: the history says who approved it.
            assert_eq!(outcome.approved_by, approved_by.map(employee));
            if !allowed {
                assert_eq!(shop.sales, before);
                let kept = &shop.reviews[0];
                assert_eq!((kept.kind, &*kept.rule), (ReviewKind::NotAllowed, "H2"));
                assert_eq!(
                    serde_json::from_str::<Change>(&kept.change).unwrap(),
                    change
                );
            }
        }
        // What screens ask beforehand is what is asked of the change.
        let shop = cafe(true);
        let asked = |by, change| needs(&shop, employee(by), change);
        let needed = |reason, manager| Needs { reason, manager };
        assert_eq!(asked(OWNER, &change), needed(true, true), "{change:?}");
        assert_eq!(asked(MANAGER, &change), needed(true, false), "{change:?}");
        assert_eq!(asked(OWNER, &harmless), Needs::default(), "{harmless:?}");
        let mut shop = cafe(true);
        assert_eq!(shop.make_as(employee(OWNER), &harmless).review, None);
    }
}

#[test]
fn h2_the_store_says_which_discounts_are_large() {
    let mut shop = cafe(true);
    shop.store = Some(Store {
        most_cashier_discount: 5_000,
        ..store(true)
    });
    let half = with_reason(None, &off(1, Discount::Percent(5_000)));
    assert_eq!(shop.make_as(employee(OWNER), &half).review, None);
}

#[test]
fn h1_cashiers_who_do_not_share_change_their_own_sales_only() {
    let changes = [
        add(1, 11, 1, 100),
        tender(1, 20, 100),
        close(1),
        split(1, 3, &[(10, 1_000)]),
        merge(1, 2),
        merge(2, 1),
    ];
    for (share, by, approved_by, allowed) in [
        (true, OTHER, None, true),
        (true, STRANGER, None, true),
        (false, OWNER, None, true),
        (false, MANAGER, None, true),
        (false, OTHER, Some(MANAGER), true),
        (false, OTHER, None, false),
        (false, STRANGER, None, false),
    ] {
        for change in &changes {
            let mut shop = cafe(share);
            shop.make_as(employee(OTHER), &open(2));
            if by == OWNER {
                let owner = employee(OWNER);
                shop.sales.get_mut(&sale_id(2)).unwrap().owner = owner;
            }
            let needed = needs(&shop, employee(by), change).manager;
            assert_eq!(needed, !allowed || approved_by.is_some(), "{by} {change:?}");
            let context = Context {
                approved_by: approved_by.map(employee),
                ..shop.context(employee(by))
            };
            let before = shop.sales.clone();
            let outcome = shop.make_in(&context, change);
            assert_eq!(outcome.review.is_none(), allowed, "{by} {change:?}");
            if !allowed {
                assert_eq!(shop.sales, before);
                assert_eq!(shop.reviews[0].rule, "H1");
                let other = shop.reviews[0].other_employee;
                assert!(other.is_some_and(|other| other != employee(by)));
            }
        }
    }
}

#[test]
fn h1_cashiers_who_do_not_share_see_their_own_sales_only() {
    for (share, by, seen) in [
        (true, OTHER, true),
        (true, STRANGER, true),
        (false, OWNER, true),
        (false, MANAGER, true),
        (false, OTHER, false),
        (false, STRANGER, false),
    ] {
        let shop = cafe(share);
        assert_eq!(sees(&shop, employee(by), shop.of(1)), seen, "{share} {by}");
    }
}

#[test]
fn h1_a_sale_that_was_given_away_is_the_other_s() {
    let mut shop = cafe(false);
    let give = Change::Owner {
        sale_id: sale_id(1),
        owner: employee(OTHER),
    };
    assert_eq!(shop.make_as(employee(OWNER), &give).review, None);
    assert_eq!(
        shop.make_as(employee(OTHER), &add(1, 11, 1, 100)).review,
        None
    );
    assert!(
        shop.make_as(employee(OWNER), &add(1, 12, 1, 100))
            .review
            .is_some()
    );
}

#[test]
fn h1_nobody_settles_what_they_were_not_allowed_to_do() {
    let mut shop = cafe(true);
    let refused = with_reason(None, &more(1, 10, -1));
    let review_id = shop.make_as(employee(OWNER), &refused).review.unwrap();
    let settle = Change::ResolveReview {
        review_id,
        note: "fine".into(),
    };
    assert!(needs(&shop, employee(OWNER), &settle).manager);
    let kept = shop.make_as(employee(OWNER), &settle).review.unwrap();
    assert_eq!(shop.review(kept).unwrap().kind, ReviewKind::NotAllowed);
    assert_eq!(shop.review(review_id).unwrap().resolution, None);
    assert!(!needs(&shop, employee(MANAGER), &settle).manager);
    shop.make_as(employee(MANAGER), &settle);
    assert!(shop.review(review_id).unwrap().resolution.is_some());
}

fn except(shop: &mut Shop, who: u128, permission: Permission, may: bool) {
    let exceptions = shop.exceptions.entry(employee(who)).or_default();
    exceptions.insert(permission, may);
}

fn void(reason: &str) -> Change {
    Change::Void {
        sale_id: sale_id(1),
        reason: reason.to_owned(),
    }
}

/// H2: a cashier with an exception needs no manager for what it names, and still a reason; for
/// everything else they do.
#[test]
fn h2_an_exception_lets_one_cashier_do_one_thing() {
    let mut shop = cafe(true);
    except(&mut shop, OWNER, Permission::Void, true);
    let needed = needs(&shop, employee(OWNER), &void("Rain"));
    assert_eq!((needed.reason, needed.manager), (true, false));
    assert!(needs(&shop, employee(OTHER), &void("Rain")).manager);
    let taken = remove();
    assert!(needs(&shop, employee(OWNER), &taken).manager);
    shop.make_as(employee(OWNER), &taken);
    assert_eq!(shop.reviews[0].rule, "H2");
    shop.make_as(employee(OWNER), &void(" "));
    assert!(shop.of(1).is_open());
    shop.make_as(employee(OWNER), &void("Rain"));
    assert!(!shop.of(1).is_open());
}

/// H1, H2: what is taken from a manager neither they do nor does their approval allow; the approval of
/// a cashier with an exception counts for nobody but themselves.
#[test]
fn h2_an_exception_takes_one_thing_from_one_manager() {
    let mut shop = cafe(true);
    except(&mut shop, MANAGER, Permission::Void, false);
    except(&mut shop, OTHER, Permission::Void, true);
    let (owner, manager) = (employee(OWNER), employee(MANAGER));
    assert!(needs(&shop, manager, &void("Rain")).manager);
    assert!(!approves(&shop, manager, owner, &void("Rain")));
    assert!(!approves(&shop, employee(OTHER), owner, &void("Rain")));
    assert!(approves(&shop, manager, owner, &remove()));
    for by in [MANAGER, OTHER] {
        let mut context = shop.context(owner);
        context.approved_by = Some(employee(by));
        shop.make_in(&context, &void("Rain"));
        assert!(shop.of(1).is_open(), "{by}");
    }
    shop.make_as(manager, &void("Rain"));
    assert!(shop.of(1).is_open());
}

/// H1: who may see the sales of others sees and changes them where cashiers work apart.
#[test]
fn h1_an_exception_opens_the_sales_of_others() {
    let mut shop = cafe(false);
    assert!(!sees(&shop, employee(OTHER), shop.of(1)));
    except(&mut shop, OTHER, Permission::OthersSales, true);
    assert!(sees(&shop, employee(OTHER), shop.of(1)));
    shop.make_as(employee(OTHER), &add(1, 11, 1, 300));
    assert!(shop.reviews.is_empty());
    assert_eq!(shop.of(1).lines.len(), 2);
}

/// H6: who is gone may do no more than a cashier, whatever their role was.
#[test]
fn h6_who_is_gone_has_a_cashiers_rights() {
    let gone = Employee {
        gone: true,
        exceptions: [(Permission::Void, true)].into(),
        ..Employee::new(employee(1), "Ann", Role::BackOfficeManager)
    };
    assert!(
        Permission::ALL
            .iter()
            .all(|it| !gone.may(*it) && !gone.approves(*it))
    );
}

/// A row of a newer build with a permission that this one does not know is read.
#[test]
fn an_unknown_exception_is_passed_over() {
    let row = r#"{"id":"018f0000-0000-7000-8000-000000000091","name":"Ann","role":"Cashier","exceptions":{"fly":true,"void":true}}"#;
    let ann: Employee = serde_json::from_str(row).unwrap();
    assert!(ann.may(Permission::Void) && !ann.may(Permission::Remove));
}

fn remove() -> Change {
    Change::RemoveLine {
        sale_id: sale_id(1),
        line_id: line_id(10),
        seen: Quantity::units(2),
        reason: Some("Spilt".to_owned()),
    }
}
