//! Referrals: the lists of an organisation, one referral with its messages and history, and its moves.

use crate::form::Form;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::referral::{Inbox, List, View, note_field};
use app::{Error, FieldErrors};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::referral::{
    Achieved, AimResult, DeclineReason, ReferralMove, ReferralState, WithdrawReason,
};
use domain::{AccountId, Area, Coded, Conclusion, Due, Event, Invalid, LongText, ReferralId};
use serde::{Deserialize, Serialize};
use store::journal::Happened;
use store::referral::Listed;

/// A referral on a list.
#[derive(Serialize)]
pub(crate) struct Row {
    id: String,
    person_id: String,
    /// `None` where it is withheld.
    person: Option<String>,
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

/// Which list is asked for, in the address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    list: String,
    #[serde(default)]
    page: String,
}

#[derive(Serialize)]
struct InboxPage {
    /// The list that is shown: `to-us`, `from-us` or `closed`.
    list: &'static str,
    /// What waits for this organisation; of the closed ones, all.
    ours: Vec<Row>,
    /// What waits for another.
    theirs: Vec<Row>,
    to_us: i64,
    from_us: i64,
    /// Numbers of the pages before and after, if there are any.
    before: Option<u32>,
    after: Option<u32>,
    today: NaiveDate,
}

#[derive(Serialize)]
struct Page {
    row: Row,
    aims: Vec<String>,
    background: String,
    state: ReferralState,
    clock: Option<ClockNow>,
    /// The moves that this organisation can make now, by code.
    moves: Vec<&'static str>,
    may_edit: bool,
    why_not: Vec<String>,
    to_check: Vec<String>,
    /// Workers who can be named: id and name.
    workers: Vec<(String, String)>,
    messages: Vec<MessageRow>,
    may_message: bool,
    history: Vec<HistoryRow>,
    today: NaiveDate,
    decline_reasons: Vec<Choice>,
    withdraw_reasons: Vec<Choice>,
    conclusions: Vec<Choice>,
    achieved: Vec<Choice>,
}

/// Who owns a referral now, whose move it is, and by when.
#[derive(Serialize)]
struct ClockNow {
    owner: String,
    worker: Option<String>,
    waiting_on: String,
    /// Whether it is this organisation's move.
    ours: bool,
    due: &'static str,
    due_on: NaiveDate,
    days_late: i64,
}

/// One thing that happened to a referral.
#[derive(Serialize)]
struct HistoryRow {
    at: DateTime<Utc>,
    text: String,
    by: String,
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
    /// Returns one value as a choice.
    pub(crate) fn of<T: Coded>(value: T) -> Self {
        Self { code: value.code(), key: value.key() }
    }

    /// Returns its code.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }
}

/// Returns some choices of a list.
pub(crate) fn choices_of<T: Coded>(some: &[T]) -> Vec<Choice> {
    some.iter().copied().map(Choice::of).collect()
}

/// Returns the choices of a list, in its order.
pub(crate) fn choices<T: Coded>() -> Vec<Choice> {
    T::ALL.iter().copied().map(Choice::of).collect()
}

/// Lists the referrals to and from the organisation.
pub(crate) async fn inbox(page: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let (list, code) = match asked.list.as_str() {
        "from-us" => (List::FromUs, "from-us"),
        "closed" => (List::Closed, "closed"),
        _ => (List::ToUs, "to-us"),
    };
    let number = asked.page.parse::<u32>().unwrap_or(1).clamp(1, 1_000);
    let Inbox { rows, more, counts } = app::referral::inbox(&page.ctx, list, number - 1).await?;
    let us = page.ctx.actor.organisation;
    let (ours, theirs): (Vec<Listed>, Vec<Listed>) =
        rows.into_iter().partition(|row| list == List::Closed || row.waiting_on == Some(us));
    let content = InboxPage {
        list: code,
        ours: ours.into_iter().map(Row::from).collect(),
        theirs: theirs.into_iter().map(Row::from).collect(),
        to_us: counts.to_us,
        from_us: counts.from_us,
        before: (number > 1).then(|| number - 1),
        after: more.then_some(number + 1),
        today: page.ctx.today(),
    };
    page.render("referral/inbox.html", content)
}

/// Shows one referral.
pub(crate) async fn show(page: SignedIn, Path(id): Path<ReferralId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("referral/show.html", content)
}

async fn content(page: &SignedIn, id: ReferralId) -> Result<Page, Error> {
    let view = app::referral::view(&page.ctx, id).await?;
    let clock = clock_now(page, &view);
    let ours = page.ctx.actor.organisation_name.clone();
    let messages = view.messages.into_iter().map(|message| MessageRow {
        ours: message.organisation == ours,
        by: message.account,
        organisation: message.organisation,
        words: message.words,
        at: message.at,
    });
    let in_words = |reasons: &[Invalid]| {
        reasons.iter().map(|why| page.asked.language.invalid(why)).collect::<Vec<_>>()
    };
    Ok(Page {
        clock,
        why_not: view.fit.as_ref().map(|fit| in_words(&fit.why_not)).unwrap_or_default(),
        to_check: view.fit.as_ref().map(|fit| in_words(&fit.to_check)).unwrap_or_default(),
        row: view.listed.into(),
        aims: view.referral.aims,
        background: view.referral.background,
        state: view.referral.state,
        moves: view.moves,
        may_edit: view.may_edit,
        workers: view.workers.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        messages: messages.collect(),
        may_message: view.may_message,
        history: view.history.into_iter().filter_map(|row| history_row(page, row)).collect(),
        today: page.ctx.today(),
        decline_reasons: choices::<DeclineReason>(),
        withdraw_reasons: choices::<WithdrawReason>(),
        conclusions: choices::<Conclusion>(),
        achieved: choices::<Achieved>(),
    })
}

fn clock_now(page: &SignedIn, view: &View) -> Option<ClockNow> {
    let clock = view.clock?;
    let waiting_on = if clock.waiting_on == view.referral.provider {
        &view.listed.provider_name
    } else {
        &view.listed.sender_name
    };
    Some(ClockNow {
        owner: view.owner.clone(),
        worker: view.listed.owner_account.clone(),
        waiting_on: waiting_on.clone(),
        ours: clock.waiting_on == page.ctx.actor.organisation,
        due: Due::key(clock.due),
        due_on: clock.due_on,
        days_late: (page.ctx.today() - clock.due_on).num_days(),
    })
}

/// Returns a move in words; messages are shown by themselves.
fn history_row(page: &SignedIn, row: Happened) -> Option<HistoryRow> {
    let language = page.asked.language;
    let text = match &row.event {
        Event::MessageSent { .. } => return None,
        Event::ReferralMoved { to, reason: Some(reason), .. } => {
            let status = language.text(&status_key(to), &[]);
            let reason = language.text(reason, &[]);
            language.text("referral-moved-why", &[("to", status), ("reason", reason)])
        }
        Event::ReferralMoved { to, .. } => language.text(&status_key(to), &[]),
        event => crate::journal::in_words(event, language),
    };
    let by = [row.account, row.organisation].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Some(HistoryRow { at: row.at, text, by })
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
        Err(error) => {
            app::referral::may_message(&page.ctx, id).await?;
            Err(error)
        }
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
    let result = match read_move(&form, &name)? {
        Ok((step, note)) => {
            app::referral::make_move(&page.once(&form, &path), id, step, note).await
        }
        Err(errors) => {
            // A form of a move that is no longer there has no place to show what is wrong with it.
            app::referral::still_allows(&page.ctx, id, &name).await?;
            Err(Error::Invalid(errors))
        }
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

/// Reads a move and the words that come with it; an unknown name is a page that is not there.
fn read_move(
    form: &Form,
    name: &str,
) -> Result<Result<(ReferralMove, Option<String>), FieldErrors>, Error> {
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
    let step = step.and_then(|step| {
        let note = fields.read(note_field(&step), LongText::parse_optional)?;
        Some((step, note.map(|words| words.to_string())))
    });
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
