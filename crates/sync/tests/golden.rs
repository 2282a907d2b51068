//! Golden files: every type that devices and the server say to each other or that a device keeps,
//! as it was once written. It is read for ever, and written back as it was (rules A3, A4); a file
//! here is added and never altered.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use sync::api::devices::{DeviceChange, DeviceEvent, DeviceKind, DeviceName, DeviceOverview};
use sync::api::edit::{EditRefused, FieldEdit, FieldProblem};
use sync::api::goods::{
    BulkChange, BulkEdit, BulkEdited, Column, Decimal, Fate, FieldFault, ImportApply, ImportFound,
    ImportPlan, ImportState, ImportStatus, ListsEdit, ListsEdited, PictureKept, PlannedRow,
    PriceEntry, PriceWay, ProductDetail, ProductEdit, ProductEdited, RowReason, SameBarcode,
    TableReading, Why,
};
use sync::api::people::{NewEmployee, Person, PersonEdit};
use sync::api::reports::{
    Compare, Dimension, Exception, ExceptionsPage, ExportFormat, Measure, Report, ReportName,
    ReportQuery, ReportRow, ReportSection, Unit,
};
use sync::api::settings::{
    FirstGoods, FirstProduct, FirstRun, FirstRunState, Logo, NewLogo, NewShop, OfficeSession,
    StoreEdit, StoreSettings,
};
use sync::api::views::{NewView, SaleThen, SavedView};
use sync::api::watch::{WatchAct, WatchDeed, WatchEnd, WatchKind, WatchMatter, Watched};
use sync::api::{
    Activation, ActivationCode, CategoryCount, DaysQuery, Done, HistoryEntry, ListedSale,
    NewRegister, PasswordSignIn, PinSignIn, Problem, ProductsOrder, ProductsPage, ProductsQuery,
    RegisterOverview, SaleDetail, SalesOrder, SalesPage, SalesQuery, Session, SignedIn,
    StatusFilter, SyncSwitch, VoidSale,
};
use sync::device::{ArchiveDay, ArchiveIndex, Archived, Meta, SyncMode};
use sync::protocol::{
    HandOver, Identity, Lease, LeaseAnswer, LeaseRequest, Live, Mutation, PageToken, Patch, Pull,
    Push, PushAnswer, PushResult, Readmission, Receipt, Refusal, StatusAnswer, StatusReport,
};
use sync::row::{Digest, Key, Kind, Row};

/// Where the types are.
const SOURCES: [&str; 15] = [
    "src/protocol.rs",
    "src/protocol/lease.rs",
    "src/protocol/refusal.rs",
    "src/row.rs",
    "src/api.rs",
    "src/api/devices.rs",
    "src/api/edit.rs",
    "src/api/goods.rs",
    "src/api/goods/imports.rs",
    "src/api/people.rs",
    "src/api/reports.rs",
    "src/api/settings.rs",
    "src/api/views.rs",
    "src/api/watch.rs",
    "src/device/stored.rs",
];

fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every file of a type, read and written back; answers with what they hold.
fn all<T: DeserializeOwned + Serialize>(name: &str) -> Vec<Value> {
    let folder = own("tests/golden").join(name);
    let entries = folder
        .read_dir()
        .unwrap_or_else(|_| panic!("{name} has no golden file"));
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let value: T = sync::codec::decode(text.trim_end())
            .unwrap_or_else(|error| panic!("{} is read no more: {error}", path.display()));
        let again = sync::codec::encode(&value).unwrap();
        assert_eq!(again, text.trim_end(), "{}", path.display());
        // What a newer build adds does not keep this one from reading it.
        if let Ok(Value::Object(mut more)) = serde_json::from_str(&text)
            && more.len() != 1
        {
            more.insert("mood".to_owned(), Value::from(5));
            let more = Value::Object(more).to_string();
            assert!(sync::codec::decode::<T>(&more).is_ok(), "{more}");
        }
        found.push(serde_json::from_str(&text).unwrap());
    }
    assert!(!found.is_empty(), "{name} has no golden file");
    found
}

macro_rules! types {
    ($($name:ident),* $(,)?) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        fn read_all() {
            $(all::<$name>(stringify!($name));)*
        }
    };
}

types![
    Mutation,
    Push,
    PushResult,
    PushAnswer,
    Pull,
    PageToken,
    Patch,
    Live,
    StatusReport,
    StatusAnswer,
    HandOver,
    Receipt,
    Identity,
    Readmission,
    Lease,
    LeaseRequest,
    LeaseAnswer,
    Refusal,
    Kind,
    Key,
    Row,
    Digest,
    SyncMode,
    Meta,
    ArchiveIndex,
    ArchiveDay,
    Archived,
    Activation,
    Session,
    PinSignIn,
    PasswordSignIn,
    SignedIn,
    StatusFilter,
    SalesOrder,
    SalesQuery,
    DaysQuery,
    ListedSale,
    SalesPage,
    HistoryEntry,
    SaleDetail,
    VoidSale,
    Done,
    ProductsQuery,
    ProductsPage,
    RegisterOverview,
    NewRegister,
    ActivationCode,
    SyncSwitch,
    Problem,
    DeviceKind,
    DeviceOverview,
    DeviceName,
    DeviceChange,
    DeviceEvent,
    WatchKind,
    WatchEnd,
    WatchMatter,
    Watched,
    WatchDeed,
    WatchAct,
    ProductsOrder,
    CategoryCount,
    Person,
    NewEmployee,
    PersonEdit,
    StoreSettings,
    OfficeSession,
    StoreEdit,
    NewLogo,
    Logo,
    FirstRunState,
    FirstGoods,
    FirstProduct,
    NewShop,
    FirstRun,
    FieldEdit,
    FieldProblem,
    EditRefused,
    ProductDetail,
    PriceEntry,
    PriceWay,
    SameBarcode,
    ProductEdit,
    ProductEdited,
    FieldFault,
    BulkEdit,
    BulkChange,
    BulkEdited,
    ListsEdit,
    ListsEdited,
    PictureKept,
    Column,
    Decimal,
    TableReading,
    ImportFound,
    Fate,
    Why,
    RowReason,
    PlannedRow,
    ImportPlan,
    ImportApply,
    ImportState,
    ImportStatus,
    SavedView,
    NewView,
    SaleThen,
    ReportName,
    Compare,
    ReportQuery,
    Dimension,
    Unit,
    Measure,
    ReportRow,
    ReportSection,
    Report,
    ExportFormat,
    Exception,
    ExceptionsPage,
];

#[test]
fn a4_what_was_ever_written_is_read_and_written_back_as_it_was() {
    read_all();
}

#[test]
fn a4_every_type_has_a_golden_file() {
    let mut types = BTreeSet::new();
    for source in SOURCES {
        let text = std::fs::read_to_string(own(source)).unwrap();
        let mut written = false;
        for line in text.lines() {
            if line.starts_with("#[derive(") {
                written = line.contains("Serialize");
            }
            let name = line
                .strip_prefix("pub struct ")
                .or_else(|| line.strip_prefix("pub enum "))
                .and_then(|rest| rest.split([' ', '(', '<']).next());
            if let Some(name) = name.filter(|_| written) {
                types.insert(name.to_owned());
            }
        }
    }
    let known: BTreeSet<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(types, known, "types of the sources, and those with files");
    // And no source of types is left out.
    for folder in ["src/protocol", "src/api", "src/api/goods"] {
        for entry in own(folder).read_dir().unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let source = format!("{folder}/{file}");
            assert!(
                !file.ends_with(".rs") || SOURCES.contains(&source.as_str()),
                "{source}"
            );
        }
    }
}

/// The variants of an enum, as serde names them when it is given another.
fn variants<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = serde_json::from_str::<T>("{\"?\":null}").err().unwrap();
    let error = error.to_string();
    let names = error.split('`').skip(1).step_by(2);
    names
        .filter(|name| *name != "?")
        .map(str::to_owned)
        .collect()
}

fn has_every_variant<T: DeserializeOwned + Serialize>(name: &str) {
    let held: BTreeSet<String> = all::<T>(name)
        .iter()
        .map(|file| match file {
            Value::String(name) => name.clone(),
            other => other.as_object().unwrap().keys().next().unwrap().clone(),
        })
        .collect();
    assert_eq!(held, variants::<T>(), "{name}");
}

#[test]
fn a4_every_variant_has_a_golden_file() {
    has_every_variant::<Live>("Live");
    has_every_variant::<LeaseRequest>("LeaseRequest");
    has_every_variant::<Refusal>("Refusal");
    has_every_variant::<SyncMode>("SyncMode");
    has_every_variant::<StatusFilter>("StatusFilter");
    has_every_variant::<SalesOrder>("SalesOrder");
    has_every_variant::<DeviceKind>("DeviceKind");
    has_every_variant::<DeviceChange>("DeviceChange");
    has_every_variant::<WatchKind>("WatchKind");
    has_every_variant::<WatchDeed>("WatchDeed");
    has_every_variant::<ProductsOrder>("ProductsOrder");
    has_every_variant::<FirstGoods>("FirstGoods");
    has_every_variant::<PriceWay>("PriceWay");
    has_every_variant::<ProductEdited>("ProductEdited");
    has_every_variant::<BulkChange>("BulkChange");
    has_every_variant::<ListsEdited>("ListsEdited");
    has_every_variant::<Column>("Column");
    has_every_variant::<Decimal>("Decimal");
    has_every_variant::<Fate>("Fate");
    has_every_variant::<Why>("Why");
    has_every_variant::<ImportState>("ImportState");
    has_every_variant::<ReportName>("ReportName");
    has_every_variant::<Compare>("Compare");
    has_every_variant::<Dimension>("Dimension");
    has_every_variant::<Unit>("Unit");
    has_every_variant::<ExportFormat>("ExportFormat");
}

/// What a device of before the archive has kept is read by this build.
#[test]
fn a4_an_older_devices_own_notes_are_read() {
    let mut older = all::<Meta>("Meta").remove(0);
    for added in ["next_local", "archive"] {
        older.as_object_mut().unwrap().remove(added);
    }
    let meta: Meta = sync::codec::decode(&older.to_string()).unwrap();
    assert_eq!(meta.next_sequence, 6);
    assert!(meta.archive.days.is_empty());
}
