//! Alerts that one account reads many people's records: the list, and one of them with the form to say
//! what it was.

use crate::form::Form;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::Error;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{ReadAlertId, ReadAlertKind, Role};
use serde::Serialize;
use store::read_alert::Raised;

#[derive(Serialize)]
struct Row {
    id: String,
    kind: &'static str,
    name: String,
    role: &'static str,
    people: u32,
    at: DateTime<Utc>,
    seen: Option<Seen>,
}

#[derive(Serialize)]
struct Seen {
    words: String,
    by: String,
    at: DateTime<Utc>,
}

impl From<Raised> for Row {
    fn from(raised: Raised) -> Self {
        Self {
            id: raised.alert.id.to_string(),
            kind: ReadAlertKind::key(raised.alert.kind),
            name: raised.name,
            role: Role::key(raised.role),
            people: raised.alert.people,
            at: raised.alert.at,
            seen: raised.seen.map(|seen| Seen { words: seen.words, by: seen.by, at: seen.at }),
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    /// Those of which nobody has said what they were.
    waiting: Vec<Row>,
    seen: Vec<Row>,
}

/// Lists the alerts of the organisation.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let raised = app::read_alert::list(&page.ctx).await?;
    let (seen, waiting) =
        raised.into_iter().map(Row::from).partition(|row: &Row| row.seen.is_some());
    page.render("read_alert/list.html", ListPage { waiting, seen })
}

/// Shows one alert.
pub(crate) async fn show(page: SignedIn, Path(id): Path<ReadAlertId>) -> Result<Response, Problem> {
    let row = Row::from(app::read_alert::one(&page.ctx, id).await?);
    page.render("read_alert/show.html", row)
}

/// Takes what it was.
pub(crate) async fn see(
    page: SignedIn,
    Path(id): Path<ReadAlertId>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let words = fields.long_or("words", "read-alert-without-words");
    let result = match fields.finish(words) {
        Ok(words) => {
            let ctx = page.once(&form, "/read-alerts?done=done-read-alert-seen");
            app::read_alert::see(&ctx, id, &words).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done("/read-alerts", "done-read-alert-seen")),
        Err(Error::Invalid(errors)) => {
            let row = Row::from(app::read_alert::one(&page.ctx, id).await?);
            page.render_again("read_alert/show.html", row, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
