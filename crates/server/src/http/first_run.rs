//! The first run: founds the one store of an empty folder for whoever holds the key that the server
//! printed at its start. The key holds until a store is there.

use super::answer::No;
use super::backoffice::people::{hire, hired};
use super::backoffice::person_check::{checked_new, problem};
use super::caller::Address;
use super::cookies::Holder;
use super::edits::{refused, wrong};
use super::sent::Sent;
use super::sign_in::{self, Cookie, give, identity};
use crate::demo;
use crate::founding::MOST_CHARS;
use crate::region::Region;
use crate::secret;
use crate::shared::{Shared, State};
use crate::storage::attempts::Limited;
use crate::storage::own::{nobody, server_device};
use crate::storage::people::{Secrets, plain_email};
use crate::storage::{StoreNo, failed, stores};
use crate::surface::Surface;
use axum::Json;
use axum::http::StatusCode;
use sale::{Currency, Employee, Money, Product, ProductId, RegisterId, Role, Store, StoreId};
use sync::api::edit::{EditRefused, FieldProblem};
use sync::api::settings::{FirstGoods, FirstRun, FirstRunState, NewShop};
use sync::api::{Problem, SignedIn};
use sync::row::Kind;
use uuid::Uuid;

/// Most goods and most people that are typed at once.
const MOST_GOODS: usize = 100;
const MOST_PEOPLE: usize = 20;

/// Whether this server has no store yet.
#[utoipa::path(
    get, path = "/api/first-run", tag = "first run",
    responses((status = 200, description = "Whether a store can be founded", body = FirstRunState)),
)]
pub(crate) async fn state(shared: State) -> Result<Json<FirstRunState>, No> {
    let open = shared.first_key.is_set() && is_empty(&shared).await?;
    Ok(Json(FirstRunState { open }))
}

async fn is_empty(shared: &Shared) -> Result<bool, No> {
    let read = shared
        .database
        .readers
        .read(|connection| Ok(stores::all(connection)?.is_empty()));
    Ok(read.await?)
}

/// Founds the store, or makes the demonstration, and signs its manager in.
#[utoipa::path(
    post, path = "/api/first-run", tag = "first run", request_body = FirstRun,
    responses(
        (status = 200, description = "Founded; BackOffice's cookies come along", body = SignedIn),
        (status = 400, description = "Some fields cannot be used", body = EditRefused),
        (status = 403, description = "The key is not right", body = Problem),
        (status = 409, description = "There is a store already", body = Problem),
        (status = 429, description = "Wrong too often", body = Problem),
    ),
)]
pub(crate) async fn found(
    shared: State,
    Address(address): Address,
    Sent(asked): Sent<FirstRun>,
) -> Result<(Cookie, Json<SignedIn>), No> {
    let limited = Limited::new("first run", &address.to_string());
    sign_in::begin(&shared, limited).await?;
    if !shared.first_key.is(&asked.key) {
        return Err(wrong_key());
    }
    if !is_empty(&shared).await? {
        return Err(too_late());
    }
    let (store, employee) = match &asked.shop {
        Some(shop) => found_shop(&shared, shop).await?,
        None => found_demonstration(&shared).await?,
    };
    let (device_token, device) = sign_in::admit(&shared, store, asked.device_id).await?;
    let session = sign_in::begin_session(&shared, &device, employee.id, limited).await?;
    let tokens = [
        (Holder::Device, device_token.as_str()),
        (Holder::Employee, session.as_str()),
    ];
    let cookie = give(&shared, Surface::BackOffice, &tokens);
    let identity = identity(&device);
    Ok((cookie, Json(SignedIn { identity, employee })))
}

fn wrong_key() -> No {
    No::problem(
        StatusCode::FORBIDDEN,
        "wrong_key",
        "This key does not hold. Use the address that the server printed at its last start.",
    )
}

fn too_late() -> No {
    No::problem(
        StatusCode::CONFLICT,
        "founded",
        "There is a shop on this server already. Sign in to it.",
    )
}

async fn found_shop(shared: &Shared, shop: &NewShop) -> Result<(StoreNo, Employee), No> {
    let problems = problems_of(shop);
    if !problems.is_empty() {
        return Err(refused(StatusCode::BAD_REQUEST, problems));
    }
    let region = Region {
        currency: Some(shop.currency.clone()),
        time_zone: Some(shop.time_zone.clone()),
        language: shop.language.clone(),
        ..Region::default()
    };
    let placed = region.placed();
    let placed = placed.map_err(|_| wrong("time_zone", "unknown"))?;
    let store = Store {
        language: placed.language,
        ..Store::new(
            StoreId(Uuid::now_v7()),
            shop.name.trim(),
            placed.currency,
            &placed.time_zone,
        )
    };
    let owner = hired(shared, &shop.owner).await?;
    let employee = owner.0.clone();
    let mut people: Vec<(Employee, Secrets)> = vec![owner];
    for person in &shop.people {
        people.push(hired(shared, person).await?);
    }
    let products = products(&shop.goods, &store.currency);
    let register = shop.register.trim().to_owned();
    let epoch = secret::random_u64()?.max(1);
    let write = shared.database.writer.run(move |unit| {
        let there = stores::all(unit.connection()).map_err(|e| failed(&e))?;
        if !there.is_empty() {
            return Ok(Err(too_late()));
        }
        let author = || stores::author(server_device(), nobody());
        let no = stores::create(unit, &store, epoch, &author())?;
        for (employee, secrets) in &people {
            // The addresses were compared before: they differ.
            if let Err(no) = hire(unit, no, &author(), employee, secrets)? {
                return Ok(Err(no));
            }
        }
        let rows: Vec<(Kind, Uuid, &Product)> = products
            .iter()
            .map(|product| (Kind::Product, product.id.0, product))
            .collect();
        if !rows.is_empty() {
            unit.engine(no, |engine| engine.write_rows(&author(), &rows))?;
        }
        stores::add_register(unit, no, &author(), RegisterId(Uuid::now_v7()), &register)?;
        Ok(Ok(no))
    });
    Ok((write.await??, employee))
}

async fn found_demonstration(shared: &Shared) -> Result<(StoreNo, Employee), No> {
    let (database, hasher) = (shared.database.clone(), shared.hasher.clone());
    let region = shared.settings.region.clone();
    let made = tokio::task::spawn_blocking(move || {
        let store = demo::store(&database, &hasher, demo::NAME, &region)?;
        demo::fill(&database, store)?;
        Ok::<_, demo::DemoError>(store.no)
    });
    let made = made.await.map_err(|error| No::inside(&error))?;
    let store = made.map_err(|error| No::inside(&error))?;
    let manager = demo::PEOPLE
        .iter()
        .find(|person| person.role == Role::BackOfficeManager)
        .map(demo::Person::employee);
    manager.map(|manager| (store, manager)).ok_or_else(too_late)
}

/// What is wrong, field by field; those of a person begin with who it is: `owner.pin`,
/// `people.0.name`.
fn problems_of(shop: &NewShop) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let within = |who: String| {
        move |problem: FieldProblem| FieldProblem {
            field: format!("{who}.{}", problem.field),
            ..problem
        }
    };
    let owner = &shop.owner;
    problems.extend(checked_new(owner).into_iter().map(within("owner".into())));
    for (field, given) in [
        ("owner.email", owner.email.is_some()),
        ("owner.password", owner.password.is_some()),
        ("owner.pin", owner.pin.is_some()),
        ("owner.role", owner.role == Role::BackOfficeManager),
    ] {
        if !given {
            problems.push(problem(field, "needed"));
        }
    }
    for (field, text) in [("name", &shop.name), ("register", &shop.register)] {
        match text.trim() {
            "" => problems.push(problem(field, "needed")),
            text if text.chars().count() > MOST_CHARS => problems.push(problem(field, "too_long")),
            _ => {}
        }
    }
    if Currency::of_code(&shop.currency).is_none() {
        problems.push(problem("currency", "unknown"));
    }
    if shop.people.len() > MOST_PEOPLE {
        problems.push(problem("people", "too_many"));
    }
    let mut emails = vec![owner.email.as_deref().map(plain_email)];
    for (at, person) in shop.people.iter().enumerate() {
        let who = format!("people.{at}");
        problems.extend(checked_new(person).into_iter().map(within(who.clone())));
        let email = person.email.as_deref().map(plain_email);
        if email.is_some() && emails.contains(&email) {
            problems.push(problem(&format!("{who}.email"), "taken"));
        }
        emails.push(email);
    }
    if let FirstGoods::Typed(goods) = &shop.goods {
        let fits = goods.len() <= MOST_GOODS;
        let good = |it: &sync::api::settings::FirstProduct| {
            !it.name.trim().is_empty()
                && it.name.chars().count() <= MOST_CHARS
                && it.price >= Money::ZERO
                && it.price.within_limit()
        };
        if !fits || !goods.iter().all(good) {
            problems.push(problem("goods", "wrong"));
        }
    }
    problems
}

fn products(goods: &FirstGoods, currency: &Currency) -> Vec<Product> {
    match goods {
        FirstGoods::None => Vec::new(),
        FirstGoods::Sample => demo::products(currency),
        FirstGoods::Typed(typed) => (1..)
            .zip(typed)
            .map(|(number, it): (u32, _)| {
                let (id, code) = (ProductId(Uuid::now_v7()), format!("{number:03}"));
                Product::plain(id, &code, it.name.trim(), "", it.price)
            })
            .collect(),
    }
}
