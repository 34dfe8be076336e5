//! Breaking the glass: the form, the page of what is open, its review, and the lists and alerts of it.

use crate::form::Form;
use crate::person::SectionRow;
use crate::problem::Problem;
use crate::referral::{Choice, choices, choices_of};
use crate::visit::{SignedIn, done};
use app::Error;
use app::break_glass::{Asked, View};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::break_glass::{MINUTES, WORDS_LEAST, parse_words};
use domain::{
    BreakGlassId, BreakGlassReason, BreakGlassVerdict, FieldGroup, Invalid, LongText, Role,
};
use serde::Serialize;
use store::break_glass::Found;

/// A glass on somebody's first page, or on a list.
#[derive(Serialize)]
pub(crate) struct GlassRow {
    id: String,
    organisation: String,
    /// Whose record it is, for who leads the case.
    person: Option<String>,
    at: DateTime<Utc>,
    review_by: NaiveDate,
    late: bool,
    /// Whether the reader's own organisation reviews it.
    ours: bool,
    verdict: Option<&'static str>,
}

impl GlassRow {
    /// Returns a row as it stands on a day. Only who leads cases is told whose record it is.
    pub(crate) fn of(page: &SignedIn, found: Found) -> Self {
        let leads = page.ctx.actor.role == Role::ResettlementWorker;
        let glass = &found.glass;
        Self {
            id: glass.id.to_string(),
            person: leads.then_some(found.person_name),
            at: glass.at,
            review_by: glass.review_by(),
            late: glass.is_late(page.ctx.today()),
            ours: glass.organisation == page.ctx.actor.organisation,
            verdict: glass.verdict.map(BreakGlassVerdict::key),
            organisation: found.organisation,
        }
    }
}

#[derive(Serialize)]
struct NewPage {
    minutes: i64,
    least: usize,
    reasons: Vec<Choice>,
    groups: Vec<Choice>,
    /// The last one, if it has to be reviewed before the next.
    waits: Option<GlassRow>,
}

async fn new_page(page: &SignedIn) -> Result<NewPage, Error> {
    let offer = app::break_glass::offer(&page.ctx).await?;
    Ok(NewPage {
        minutes: MINUTES,
        least: WORDS_LEAST,
        reasons: choices::<BreakGlassReason>(),
        groups: choices_of(&offer.groups),
        waits: offer.waits.map(|found| GlassRow::of(page, found)),
    })
}

/// Shows the form.
pub(crate) async fn blank(page: SignedIn) -> Result<Response, Problem> {
    let content = new_page(&page).await?;
    page.render("break_glass/new.html", content)
}

/// Breaks the glass.
pub(crate) async fn begin(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let id: BreakGlassId = page.ctx.new_id();
    let path = format!("/break-glass/{id}");
    let result = match read(&form) {
        Ok(asked) => app::break_glass::begin(&page.once(&form, &path), id, asked).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-glass-broken")),
        Err(Error::Invalid(errors)) => {
            let content = new_page(&page).await?;
            page.render_again("break_glass/new.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form) -> Result<Asked, Error> {
    let mut fields = form.fields();
    let who = fields.short_or("who", "break-glass-without-who");
    let born = fields.date("born");
    let reason = fields.coded("reason", "choose-break-glass-reason");
    let words = fields.read("words", parse_words);
    // What is not of the list was not on the page.
    let groups: Vec<FieldGroup> = form.all("groups").filter_map(FieldGroup::from_code).collect();
    if groups.is_empty() {
        fields.refuse("groups", Invalid::new("choose-break-glass-groups"));
    }
    let whole =
        (|| Some(Asked { who: who?, born: born?, reason: reason?, words: words?, groups }))();
    fields.finish(whole)
}

#[derive(Serialize)]
struct Page {
    id: String,
    /// The person's name, for who broke it while it is open and for who leads the case.
    person: Option<String>,
    /// The path of the person's own pages, for who leads the case.
    person_path: Option<String>,
    date_of_birth: Option<NaiveDate>,
    by: String,
    role: &'static str,
    organisation: String,
    lead: String,
    at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    reason: &'static str,
    words: String,
    groups: Vec<&'static str>,
    /// Whether the reader broke it.
    own: bool,
    /// What is open to the reader now, if it is.
    opened: Option<Vec<SectionRow>>,
    review_by: NaiveDate,
    late: bool,
    verdict: Option<&'static str>,
    review: Option<String>,
    reviewed_at: Option<DateTime<Utc>>,
    may_review: bool,
    verdicts: Vec<Choice>,
}

impl Page {
    fn of(page: &SignedIn, view: View) -> Self {
        let View { found, header, opened, leads, own, may_review } = view;
        let glass = &found.glass;
        let (review, reviewed_at) = found.review.unzip();
        let born = header.as_ref().and_then(|header| header.person.date_of_birth);
        let opened_name = header.as_ref().map(|header| header.person.full_name());
        Self {
            id: glass.id.to_string(),
            person: opened_name.or_else(|| leads.then_some(found.person_name)),
            person_path: leads.then(|| format!("/people/{}", glass.person)),
            date_of_birth: born,
            by: found.account,
            role: found.role.key(),
            organisation: found.organisation,
            lead: found.lead_name,
            at: glass.at,
            ends_at: glass.ends_at(),
            reason: glass.reason.key(),
            words: found.words,
            groups: glass.groups.iter().map(FieldGroup::key).collect(),
            own,
            opened: header.map(|_| opened.into_iter().map(SectionRow::from).collect()),
            review_by: glass.review_by(),
            late: glass.is_late(page.ctx.today()),
            verdict: glass.verdict.map(BreakGlassVerdict::key),
            review,
            reviewed_at,
            may_review,
            verdicts: choices::<BreakGlassVerdict>(),
        }
    }
}

async fn content(page: &SignedIn, id: BreakGlassId) -> Result<Page, Error> {
    let view = app::break_glass::view(&page.ctx, id).await?;
    Ok(Page::of(page, view))
}

/// Shows a glass that was broken.
pub(crate) async fn show(
    page: SignedIn,
    Path(id): Path<BreakGlassId>,
) -> Result<Response, Problem> {
    page.render("break_glass/show.html", content(&page, id).await?)
}

/// Takes what a review found.
pub(crate) async fn review(
    page: SignedIn,
    Path(id): Path<BreakGlassId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/break-glass/{id}");
    let mut fields = form.fields();
    let verdict = fields.coded::<BreakGlassVerdict>("verdict", "choose-break-glass-verdict");
    let words = fields.read("review", |text| match text {
        "" => Err(Invalid::new("break-glass-without-review")),
        text => LongText::parse(text),
    });
    let result = match fields.finish(verdict.zip(words)) {
        Ok((verdict, words)) => {
            app::break_glass::review(&page.once(&form, &path), id, verdict, &words).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-glass-reviewed")),
        Err(Error::Invalid(errors)) => {
            app::break_glass::may_review(&page.ctx, id).await?;
            page.render_again("break_glass/show.html", content(&page, id).await?, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct ListPage {
    waiting: Vec<GlassRow>,
    reviewed: Vec<GlassRow>,
}

/// Lists them for a data protection officer.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let found = app::break_glass::list(&page.ctx).await?;
    let rows = |all: Vec<Found>| all.into_iter().map(|one| GlassRow::of(&page, one)).collect();
    let content = ListPage { waiting: rows(found.waiting), reviewed: rows(found.reviewed) };
    page.render("break_glass/list.html", content)
}
