//! Sentences with their dates, licence conditions and risk flags.

use crate::history::{Flag, LicenceTerm, SentenceDate, SentenceRow};
use crate::writer::Writer;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    Area, LicenceCondition, LicenceConditionKind, LongText, OffenceGroup, ReleaseRoute, RiskFlag,
    SentenceDateKind,
};

/// Code of a sentence of a fixed length.
const DETERMINATE: &str = "standard_determinate";
/// Code of a stay before sentence.
const REMAND: &str = "remand";

/// Fewest days under supervision after release: twelve months (Offender Rehabilitation Act 2014).
const SUPERVISION_DAYS: i64 = 365;

/// Writes sentences, licence conditions and risk flags.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let at = writer.history.added_at;
    earlier(writer, at);
    current(writer, at);
    conditions(writer);
    flags(writer, at);
}

fn current(writer: &mut Writer<'_>, at: DateTime<Utc>) {
    let offence_group = writer.course.profile.offence(writer.world).group;
    let stay = &writer.course.timeline.stays[0];
    let Some(leaving) = &stay.leaving else {
        let id = writer.id(at);
        writer.history.sentences.push(SentenceRow {
            id,
            kind: REMAND.to_owned(),
            offence_group,
            imposed_on: None,
            length_days: None,
            dates: Vec::new(),
            recorded_at: at,
        });
        return;
    };
    let length = writer.course.timeline.sentence_days;
    let (reception, due, cancelled) = (stay.reception, leaving.due, leaving.cancelled);
    let home_detention = leaving.route == ReleaseRoute::HomeDetentionCurfew;
    let parole = leaving.route == ReleaseRoute::ParoleBoard;
    let expiry = reception + TimeDelta::days(length);
    let supervised_until = expiry.max(due + TimeDelta::days(SUPERVISION_DAYS));
    let id = writer.id(at);
    let mut dates = Vec::new();
    if let Some(earlier) = cancelled {
        let moved_at = at + TimeDelta::hours(1);
        let first = date(writer, SentenceDateKind::ReleaseDate, earlier, at);
        dates.push(SentenceDate { superseded_at: Some(moved_at), ..first });
        dates.push(date(writer, SentenceDateKind::ReleaseDate, due, moved_at));
    } else {
        dates.push(date(writer, SentenceDateKind::ReleaseDate, due, at));
    }
    if home_detention {
        dates.push(date(writer, SentenceDateKind::HdcEligibility, due, at));
    }
    if parole {
        dates.push(date(writer, SentenceDateKind::ParoleEligibility, due, at));
    }
    dates.push(date(writer, SentenceDateKind::SentenceExpiry, expiry, at));
    dates.push(date(writer, SentenceDateKind::LicenceExpiry, supervised_until, at));
    writer.history.sentences.push(SentenceRow {
        id,
        kind: DETERMINATE.to_owned(),
        offence_group,
        imposed_on: Some(reception),
        length_days: u32::try_from(length).ok(),
        dates,
        recorded_at: at,
    });
}

fn date(
    writer: &mut Writer<'_>,
    kind: SentenceDateKind,
    on_date: NaiveDate,
    at: DateTime<Utc>,
) -> SentenceDate {
    SentenceDate { id: writer.id(at), kind, on_date, recorded_at: at, superseded_at: None }
}

/// Writes the sentences before this one, each at least two years after the one before.
fn earlier(writer: &mut Writer<'_>, at: DateTime<Utc>) {
    let born = writer.course.profile.born;
    let adult = born + TimeDelta::days(18 * 366);
    let mut imposed_on = writer.course.timeline.stays[0].reception;
    for _ in 0..writer.course.profile.earlier_sentences {
        imposed_on -= writer.stream.days(300..=900);
        if imposed_on < adult {
            break;
        }
        let id = writer.id(at);
        let own = writer.course.profile.offence(writer.world).group;
        let offence_group =
            if writer.stream.chance(0.6) { own } else { *writer.stream.pick(OffenceGroup::ALL) };
        let length = writer.stream.days(28..=280).num_days();
        writer.history.sentences.push(SentenceRow {
            id,
            kind: DETERMINATE.to_owned(),
            offence_group,
            imposed_on: Some(imposed_on),
            length_days: u32::try_from(length).ok(),
            dates: Vec::new(),
            recorded_at: at,
        });
    }
}

/// Writes the licence once the release is near: a fortnight before.
fn conditions(writer: &mut Writer<'_>) {
    let Some(leaving) = &writer.course.timeline.stays[0].leaving else { return };
    let from_on = leaving.on;
    let begins = writer.course.timeline.begins(writer.world);
    let printed_on = (from_on - Days::new(14)).max(begins);
    if printed_on >= writer.today() {
        return;
    }
    let recalled_on = writer.course.timeline.stays.get(1).map(|stay| stay.reception);
    let at = writer.moment(printed_on, 40);
    let home = writer.course.profile.home.code();
    let lists = &writer.world.lists;
    let towns: Vec<_> = lists.places.iter().filter(|place| place.region == home).collect();
    let town = writer.stream.pick(&towns).town.clone();
    for row in &lists.conditions {
        let printed = match row.kind {
            LicenceConditionKind::Standard => true,
            LicenceConditionKind::Additional => writer.stream.chance(0.2),
            LicenceConditionKind::Bespoke => writer.stream.chance(0.05),
        };
        let text = LongText::parse(&row.words.replace("{place}", &town));
        if let (true, Ok(text)) = (printed, text) {
            let id = writer.id(at);
            writer.history.licence_conditions.push(LicenceTerm {
                id,
                condition: LicenceCondition { kind: row.kind, text },
                from_on,
                to_on: recalled_on,
                recorded_at: at,
            });
        }
    }
}

/// Writes what to watch for, from the needs and the offence.
fn flags(writer: &mut Writer<'_>, at: DateTime<Utc>) {
    let profile = &writer.course.profile;
    let offence = profile.offence(writer.world).group;
    let over = |area, level: f64| if profile.level(area) > level { 0.5 } else { 0.02 };
    let is = |group| if offence == group { 0.8 } else { 0.01 };
    let women = profile.sex == domain::Sex::Female;
    let chances = [
        (RiskFlag::SelfHarm, over(Area::Health, 1.2)),
        (RiskFlag::SubstanceHarm, over(Area::Drugs, 1.4)),
        (RiskFlag::Vulnerable, over(Area::AttitudesAndLifeSkills, 1.8)),
        (RiskFlag::DomesticAbuseVictim, if women { 0.4 } else { 0.03 }),
        (RiskFlag::DomesticAbuse, over(Area::Relationships, 1.2) / 2.0),
        (RiskFlag::Arson, is(OffenceGroup::ArsonAndCriminalDamage)),
        (RiskFlag::SexualHarm, is(OffenceGroup::Sexual)),
        (RiskFlag::Weapons, is(OffenceGroup::Weapons)),
        (RiskFlag::Gangs, 0.04),
        (RiskFlag::Staff, 0.03),
    ];
    for (kind, chance) in chances {
        if writer.stream.chance(chance) {
            let id = writer.id(at);
            let from_on = at.date_naive();
            writer.history.risk_flags.push(Flag {
                id,
                kind,
                from_on,
                to_on: None,
                recorded_at: at,
            });
        }
    }
}
