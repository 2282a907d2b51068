//! An import as it is gone through: where it stands, and what is done next.
//!
//! It must not know how its steps are drawn.

use crate::api::{ApiError, goods as api};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::goods::{ImportFound, ImportPlan, ImportState, ImportStatus};
use uuid::Uuid;

/// How often it is asked how far the writing is, in milliseconds.
const ASKED_EVERY_MS: u32 = 400;

/// Where it stands.
#[derive(Clone, PartialEq)]
pub enum Step {
    /// No file yet.
    File,
    /// The columns are matched.
    Columns(Box<ImportFound>),
    /// What would become of each row.
    Plan(Uuid, Box<ImportPlan>),
    /// It is being written, or has ended.
    Writing(ImportStatus),
}

/// What is done, and what went wrong. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Importing {
    pub step: RwSignal<Step>,
    pub failed: RwSignal<Option<String>>,
    pub busy: RwSignal<bool>,
}

impl Importing {
    /// Does something, and goes on to the step that comes of it.
    pub fn run(self, work: impl Future<Output = Result<Step, ApiError>> + 'static) {
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let answer = work.await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(step) => drop(self.step.try_set(step)),
                Err(error) => drop(self.failed.try_set(Some(error.text()))),
            }
        });
    }

    /// Writes what was tried, and follows how far it is.
    pub fn write(self, id: Uuid, doubtful: bool) {
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let mut answer = api::apply_import(id, doubtful).await;
            loop {
                let _ = self.busy.try_set(false);
                match answer {
                    Ok(status) => {
                        let under_way =
                            matches!(status.state, ImportState::Writing | ImportState::Undoing);
                        let gone = self.step.try_set(Step::Writing(status)).is_some();
                        if gone || !under_way {
                            return;
                        }
                    }
                    Err(ApiError::Offline | ApiError::Server { .. }) => {}
                    Err(error) => return drop(self.failed.try_set(Some(error.text()))),
                }
                TimeoutFuture::new(ASKED_EVERY_MS).await;
                answer = api::import_status(id).await;
            }
        });
    }
}
