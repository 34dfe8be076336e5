//! Studies that run beside the pages that ask for them, and what came of the latest.
//!
//! A study is known by what goes into it. Whoever asks for the same study of the same data waits for the
//! same run, or has at once what came of it. Nothing of it is on record: it follows from what is, and a
//! process that starts anew runs it anew.

use crate::Error;
use crate::sign_in::hexadecimal;
use domain::PilotId;
use evaluate::{Findings, Refusal, Study};
pub use evaluate::{Progress, Stage};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Runs that are kept: those of a partnership's pilots, in both languages.
const MOST_KEPT: usize = 32;

/// Returns how many studies run at a time: pages have the other half of the machine.
pub(crate) fn at_a_time() -> usize {
    (std::thread::available_parallelism().map_or(1, usize::from) / 2).max(1)
}

/// What a study came to, or why to nothing.
pub(crate) type Ended = Result<Findings, Refusal>;

/// A run that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// What it is known by.
    pub key: String,
    /// What it is doing; none while it waits for another one.
    pub progress: Option<Progress>,
}

/// What is known of a study.
pub(crate) enum Asked {
    /// It has ended.
    Ended(Arc<Ended>),
    /// It is under way.
    Running(Running),
}

/// The runs of this process.
#[derive(Debug)]
pub(crate) struct StudyRuns {
    kept: Mutex<VecDeque<Arc<Run>>>,
    slots: Arc<Semaphore>,
}

#[derive(Debug)]
struct Run {
    key: String,
    pilot: PilotId,
    state: watch::Receiver<State>,
    is_stopped: AtomicBool,
}

#[derive(Clone, Debug)]
enum State {
    Waiting,
    At(Progress),
    Ended(Arc<Ended>),
}

impl State {
    const fn is_ended(&self) -> bool {
        matches!(self, Self::Ended(_))
    }
}

impl StudyRuns {
    /// Returns none yet, of which so many run at a time.
    pub(crate) fn new(at_a_time: usize) -> Self {
        Self { kept: Mutex::default(), slots: Arc::new(Semaphore::new(at_a_time)) }
    }

    /// Returns what a study of a pilot comes to, running it unless it is running or was run already. Whoever
    /// has `patience` hears that it is under way after so long; whoever has none waits for its end.
    ///
    /// # Errors
    /// When the study cannot be told from others, or its run broke.
    pub(crate) async fn ask(
        &self,
        pilot: PilotId,
        study: Study,
        csv: Vec<u8>,
        patience: Option<Duration>,
    ) -> Result<Asked, Error> {
        let run = self.begin(pilot, study, csv)?;
        let mut state = run.state.clone();
        let ended = state.wait_for(State::is_ended);
        let seen = match patience {
            None => Some(ended.await),
            Some(patience) => tokio::time::timeout(patience, ended).await.ok(),
        };
        let state = match seen {
            // Cloned out of the lock that it is read through.
            Some(Ok(state)) => state.clone(),
            Some(Err(_)) => {
                self.forget(&run);
                return Err(Error::Internal("the study of a pilot ended early"));
            }
            None => run.state.borrow().clone(),
        };
        let progress = match state {
            State::Ended(ended) => return Ok(Asked::Ended(ended)),
            State::At(progress) => Some(progress),
            State::Waiting => None,
        };
        Ok(Asked::Running(Running { key: run.key.clone(), progress }))
    }

    /// Stops a run of a pilot, and returns whether there was one to stop. It ends with its next step.
    pub(crate) fn stop(&self, pilot: PilotId, key: &str) -> bool {
        let kept = self.kept();
        let run = kept.iter().find(|run| run.key == key && run.pilot == pilot);
        let is_running = run.filter(|run| !run.state.borrow().is_ended());
        is_running.is_some_and(|run| !run.is_stopped.swap(true, Ordering::Relaxed))
    }

    /// Returns the run of a study, begun if there is none.
    fn begin(&self, pilot: PilotId, study: Study, csv: Vec<u8>) -> Result<Arc<Run>, Error> {
        let key = key(pilot, &study, &csv)?;
        let mut kept = self.kept();
        // What was stopped says nothing: whoever asks again wants it run again.
        kept.retain(|run| run.key != key || !run.is_stopped.load(Ordering::Relaxed));
        if let Some(run) = kept.iter().find(|run| run.key == key) {
            return Ok(Arc::clone(run));
        }
        while kept.len() >= MOST_KEPT {
            let ended = kept.iter().position(|run| run.state.borrow().is_ended());
            kept.remove(ended.unwrap_or(0));
        }
        let (tell, state) = watch::channel(State::Waiting);
        let run = Arc::new(Run { key, pilot, state, is_stopped: AtomicBool::new(false) });
        kept.push_back(Arc::clone(&run));
        drop(kept);
        let (slots, running) = (Arc::clone(&self.slots), Arc::clone(&run));
        tokio::spawn(async move {
            let Ok(_slot) = slots.acquire_owned().await else { return };
            let work = move || run_and_tell(&study, &csv.into(), &running, &tell);
            // What panics drops the sender, which whoever waits is told.
            let _ = tokio::task::spawn_blocking(work).await;
        });
        Ok(run)
    }

    fn forget(&self, broken: &Arc<Run>) {
        self.kept().retain(|run| !Arc::ptr_eq(run, broken));
    }

    /// What panicked while it held the lock left a list that is whole.
    fn kept(&self) -> MutexGuard<'_, VecDeque<Arc<Run>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn run_and_tell(study: &Study, csv: &Arc<[u8]>, run: &Run, tell: &watch::Sender<State>) {
    let mut open = |_: &str| Ok(Box::new(Cursor::new(Arc::clone(csv))) as Box<dyn Read>);
    let mut watch = |progress| {
        tell.send_replace(State::At(progress));
        if run.is_stopped.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let ended = evaluate::run_watched(study, &mut open, &mut watch);
    tell.send_replace(State::Ended(Arc::new(ended)));
}

/// SHA-256 of what goes into a study of a pilot, in hexadecimal.
fn key(pilot: PilotId, study: &Study, csv: &[u8]) -> Result<String, Error> {
    let study = serde_json::to_vec(study)
        .map_err(|_| Error::Internal("the study of a pilot could not be written"))?;
    let mut hash = Sha256::new();
    hash.update(pilot.0.as_bytes());
    hash.update(study.len().to_le_bytes());
    hash.update(study);
    hash.update(csv);
    Ok(hexadecimal(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const PILOT: PilotId = PilotId(Uuid::from_u128(1));
    const AT_ONCE: Option<Duration> = Some(Duration::ZERO);

    fn study() -> Study {
        let text = "[data]\nfile = \"c.csv\"\ntreated = \"treated\"\n[design]\nmethod = \"none\"\n\
                    [[outcomes]]\nname = \"y\"\nkind = \"rate\"\n";
        Study::parse(text).unwrap()
    }

    fn csv(last: u8) -> Vec<u8> {
        format!("treated,y\n1,1\n1,0\n1,1\n0,0\n0,1\n0,{last}\n").into_bytes()
    }

    async fn ended(runs: &StudyRuns, csv: Vec<u8>) -> Arc<Ended> {
        match runs.ask(PILOT, study(), csv, None).await.unwrap() {
            Asked::Ended(ended) => ended,
            Asked::Running(running) => panic!("{running:?}"),
        }
    }

    #[tokio::test]
    async fn the_same_study_is_run_once_and_another_is_another() {
        let runs = StudyRuns::new(1);
        let first = ended(&runs, csv(0)).await;
        assert!(Arc::ptr_eq(&first, &ended(&runs, csv(0)).await));
        let other = ended(&runs, csv(1)).await;
        assert!(!Arc::ptr_eq(&first, &other));
        assert_ne!(first.as_ref().as_ref().unwrap().att, other.as_ref().as_ref().unwrap().att);
    }

    #[tokio::test]
    async fn whoever_is_impatient_hears_what_it_is_doing_and_can_stop_it() {
        // Nothing can run as yet.
        let runs = StudyRuns::new(0);
        let asked = runs.ask(PILOT, study(), csv(0), AT_ONCE).await.unwrap();
        let Asked::Running(running) = asked else { panic!("it has run already") };
        assert_eq!(running.progress, None, "it waits");
        let waits = runs.ask(PILOT, study(), csv(0), None);
        let stops = async {
            let other = PilotId(Uuid::from_u128(2));
            assert!(!runs.stop(other, &running.key), "that is another pilot's");
            assert!(!runs.stop(PILOT, "no such run"));
            assert!(runs.stop(PILOT, &running.key));
            assert!(!runs.stop(PILOT, &running.key), "it is stopped already");
            runs.slots.add_permits(1);
        };
        let (waited, ()) = tokio::join!(waits, stops);
        let Asked::Ended(stopped) = waited.unwrap() else { panic!("it has not ended") };
        assert_eq!(stopped.as_ref().as_ref().err(), Some(&Refusal::Stopped));
        assert!(ended(&runs, csv(0)).await.is_ok(), "whoever asks again has it run again");
    }

    #[tokio::test]
    async fn only_so_many_are_kept() {
        let runs = StudyRuns::new(1);
        let first = ended(&runs, csv(0)).await;
        for extra in 0..MOST_KEPT {
            let mut more = csv(0);
            more.extend("0,1\n".repeat(extra + 1).into_bytes());
            ended(&runs, more).await;
        }
        assert_eq!(runs.kept().len(), MOST_KEPT);
        assert!(!Arc::ptr_eq(&first, &ended(&runs, csv(0)).await), "the first was let go");
    }
}
