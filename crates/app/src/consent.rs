//! Consent: what a person said where they have a choice; written down by themself, or by the worker
//! to whom they said it.

use crate::my_plan::own;
use crate::person::{Header, header};
use crate::{Ctx, Error};
use domain::consent::{PURPOSE, asked_of, is_public_task, last_day, told_anyway};
use domain::{
    Agreement, Consent, ConsentId, Event, FieldGroup, FieldGroups, Invalid, Organisation,
    OrganisationId, OrganisationKind, PersonId, Role,
};
use policy::{Action, Actor, Authorised, Relation, Shown, Standing, disclosure};
use store::consent::Listed;
use store::{Conn, Tx, agreement, consent, organisation, person};

/// Whose answers, and so who asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The actor's own.
    Own,
    /// A person's, for the worker who leads their case.
    Of(PersonId),
}

impl Whose {
    /// Asks policy to read them.
    async fn read(self, ctx: &Ctx, conn: &mut Conn) -> Result<Authorised<PersonId>, Error> {
        match self {
            Self::Own => own(ctx, conn, Action::ViewOwnConsents).await,
            Self::Of(id) => ctx.person(conn, Action::ViewConsents, id).await,
        }
    }

    /// Asks policy to change them, and keeps other changes of the person's case waiting: of two answers
    /// at once, the second takes the place of the first.
    async fn change(self, ctx: &Ctx, tx: &mut Tx) -> Result<Authorised<PersonId>, Error> {
        match self {
            Self::Own => {
                let allowed = own(ctx, tx, Action::GiveConsent).await?;
                person::hold(tx, *allowed.resource()).await?;
                Ok(allowed)
            }
            Self::Of(id) => ctx.person_alone(tx, Action::RecordConsent, id).await,
        }
    }

    const fn page(self) -> &'static str {
        match self {
            Self::Own => "/my-record/consents",
            Self::Of(_) => "/people/{id}/consents",
        }
    }
}

/// What is told to an organisation whatever the person answers.
#[derive(Clone, Debug)]
pub struct ToldAnyway {
    /// The title of the agreement, and the groups, at most.
    pub under: Vec<(String, Vec<FieldGroup>)>,
}

/// What the page of a person's answers shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who they are.
    pub header: Header,
    /// Every answer, the latest first.
    pub answers: Vec<Listed>,
    /// Of whom consent is asked, by name.
    pub organisations: Vec<Organisation>,
    /// For each organisation about which the person answered: what it is told anyway.
    pub told: Vec<(Organisation, ToldAnyway)>,
    /// The agreements under which details are shared as a public task.
    pub public_task: Vec<Agreement>,
}

/// Returns a person's answers, and what is shared without asking.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, whose: Whose) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = whose.read(ctx, &mut conn).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let answers = consent::of_person(&mut conn, &allowed).await?;
    let organisations = organisation::list(&mut conn).await?;
    let lead = header.person.lead.organisation;
    let agreements = agreement::of_organisation(&mut conn, lead).await?;
    drop(conn);
    let event = Event::person_read(whose.page());
    ctx.journal_read(event, Some(allowed.into_resource())).await?;
    let answered = |id| answers.iter().any(|listed| listed.consent.organisation == id);
    let told = organisations.iter().filter(|organisation| answered(organisation.id));
    Ok(View {
        told: told.map(|one| (one.clone(), anyway(ctx, &agreements, lead, one))).collect(),
        public_task: agreements
            .into_iter()
            .filter(|agreement| is_public_task(agreement, lead, ctx.today()))
            .collect(),
        organisations: organisations.into_iter().filter(|one| !asked_of(one).is_empty()).collect(),
        answers,
        header,
    })
}

fn anyway(
    ctx: &Ctx,
    agreements: &[Agreement],
    lead: OrganisationId,
    organisation: &Organisation,
) -> ToldAnyway {
    let told = told_anyway(agreements, lead, organisation, ctx.today());
    let read = |groups: Vec<FieldGroup>| {
        groups.into_iter().filter(|group| may_read(organisation, *group)).collect()
    };
    ToldAnyway {
        under: told.map(|(agreement, groups)| (agreement.title.clone(), read(groups))).collect(),
    }
}

/// Returns whether policy lets an organisation read a group at all: an agreement names more than each of
/// its parties may read.
fn may_read(organisation: &Organisation, group: FieldGroup) -> bool {
    let justice =
        matches!(organisation.kind, OrganisationKind::Prison | OrganisationKind::Probation);
    let role = if justice { Role::ResettlementWorker } else { Role::ServiceWorker };
    let reader = Actor::anybody(role, organisation.id, organisation.kind);
    let standing = Standing {
        agreed: FieldGroups::ALL,
        consented: FieldGroups::ALL,
        ..Relation::Provider.into()
    };
    disclosure(&reader, standing, group).shown != Shown::Withheld
}

/// Writes down what a person said to one organisation's being told some groups of details. Each answer
/// takes the place of the one before.
///
/// # Errors
/// When the organisation is not there or is told of it without consent, nothing was answered, there is
/// no such person, policy refuses, or the database fails.
pub async fn answer(
    ctx: &Ctx,
    whose: Whose,
    id: OrganisationId,
    said: &[(FieldGroup, bool)],
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = whose.change(ctx, &mut tx).await?;
    let to = organisation::find(&mut tx, id).await?;
    let asked = to.as_ref().map(asked_of).unwrap_or_default();
    let Some(to) = to.filter(|_| !asked.is_empty()) else {
        return Err(Error::field("organisation", Invalid::new("consent-choose-organisation")));
    };
    if said.is_empty() || said.iter().any(|(group, _)| !asked.contains(group)) {
        return Err(Error::field("answer", Invalid::new("consent-choose-answer")));
    }
    let (person, today) = (*allowed.resource(), ctx.today());
    for (group, granted) in said.iter().copied() {
        if let Some(old) = consent::current(&mut tx, &allowed, id, (PURPOSE, group)).await? {
            consent::end(&mut tx, &old.supersede(ctx.now, today)?).await?;
        }
        let new = Consent {
            id: ctx.new_id(),
            person,
            organisation: id,
            purpose: PURPOSE,
            group,
            granted,
            answered_on: today,
            expires_on: last_day(today),
            ended: None,
            recorded_by: ctx.actor.account,
            recorded_at: ctx.now,
        };
        consent::add(&mut tx, &new).await?;
        let event = Event::ConsentRecorded { organisation: to.name.clone(), group, granted };
        ctx.journal(&mut tx, event, Some(person), Some(new.id.0));
    }
    Ok(tx.commit().await?)
}

/// What a person is told before an answer is withdrawn.
#[derive(Clone, Debug)]
pub struct BeforeWithdrawal {
    /// Who they are.
    pub header: Header,
    /// What they agreed to.
    pub answer: Listed,
    /// What the organisation is told all the same.
    pub told: ToldAnyway,
}

/// Returns what withdrawing an answer stops, and what it does not.
///
/// # Errors
/// When there is no such answer or it grants nothing, policy refuses, or the read could not be
/// journalled.
pub async fn before_withdrawal(
    ctx: &Ctx,
    whose: Whose,
    id: ConsentId,
) -> Result<BeforeWithdrawal, Error> {
    let view = view(ctx, whose).await?;
    let mut answers = view.answers.into_iter();
    let answer = answers.find(|listed| listed.consent.id == id).ok_or(NO_ANSWER)?;
    answer.consent.clone().withdraw(ctx.now, ctx.today())?;
    let mut told = view.told.into_iter();
    let told = told.find(|(organisation, _)| organisation.id == answer.organisation.id);
    let told = told.map_or_else(|| ToldAnyway { under: Vec::new() }, |(_, told)| told);
    Ok(BeforeWithdrawal { header: view.header, answer, told })
}

/// Withdraws what a person agreed to. From the next request on nothing is told by it.
///
/// # Errors
/// When there is no such answer or it grants nothing, policy refuses, or the database fails.
pub async fn withdraw(ctx: &Ctx, whose: Whose, id: ConsentId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = whose.change(ctx, &mut tx).await?;
    let found = consent::find(&mut tx, &allowed, id).await?.ok_or(NO_ANSWER)?;
    let withdrawn = found.withdraw(ctx.now, ctx.today())?;
    consent::end(&mut tx, &withdrawn).await?;
    let to = organisation::find(&mut tx, withdrawn.organisation).await?;
    let organisation = to.map(|to| to.name).unwrap_or_default();
    let event = Event::ConsentWithdrawn { organisation, group: withdrawn.group };
    ctx.journal(&mut tx, event, Some(withdrawn.person), Some(id.0));
    Ok(tx.commit().await?)
}

const NO_ANSWER: Error = Error::NotFound("consent");
