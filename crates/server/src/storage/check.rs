//! Whether the file is whole: SQLite's own check of all of it, on a thread and a connection of its
//! own, while the server works. It takes a third of a core at most, and a large file takes minutes.
//!
//! It must not know what is done about damage: the writer takes nothing more, and the health says so.

use super::connect::reader;
use super::failure::is_damage;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Steps of SQLite between two looks at the clock.
const STEPS: i32 = 1_000;
/// How long it works until it rests, and how long it rests.
const WORK: Duration = Duration::from_millis(5);
const REST: Duration = Duration::from_millis(10);

/// What is known of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// Not looked through yet.
    Running,
    /// It was whole when it was looked through.
    Whole,
    /// It is damaged, in SQLite's words.
    Damaged(String),
    /// It could not be looked through.
    Failed,
}

/// The check of one file.
#[derive(Clone)]
pub(crate) struct Check {
    file: Arc<PathBuf>,
    state: Arc<Mutex<Checked>>,
    stopping: Arc<AtomicBool>,
}

impl Check {
    /// Of a file that is not looked through before [`Check::begin`].
    pub(super) fn of(file: &Path) -> Check {
        Check {
            file: Arc::new(file.to_owned()),
            state: Arc::new(Mutex::new(Checked::Running)),
            stopping: Arc::new(AtomicBool::new(false)),
        }
    }

    /// What is known by now.
    pub(crate) fn state(&self) -> Checked {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Looks the file through, beside everything else.
    pub(crate) fn begin(&self) {
        let check = self.clone();
        let thread = std::thread::Builder::new().name("check".to_owned());
        if let Err(error) = thread.spawn(move || check.run()) {
            tracing::warn!(%error, "the data file is not looked through for damage");
            self.found(Checked::Failed);
        }
    }

    /// Ends it, wherever it is.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    fn run(&self) {
        let file = self.file.display();
        tracing::info!(%file, "the data file is looked through for damage, beside the work");
        let begun = Instant::now();
        let said = self.look();
        let seconds = begun.elapsed().as_secs();
        match said {
            Ok(said) if said == "ok" => {
                tracing::info!(seconds, "the data file is whole");
                self.found(Checked::Whole);
            }
            Ok(said) => self.damaged(said),
            Err(error) if is_damage(&error) => self.damaged(error.to_string()),
            Err(_) if self.stopping.load(Ordering::Relaxed) => {}
            Err(error) => {
                tracing::warn!(%error, "the data file could not be looked through for damage");
                self.found(Checked::Failed);
            }
        }
    }

    fn look(&self) -> rusqlite::Result<String> {
        let mut connection = reader(&self.file)?;
        let stopping = Arc::clone(&self.stopping);
        let mut begun = Instant::now();
        connection.progress_handler(
            STEPS,
            Some(move || {
                if begun.elapsed() > WORK {
                    std::thread::sleep(REST);
                    begun = Instant::now();
                }
                stopping.load(Ordering::Relaxed)
            }),
        )?;
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
    }

    fn damaged(&self, said: String) {
        let file = self.file.display();
        tracing::error!(
            %file, damage = %said,
            "the data file is damaged. Nothing more is written to it; devices keep what they have. Stop the server and restore the file from a backup."
        );
        self.found(Checked::Damaged(said));
    }

    fn found(&self, found: Checked) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = found;
    }
}
