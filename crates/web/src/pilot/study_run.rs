//! The study of a pilot while it is under way: how far it is, and stopping it.

use crate::form::Form;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::study_run::{Progress, Running, Stage};
use axum::extract::Path;
use axum::response::Response;
use domain::PilotId;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a page waits for a study that was asked for again: whoever presses the button once most often
/// sees what came of it.
const AGAIN: Duration = Duration::from_secs(20);

#[derive(Serialize)]
struct Page {
    id: String,
    /// What the run is known by; none when somebody stopped it.
    run: Option<String>,
    stages: Vec<StageRow>,
}

/// A stage of a study.
#[derive(Serialize)]
struct StageRow {
    key: &'static str,
    status: &'static str,
    /// Which step of how many it is at, where it has more than one.
    step: Option<[usize; 2]>,
}

/// Whether a study is asked for again.
#[derive(Deserialize)]
pub(crate) struct Look {
    again: Option<String>,
}

impl Look {
    /// Returns how long the page waits for a study.
    pub(super) fn patience(&self, page: &SignedIn) -> Option<Duration> {
        let patience = page.site.settings.patience;
        if self.again.is_some() { patience.map(|_| AGAIN) } else { patience }
    }
}

fn stages(progress: Option<Progress>) -> Vec<StageRow> {
    let place = |stage: Stage| Stage::ALL.iter().position(|one| *one == stage);
    let now = progress.and_then(|progress| place(progress.stage));
    let row = |stage: &Stage| {
        let own = place(*stage);
        let is_now = progress.is_some() && own == now;
        let step = progress.filter(|progress| is_now && progress.of > 1);
        StageRow {
            key: match stage {
                Stage::Reading => "study-reading",
                Stage::Comparing => "study-comparing",
                Stage::Beside => "study-beside",
                Stage::Analysing => "study-analysing",
                Stage::Checking => "study-checking",
            },
            status: match () {
                () if is_now => "study-now",
                () if own < now => "study-done",
                () => "study-later",
            },
            step: step.map(|progress| [progress.step, progress.of]),
        }
    };
    Stage::ALL.iter().map(row).collect()
}

/// Shows how far a study is.
pub(super) fn show(page: &SignedIn, id: PilotId, running: Running) -> Result<Response, Problem> {
    let stages = stages(running.progress);
    page.render("pilot/study_run.html", Page { id: id.to_string(), run: Some(running.key), stages })
}

/// Says that somebody stopped it.
pub(super) fn show_stopped(page: &SignedIn, id: PilotId) -> Result<Response, Problem> {
    let stages = Vec::new();
    page.render("pilot/study_run.html", Page { id: id.to_string(), run: None, stages })
}

/// Stops it.
pub(crate) async fn stop(
    page: SignedIn,
    Path(id): Path<PilotId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/pilots/{id}");
    app::pilot::stop(&page.once(&form, &path), id, form.text("run")).await?;
    Ok(done(&path, "done-study-stopped"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_is_told_from_what_is_to_come() {
        let statuses = |progress| stages(progress).into_iter().map(|row| row.status).collect();
        let waiting: Vec<_> = statuses(None);
        assert_eq!(waiting, ["study-later"; 5]);
        let progress = Progress { stage: Stage::Beside, step: 2, of: 6 };
        let third: Vec<_> = statuses(Some(progress));
        let expected = ["study-done", "study-done", "study-now", "study-later", "study-later"];
        assert_eq!(third, expected);
        assert_eq!(stages(Some(progress))[2].step, Some([2, 6]));
    }
}
