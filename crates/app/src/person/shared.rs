//! What an organisation that does not lead the case sees of a person's record: each group of fields in
//! full, as a summary, or withheld with the reason. Nothing of a withheld group is read.

use super::{Header, spent};
use crate::Error;
use chrono::NaiveDate;
use domain::spent::Spent;
use domain::{
    Area, EpisodeKind, Ethnicity, FieldGroup, IdentifierKind, Need, OffenceGroup, Outcome, Person,
    PersonId, Priority, Role,
};
use policy::{Actor, Authorised, Disclosure, Relation, Shown, Standing, Withheld, disclosures};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{
    Conn, licence_condition, need, outcome, person, person_detail, release, risk_flag, sentence,
};
use uuid::Uuid;

/// A group of fields as somebody sees it.
#[derive(Clone, Debug)]
pub struct Section {
    /// How much of it they see, and why.
    pub disclosure: Disclosure,
    /// What they see.
    pub facts: Vec<Fact>,
}

/// One thing that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is, by message key.
    pub label: &'static str,
    /// What is said of it.
    pub says: Says,
}

/// What is said of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Words as they were written.
    Words(String),
    /// A message, by key.
    Message(&'static str),
    /// A day.
    On(NaiveDate),
    /// A message, by key, and its day.
    MessageOn(&'static str, NaiveDate),
    /// From a day, to one if it has ended.
    Between(Option<NaiveDate>, Option<NaiveDate>),
}

/// How much of each group somebody sees, by group.
#[derive(Clone, Debug)]
pub struct Disclosures(Arc<[Disclosure]>);

impl Disclosures {
    /// Asks policy about every group, for whoever stands so to a record.
    #[must_use]
    pub fn of(actor: &Actor, standing: Standing) -> Self {
        Self(disclosures(actor, standing))
    }

    /// Asks policy about every group, for a person and their own record.
    #[must_use]
    pub fn own(actor: &Actor) -> Self {
        let person = Actor {
            person: Some(PersonId(Uuid::nil())),
            ..Actor::anybody(Role::Person, actor.organisation, actor.organisation_kind)
        };
        Self::of(&person, Relation::Own.into())
    }

    fn find(&self, group: FieldGroup) -> Option<&Disclosure> {
        self.0.iter().find(|disclosure| disclosure.group == group)
    }

    /// Returns how much of a group is shown.
    #[must_use]
    pub fn shown(&self, group: FieldGroup) -> Shown {
        self.find(group).map_or(Shown::Withheld, |disclosure| disclosure.shown)
    }

    /// Returns why a group is withheld, if it is.
    #[must_use]
    pub fn withheld(&self, group: FieldGroup) -> Option<Withheld> {
        self.find(group)?.withheld
    }

    /// Returns whether all of a group is shown.
    #[must_use]
    pub fn full(&self, group: FieldGroup) -> bool {
        self.shown(group) == Shown::Full
    }

    /// Returns whether anything of any of these groups is shown.
    fn any(&self, groups: &[FieldGroup]) -> bool {
        groups.iter().any(|group| self.shown(*group) != Shown::Withheld)
    }

    /// Returns every group that is not shown in full, with the reason where it is withheld.
    pub fn not_full(&self) -> impl Iterator<Item = (FieldGroup, Option<Withheld>)> {
        let partly = self.0.iter().filter(|disclosure| disclosure.shown != Shown::Full);
        partly.map(|disclosure| (disclosure.group, disclosure.withheld))
    }
}

/// Returns the group that a number belongs to.
#[must_use]
pub(crate) const fn group_of(number: IdentifierKind) -> FieldGroup {
    match number {
        IdentifierKind::PrisonNumber | IdentifierKind::Crn => FieldGroup::Identifiers,
        IdentifierKind::PncId | IdentifierKind::CroNumber => FieldGroup::PoliceNumbers,
        IdentifierKind::NiNumber => FieldGroup::NiNumber,
        IdentifierKind::NhsNumber => FieldGroup::Health,
    }
}

/// Returns the group that a need belongs to beside the needs: one in an area whose group is withheld
/// would tell what is withheld.
const fn group_of_need(area: Area) -> FieldGroup {
    match area {
        Area::Accommodation => FieldGroup::Accommodation,
        Area::EmploymentAndTraining | Area::Education => FieldGroup::Employment,
        Area::Finance => FieldGroup::Money,
        Area::Drugs | Area::Alcohol => FieldGroup::Treatment,
        Area::Health => FieldGroup::Health,
        Area::Relationships | Area::AttitudesAndLifeSkills | Area::OffendingAndMotivation => {
            FieldGroup::Needs
        }
    }
}

/// Returns whether a landlord must know of an offence to house somebody safely: the grounds on which
/// supported housing turns people away (arson, sexual offences, violence).
const fn bears_on_housing(group: OffenceGroup) -> bool {
    matches!(
        group,
        OffenceGroup::ArsonAndCriminalDamage | OffenceGroup::Sexual | OffenceGroup::Violence
    )
}

/// What more than one group is told from: read once, where any of them is shown.
struct Read<'a> {
    actor: &'a Actor,
    header: &'a Header,
    numbers: Vec<(IdentifierKind, String)>,
    needs: Vec<Need>,
    outcomes: Vec<Outcome>,
}

impl<'a> Read<'a> {
    async fn of(
        conn: &mut Conn,
        (actor, header): (&'a Actor, &'a Header),
        allowed: &Authorised<PersonId>,
    ) -> Result<Self, Error> {
        use FieldGroup as G;
        let disclosures = &header.disclosures;
        let (mut numbers, mut needs, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        if disclosures.any(&[G::Identifiers, G::PoliceNumbers, G::NiNumber, G::Health]) {
            numbers = person::identifiers(conn, allowed).await?;
        }
        if disclosures.any(&[G::Needs, G::Health, G::Treatment, G::Money]) {
            needs = need::open_of_person(conn, allowed).await?;
        }
        if disclosures.any(&[G::Accommodation, G::Employment, G::Treatment]) {
            outcomes = outcome::of_person(conn, allowed).await?;
        }
        Ok(Self { actor, header, numbers, needs, outcomes })
    }

    /// The numbers of a group, or that they are on record.
    fn numbers(&self, group: FieldGroup, full: bool) -> Vec<Fact> {
        let ours = self.numbers.iter().filter(|(kind, _)| group_of(*kind) == group);
        let says = |number: &String| match full {
            true => Says::Words(number.clone()),
            false => Says::Message("shared-recorded"),
        };
        ours.map(|(kind, number)| fact(kind.key(), says(number))).collect()
    }

    /// The open needs in some areas.
    fn needs(&self, shown: impl Fn(Area) -> bool) -> impl Iterator<Item = Fact> {
        let shown = self.needs.iter().filter(move |need| shown(need.area));
        shown.map(|need| fact(need.area.key(), Says::Message(need.rating.key())))
    }

    /// What was recorded of one priority: all of it, the latest first, or the latest.
    fn outcomes(&self, priority: Priority, full: bool) -> Vec<Fact> {
        let ours = self.outcomes.iter().filter(|outcome| outcome.measure.priority() == priority);
        let recorded = ours.filter_map(|outcome| {
            let status = outcome.recorded.as_ref()?.status.key();
            Some(fact(outcome.measure.key(), Says::MessageOn(status, outcome.day)))
        });
        recorded.take(if full { usize::MAX } else { 1 }).collect()
    }
}

/// Reads what an organisation sees of a person, group by group.
///
/// # Errors
/// When the database fails.
pub(crate) async fn sections(
    conn: &mut Conn,
    actor: &Actor,
    header: &Header,
    allowed: &Authorised<PersonId>,
    today: NaiveDate,
) -> Result<Vec<Section>, Error> {
    let read = Read::of(conn, (actor, header), allowed).await?;
    let mut sections = Vec::with_capacity(FieldGroup::ALL.len());
    for disclosure in header.disclosures.0.iter() {
        let facts = match disclosure.shown {
            Shown::Withheld => Vec::new(),
            shown => {
                let part = (disclosure.group, shown == Shown::Full);
                facts(conn, allowed, &read, part, today).await?
            }
        };
        sections.push(Section { disclosure: disclosure.clone(), facts });
    }
    Ok(sections)
}

/// Returns what is said of one group: all of it, or a summary.
async fn facts(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    read: &Read<'_>,
    (group, full): (FieldGroup, bool),
    today: NaiveDate,
) -> Result<Vec<Fact>, Error> {
    use FieldGroup as G;
    let of_group = |area| group_of_need(area) == group;
    match group {
        G::Identity => identity(conn, allowed, today).await,
        G::Identifiers | G::PoliceNumbers | G::NiNumber => Ok(read.numbers(group, full)),
        G::Health => {
            Ok(read.numbers(group, full).into_iter().chain(read.needs(of_group)).collect())
        }
        G::Sentence if full => custody_and_dates(conn, allowed).await,
        G::Sentence => whereabouts(conn, allowed).await,
        G::Convictions => convictions(conn, read, allowed, full, today).await,
        G::LicenceConditions => conditions(conn, allowed, full, today).await,
        // None in an area whose own group is withheld.
        G::Needs => {
            let disclosures = &read.header.disclosures;
            Ok(read.needs(|area| disclosures.any(&[group_of_need(area)])).collect())
        }
        G::Risk => risk(conn, allowed, full, today).await,
        G::Accommodation => {
            let mut facts = home(conn, allowed, full, today).await?;
            if full {
                facts.extend(read.outcomes(Priority::Accommodation, full));
            }
            Ok(facts)
        }
        G::Employment => Ok(read.outcomes(Priority::Employment, full)),
        G::Treatment => {
            let needs = read.needs(|area| full && of_group(area));
            Ok(read.outcomes(Priority::Treatment, full).into_iter().chain(needs).collect())
        }
        G::Money => Ok(read.needs(of_group).collect()),
        G::CaseNotes => Ok(vec![fact("shared-plan", Says::Message("shared-plan-page"))]),
        G::Equality => Ok(equality(&read.header.person, full)),
    }
}

async fn identity(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    today: NaiveDate,
) -> Result<Vec<Fact>, Error> {
    let names = person_detail::names(conn, allowed).await?.into_iter();
    let contacts = person_detail::contacts(conn, allowed).await?.into_iter();
    let names = names.map(|name| {
        let words = format!("{} {}", name.given_name, name.family_name);
        fact(name.kind.key(), Says::Words(words))
    });
    let contacts = contacts
        .filter(|contact| lasts(contact.to_on, today))
        .map(|contact| fact(contact.kind.key(), Says::Words(contact.value)));
    Ok(names.chain(contacts).collect())
}

async fn custody_and_dates(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<Vec<Fact>, Error> {
    let episodes = person::episodes(conn, allowed).await?.into_iter();
    let dates = sentence::dates(conn, allowed).await?.into_iter();
    let stays = episodes.map(|episode| {
        let says = Says::Between(Some(episode.started_on), episode.ended_on);
        fact(episode.kind.key(), says)
    });
    let dates = dates
        .filter(|date| date.superseded_at.is_none())
        .filter_map(|date| Some(fact(date.kind.key(), Says::On(date.on?))));
    Ok(stays.chain(dates).collect())
}

async fn whereabouts(conn: &mut Conn, allowed: &Authorised<PersonId>) -> Result<Vec<Fact>, Error> {
    let episodes = person::episodes(conn, allowed).await?;
    let now = episodes.iter().find(|episode| episode.ended_on.is_none());
    let now = now.map(|episode| match episode.kind {
        EpisodeKind::Custody => fact("shared-where", Says::Message("shared-in-prison")),
        EpisodeKind::Community => fact("shared-where", Says::Message("shared-in-community")),
    });
    let next = release::next_planned(conn, allowed).await?;
    let next = next.map(|next| fact("shared-release", Says::On(next.release_on)));
    Ok(now.into_iter().chain(next).collect())
}

async fn convictions(
    conn: &mut Conn,
    read: &Read<'_>,
    allowed: &Authorised<PersonId>,
    full: bool,
    today: NaiveDate,
) -> Result<Vec<Fact>, Error> {
    let born = read.header.person.date_of_birth;
    let found = spent::convictions(conn, read.actor, allowed, born, today).await?;
    let shown = found.shown.into_iter();
    let groups = shown.filter_map(|(one, spent)| Some((one.offence_group?, one, spent)));
    let mut facts: Vec<Fact> = if full {
        let says = |imposed: Option<NaiveDate>, spent: Spent| match imposed {
            Some(on) if spent.is_spent(today) => Says::MessageOn("conviction-spent", on),
            Some(on) => Says::On(on),
            None => Says::Message("not-known"),
        };
        groups.map(|(group, one, spent)| fact(group.key(), says(one.imposed_on, spent))).collect()
    } else {
        let bearing = groups.map(|(group, ..)| group).filter(|group| bears_on_housing(*group));
        let bearing: BTreeSet<OffenceGroup> = bearing.collect();
        let says = Says::Message("shared-bears-on-housing");
        bearing.into_iter().map(|group| fact(group.key(), says.clone())).collect()
    };
    if found.spent_withheld {
        // Said whether there are any or not, or it would tell.
        facts.push(fact("convictions-spent", Says::Message("convictions-spent-withheld")));
    }
    Ok(facts)
}

async fn conditions(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    full: bool,
    today: NaiveDate,
) -> Result<Vec<Fact>, Error> {
    let conditions = licence_condition::of_person(conn, allowed).await?.into_iter();
    let stand = conditions.filter(|listed| lasts(listed.to_on, today));
    Ok(stand
        .map(|listed| {
            let words = listed.condition.text.to_string();
            let says = if full { Says::Words(words) } else { Says::Message("shared-ask-words") };
            fact(listed.condition.kind.key(), says)
        })
        .collect())
}

async fn risk(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    full: bool,
    today: NaiveDate,
) -> Result<Vec<Fact>, Error> {
    let flags = risk_flag::of_person(conn, allowed).await?.into_iter();
    let mut stand = flags.filter(|flag| lasts(flag.to_on, today));
    if full {
        let says = |flag: &risk_flag::Flag| match &flag.note {
            Some(note) => Says::Words(note.clone()),
            None => Says::Between(Some(flag.from_on), flag.to_on),
        };
        return Ok(stand.map(|flag| fact(flag.kind.key(), says(&flag))).collect());
    }
    let key = if stand.next().is_some() { "shared-safety-ask" } else { "shared-safety-none" };
    Ok(vec![fact("shared-safety", Says::Message(key))])
}

async fn home(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    full: bool,
    today: NaiveDate,
) -> Result<Vec<Fact>, Error> {
    let addresses = person_detail::addresses(conn, allowed).await?.into_iter();
    let mut lived_at = addresses.filter(|address| lasts(address.to_on, today));
    if full {
        let words = |address: person_detail::Address| {
            let postcode = address.postcode.map(|postcode| format!("\n{postcode}"));
            Says::Words(address.words + &postcode.unwrap_or_default())
        };
        return Ok(lived_at.map(|address| fact(address.kind.key(), words(address))).collect());
    }
    let key = if lived_at.next().is_some() { "shared-address" } else { "shared-no-address" };
    Ok(vec![fact("shared-home", Says::Message(key))])
}

fn lasts(to: Option<NaiveDate>, today: NaiveDate) -> bool {
    to.is_none_or(|to| to >= today)
}

const fn fact(label: &'static str, says: Says) -> Fact {
    Fact { label, says }
}

/// Language, which everybody needs who speaks with the person; and ethnicity, where all is shown.
fn equality(person: &Person, full: bool) -> Vec<Fact> {
    let key = if person.language == "cy" { "language-cy" } else { "language-en" };
    let mut facts = vec![fact("person-language", Says::Message(key))];
    let ethnicity = person.ethnicity.as_deref().and_then(Ethnicity::from_code);
    if full && let Some(ethnicity) = ethnicity {
        facts.push(fact("person-ethnicity", Says::Message(ethnicity.key())));
    }
    facts
}
