//! Writing a referral: a draft that is the sender's alone, and what must hold for it to be sent.

use super::offer::{candidate, open_need};
use crate::person::{Header, header};
use crate::sharing::check_may_know;
use crate::{Ctx, Error, FieldErrors};
use domain::life_cycle::IllegalMove;
use domain::referral::ReferralMove;
use domain::{
    Event, Fit, Invalid, Need, NeedId, Owner, PersonId, Referral, ReferralId, ReferralState,
    ServiceId,
};
use policy::{Action, Authorised, Relation};
use store::service::Listed;
use store::{Conn, Tx, need, organisation, referral, service};

/// The field that what forbids a referral is shown at.
const WHOLE: &str = "referral";

/// What a referral says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What it should achieve, one line an aim.
    pub aims: Vec<String>,
    /// What the provider needs to know.
    pub background: String,
}

/// What the page of a referral that is being written shows.
#[derive(Clone, Debug)]
pub struct Blank {
    /// Who it is about.
    pub header: Header,
    /// The need it is for.
    pub need: Need,
    /// The service it goes to.
    pub listed: Listed,
    /// Whether the person can use it, and what to check.
    pub fit: Fit,
    /// What was written so far, for a draft that is changed.
    pub words: Option<Words>,
}

/// Returns a referral to be written.
///
/// # Errors
/// When there is no such person, need or service, the need is closed or another is open for it,
/// policy refuses, or the read could not be journalled.
pub async fn blank(
    ctx: &Ctx,
    person: PersonId,
    need: NeedId,
    service: ServiceId,
) -> Result<Blank, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::OfferServices, person).await?;
    let need = open_need(need::find(&mut conn, need).await?, person)?;
    let listed = service::find(&mut conn, service).await?.ok_or(Error::NotFound("service"))?;
    let blank = Blank {
        fit: listed.service.fit(&candidate(ctx, &mut conn, &allowed).await?),
        header: header(ctx, &mut conn, &allowed).await?,
        need,
        listed,
        words: None,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/referrals/new/{service}".to_owned() };
    ctx.journal_read(event, Some(person)).await?;
    Ok(blank)
}

/// Returns a draft to be changed.
///
/// # Errors
/// When there is no such referral, it is no longer a draft, policy refuses, or the read could not be
/// journalled.
pub async fn to_edit(ctx: &Ctx, id: ReferralId) -> Result<Blank, Error> {
    let mut conn = ctx.read().await?;
    let draft = find_draft(ctx, &mut conn, id).await?;
    let need =
        need::find(&mut conn, draft.resource().need).await?.ok_or(Error::NotFound("need"))?;
    let listed = service::find(&mut conn, draft.resource().service)
        .await?
        .ok_or(Error::NotFound("service"))?;
    let words = Words {
        aims: draft.resource().aims.clone(),
        background: draft.resource().background.clone(),
    };
    let person = draft.map(|draft| draft.person);
    let blank = Blank {
        fit: listed.service.fit(&candidate(ctx, &mut conn, &person).await?),
        header: header(ctx, &mut conn, &person).await?,
        need,
        listed,
        words: Some(words),
    };
    drop(conn);
    let event = Event::PersonRead { page: "/referrals/{id}/edit".to_owned() };
    ctx.journal_read(event, Some(*person.resource())).await?;
    Ok(blank)
}

async fn find_draft(
    ctx: &Ctx,
    conn: &mut Conn,
    id: ReferralId,
) -> Result<Authorised<Referral>, Error> {
    let found = super::find(ctx, conn, id, Action::Refer).await?;
    match found.resource().state {
        ReferralState::Draft => Ok(found),
        ref other => {
            Err(IllegalMove { noun: "referral", from: other.code(), attempted: "edit" }.into())
        }
    }
}

/// Writes a referral, and sends it if asked to.
///
/// # Errors
/// When there is no such person, need or service, what must hold does not, policy refuses, or the
/// database fails.
pub async fn write(
    ctx: &Ctx,
    person: PersonId,
    need: NeedId,
    to: ServiceId,
    words: Words,
    send: bool,
) -> Result<ReferralId, Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person_alone(&mut tx, Action::OfferServices, person).await?;
    let listed = service::find(&mut tx, to).await?.ok_or(Error::NotFound("service"))?;
    let draft = Referral {
        id: ctx.new_id(),
        person,
        need,
        service: to,
        sender: Owner::worker(ctx.actor.organisation, ctx.actor.account),
        provider: listed.service.organisation,
        aims: words.aims,
        background: words.background,
        state: ReferralState::Draft,
        since: ctx.today(),
    };
    let fit = check_need(ctx, &mut tx, &draft, &listed, &allowed).await?;
    let written = if send {
        check_fit(&fit)?;
        draft.after(ReferralMove::Send, ctx.actor.account, ctx.today())?
    } else {
        draft
    };
    referral::save(&mut tx, &written, ctx.today()).await?;
    let event = Event::ReferralMoved {
        service: listed.service.name,
        to: written.state.code().to_owned(),
        reason: None,
    };
    ctx.journal(&mut tx, event, Some(person), Some(written.id.0));
    tx.commit().await?;
    Ok(written.id)
}

/// Changes the words of a draft.
///
/// # Errors
/// When there is no such referral, it is no longer a draft, policy refuses, or the database fails.
pub async fn edit(ctx: &Ctx, id: ReferralId, words: Words) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    super::hold(&mut tx, id).await?;
    let draft = find_draft(ctx, &mut tx, id).await?.into_resource();
    let service = referral::service_name(&mut tx, &draft).await?;
    let changed = Referral { aims: words.aims, background: words.background, ..draft };
    referral::save(&mut tx, &changed, ctx.today()).await?;
    let event = Event::ReferralChanged { service };
    ctx.journal(&mut tx, event, Some(changed.person), Some(id.0));
    Ok(tx.commit().await?)
}

/// Checks that a draft can be sent as things stand now.
///
/// # Errors
/// Every reason why not, at the field `referral`; or the need was closed meanwhile.
pub(super) async fn check_send(ctx: &Ctx, tx: &mut Tx, draft: &Referral) -> Result<(), Error> {
    let listed = service::find(tx, draft.service).await?.ok_or(Error::NotFound("service"))?;
    let allowed =
        ctx.allow_in(tx, Action::Refer, Relation::Sender, draft.person, draft.person).await?;
    let fit = check_need(ctx, tx, draft, &listed, &allowed).await?;
    check_fit(&fit)?;
    let provider = organisation::find(tx, draft.provider).await?;
    let provider = provider.ok_or(Error::NotFound("organisation"))?;
    check_may_know(ctx, tx, (&provider, Relation::Provider), draft.person, WHOLE).await
}

/// Returns whether the person of a draft can use its service now: shown before it is sent.
pub(super) async fn fit(
    ctx: &Ctx,
    conn: &mut Conn,
    draft: &Authorised<Referral>,
) -> Result<Option<Fit>, Error> {
    let person = draft.clone().map(|draft| draft.person);
    let candidate = candidate(ctx, conn, &person).await?;
    let listed = service::find(conn, draft.resource().service).await?;
    Ok(listed.map(|listed| listed.service.fit(&candidate)))
}

/// Checks what a referral must hold to before it is even a draft: its need is open and this
/// person's, the service is for it, and there is no other.
async fn check_need(
    ctx: &Ctx,
    tx: &mut Tx,
    draft: &Referral,
    listed: &Listed,
    person: &Authorised<PersonId>,
) -> Result<Fit, Error> {
    let need = open_need(need::hold(tx, draft.need).await?, draft.person)?;
    if !listed.service.is_for(need.area) {
        return Err(Error::field(WHOLE, Invalid::new("referral-service-not-for-need")));
    }
    if referral::live(tx, draft.need, draft.service, draft.id).await?.is_some() {
        let why = Invalid::new("referral-already-live").with("service", &listed.service.name);
        return Err(Error::field(WHOLE, why));
    }
    Ok(listed.service.fit(&candidate(ctx, tx, person).await?))
}

fn check_fit(fit: &Fit) -> Result<(), Error> {
    if fit.is_eligible() {
        return Ok(());
    }
    let reasons = fit.why_not.iter().map(|why| (WHOLE.to_owned(), why.clone()));
    Err(Error::Invalid(reasons.collect::<FieldErrors>()))
}
