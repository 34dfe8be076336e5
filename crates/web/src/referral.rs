//! Referrals: the inbox, one referral with its messages, and its moves.

use crate::form::Form;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::{Error, FieldErrors};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::referral::{
    Achieved, AimResult, DeclineReason, ReferralMove, ReferralState, WithdrawReason,
};
use domain::{AccountId, Area, Coded, Conclusion, Invalid, ReferralId};
use serde::Serialize;
use store::referral::Listed;

/// A referral on a list.
#[derive(Serialize)]
pub(crate) struct Row {
    id: String,
    person_id: String,
    person: String,
    service: String,
    provider: String,
    sender: String,
    area: &'static str,
    status: String,
    since: NaiveDate,
    due_on: Option<NaiveDate>,
}

impl From<Listed> for Row {
    fn from(row: Listed) -> Self {
        Self {
            id: row.id.to_string(),
            person_id: row.person.to_string(),
            person: row.person_name,
            service: row.service_name,
            provider: row.provider_name,
            sender: row.sender_name,
            area: Area::key(row.area),
            status: status_key(&row.status),
            since: row.since,
            due_on: row.due_on,
        }
    }
}

/// Returns the message key of a state.
pub(crate) fn status_key(code: &str) -> String {
    format!("referral-status-{}", code.replace('_', "-"))
}

#[derive(Serialize)]
struct Inbox {
    rows: Vec<Row>,
    today: NaiveDate,
}

#[derive(Serialize)]
struct Page {
    row: Row,
    aims: Vec<String>,
    background: String,
    state: ReferralState,
    /// The moves that this organisation can make now, by code.
    moves: Vec<&'static str>,
    /// Workers who can be named: id and name.
    workers: Vec<(String, String)>,
    /// The worker who has it, by name.
    worker: Option<String>,
    messages: Vec<MessageRow>,
    today: NaiveDate,
    decline_reasons: Vec<Choice>,
    withdraw_reasons: Vec<Choice>,
    conclusions: Vec<Choice>,
    achieved: Vec<Choice>,
}

#[derive(Serialize)]
struct MessageRow {
    by: String,
    organisation: String,
    words: String,
    at: DateTime<Utc>,
    ours: bool,
}

/// One choice of a list: its code, and its label's message key.
#[derive(Clone, Serialize)]
pub(crate) struct Choice {
    pub(crate) code: &'static str,
    key: &'static str,
}

impl Choice {
    /// Returns its code.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }
}

/// Returns the choices of a list, in its order.
pub(crate) fn choices<T: Coded>() -> Vec<Choice> {
    choices_of(T::ALL)
}

/// Returns some choices of a list.
pub(crate) fn choices_of<T: Coded>(some: &[T]) -> Vec<Choice> {
    some.iter().map(|value| Choice { code: value.code(), key: value.key() }).collect()
}

/// Lists the referrals to the organisation.
pub(crate) async fn inbox(page: SignedIn) -> Result<Response, Problem> {
    let rows = app::referral::inbox(&page.ctx).await?.into_iter().map(Row::from).collect();
    page.render("referral/inbox.html", Inbox { rows, today: page.ctx.today() })
}

/// Shows one referral.
pub(crate) async fn show(page: SignedIn, Path(id): Path<ReferralId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("referral/show.html", content)
}

async fn content(page: &SignedIn, id: ReferralId) -> Result<Page, Error> {
    let view = app::referral::view(&page.ctx, id).await?;
    let ours = page.ctx.actor.organisation_name.clone();
    let messages = view.messages.into_iter().map(|message| MessageRow {
        ours: message.organisation == ours,
        by: message.account,
        organisation: message.organisation,
        words: message.words,
        at: message.at,
    });
    Ok(Page {
        row: view.listed.into(),
        aims: view.referral.aims,
        background: view.referral.background,
        state: view.referral.state,
        moves: view.moves,
        workers: view.workers.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        worker: view.worker,
        messages: messages.collect(),
        today: page.ctx.today(),
        decline_reasons: choices::<DeclineReason>(),
        withdraw_reasons: choices::<WithdrawReason>(),
        conclusions: choices::<Conclusion>(),
        achieved: choices::<Achieved>(),
    })
}

/// Sends a message about a referral.
pub(crate) async fn message(
    page: SignedIn,
    Path(id): Path<ReferralId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/referrals/{id}");
    let mut fields = form.fields();
    let words = fields.long("words");
    let result = match fields.finish(words) {
        Ok(words) => app::referral::send_message(&page.once(&form, &path), id, &words).await,
        Err(error) => Err(error),
    };
    answer(&page, id, &form, result, "done-message-sent").await
}

/// Makes a move of a referral, named in the path.
pub(crate) async fn make_move(
    page: SignedIn,
    Path((id, name)): Path<(ReferralId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/referrals/{id}");
    let step = read_move(&form, &name)?;
    let result = match step {
        Ok(step) => app::referral::make_move(&page.once(&form, &path), id, step).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    answer(&page, id, &form, result, "done-referral-moved").await
}

async fn answer(
    page: &SignedIn,
    id: ReferralId,
    form: &Form,
    result: Result<(), Error>,
    key: &str,
) -> Result<Response, Problem> {
    match result {
        Ok(()) => Ok(done(&format!("/referrals/{id}"), key)),
        Err(Error::Invalid(errors)) => {
            let content = content(page, id).await?;
            page.render_again("referral/show.html", content, form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads a move from its form; an unknown name is a page that is not there.
fn read_move(form: &Form, name: &str) -> Result<Result<ReferralMove, FieldErrors>, Error> {
    let mut fields = form.fields();
    let step = match name {
        "send" => Some(ReferralMove::Send),
        "receive" => Some(ReferralMove::Receive),
        "accept" => Some(ReferralMove::Accept),
        "conclude" => Some(ReferralMove::Conclude),
        "return" => fields.long("question").map(|question| ReferralMove::Return { question }),
        "decline" => fields
            .coded("decline-reason", "choose-reason")
            .map(|reason| ReferralMove::Decline { reason }),
        "withdraw" => fields
            .coded("withdraw-reason", "choose-reason")
            .map(|reason| ReferralMove::Withdraw { reason }),
        "assign" => fields
            .read("worker", |text| {
                text.parse::<AccountId>().map_err(|_| Invalid::new("choose-worker"))
            })
            .map(|worker| ReferralMove::Assign { worker }),
        "contact" => fields.date("contact").map(|on| ReferralMove::Contact { on }),
        "start" => match (fields.date("start"), fields.date("complete")) {
            (Some(on), Some(complete_by)) => Some(ReferralMove::Start { on, complete_by }),
            _ => None,
        },
        "report" => {
            let how = fields.coded("how", "choose-how-it-ended");
            let summary = fields.long("summary");
            let results = read_results(form);
            match (how, summary) {
                (Some(how), Some(summary)) => Some(ReferralMove::Report { how, results, summary }),
                _ => None,
            }
        }
        _ => return Err(Error::NotFound("page")),
    };
    Ok(match fields.finish(step) {
        Ok(step) => Ok(step),
        Err(Error::Invalid(errors)) => Err(errors),
        Err(error) => return Err(error),
    })
}

/// Reads what each aim came to; `app` checks that every aim has an answer.
fn read_results(form: &Form) -> Vec<AimResult> {
    let aims: Vec<&str> = form.all("aim").collect();
    form.starting("achieved-")
        .filter_map(|(index, code)| {
            let aim = aims.get(index.parse::<usize>().ok()?)?;
            Some(AimResult { aim: (*aim).to_owned(), achieved: Achieved::from_code(code)? })
        })
        .collect()
}
