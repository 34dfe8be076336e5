//! The file for the Justice Data Lab: those whom the actor's organisation helped, by name, as the lab asks for them.
//!
//! The lab (Ministry of Justice) takes a list of people whom an organisation helped, links it with the Police National
//! Computer, compares with people like them, and answers with figures of the whole group alone. It is the one thing of
//! a pilot that has names in it, so it is an action of its own (`justice_data_lab.cedar`), and whoever may see a
//! pilot's figures may not by that make it.
//!
//! A file that is not in the journal is not handed out: that it was made, of how many and with which hash, and of each
//! person that they were in it, is committed before the first byte goes out. The file itself is kept nowhere.

use crate::sharing::filter;
use crate::sign_in::hexadecimal;
use crate::{Ctx, Error, read_alert};
use chrono::{DateTime, NaiveDate, Utc};
use csv::{Terminator, WriterBuilder};
use domain::{Event, FieldGroup, Invalid, Pilot, PilotId, Purpose, Sex, ShortText};
use policy::{Action, Authorised, Condition, Relation};
use sha2::{Digest, Sha256};
use store::Conn;
use store::pilot::{self, Helped, Told};
use store::visible::Reader;

/// The name of the file.
pub const LAB_FILE: &str = "justice-data-lab.csv";

/// People that a file must hold: with fewer the lab finds too few of them in the police record to say anything of
/// (Ministry of Justice, Justice Data Lab user guidance, 2013).
pub const FEWEST_PEOPLE: usize = 60;

/// The columns, as the lab names what it asks for.
const COLUMNS: [&str; 9] = [
    "forename",
    "surname",
    "date_of_birth",
    "sex",
    "pnc_id",
    "prison_number",
    "index_date",
    "intervention_start_date",
    "intervention_end_date",
];

/// How many people a file would hold, and how many not and why.
///
/// These are true counts, however small: of its own people, whom the organisation knows one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// Whom it would hold.
    pub people: usize,
    /// Of them, those without a PNC id and without a prison number: harder to find in the police record.
    pub without_number: usize,
    /// Whose date of birth is not on record: nobody can be found without it.
    pub no_date_of_birth: usize,
    /// Whose sex is not on record, and whose date of birth is.
    pub no_sex: usize,
    /// Whom policy withholds: another organisation leads their case, and no agreement in force lets this one know
    /// who they are any more.
    pub withheld: usize,
}

impl Ready {
    /// Returns how many more there have to be.
    #[must_use]
    pub const fn lacks(&self) -> usize {
        FEWEST_PEOPLE.saturating_sub(self.people)
    }
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabFile {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, by name.
    pub by: Option<String>,
    /// How many people were in it.
    pub people: u32,
    /// The agreement under which it is sent.
    pub agreement: String,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Lab {
    /// The pilot.
    pub pilot: Pilot,
    /// How many people a file would hold now.
    pub ready: Ready,
    /// Files that the actor's organisation made of it, the latest first.
    pub files: Vec<LabFile>,
}

/// Returns what the page for the file shows: how many, and nobody's name.
///
/// # Errors
/// When there is no such pilot, policy refuses, or the read could not be journalled.
pub async fn lab(ctx: &Ctx, id: PilotId) -> Result<Lab, Error> {
    let mut conn = ctx.read().await?;
    let allowed = allow(ctx, &mut conn, id).await?;
    let (_, ready) = ready(ctx, &mut conn, &allowed).await?;
    let made = pilot::files_made(&mut conn, id, ctx.actor.organisation).await?;
    drop(conn);
    let page = "/pilots/{id}/justice-data-lab".to_owned();
    ctx.journal_read(Event::FiguresRead { page }, None).await?;
    let files = made.into_iter().filter_map(of_entry).collect();
    Ok(Lab { pilot: allowed.into_resource(), ready, files })
}

/// Makes the file, and journals it and everybody who is in it. `agreement` is that with the Ministry of Justice under
/// which it is sent.
///
/// # Errors
/// When there is no such pilot, policy refuses, there are fewer than [`FEWEST_PEOPLE`], or the database fails.
pub async fn make_lab_file(ctx: &Ctx, id: PilotId, agreement: ShortText) -> Result<Vec<u8>, Error> {
    let mut tx = ctx.begin().await?;
    let allowed = allow(ctx, &mut tx, id).await?;
    let (people, ready) = ready(ctx, &mut tx, &allowed).await?;
    if ready.lacks() > 0 {
        let why = Invalid::new("justice-data-lab-too-few")
            .with("fewest", FEWEST_PEOPLE)
            .with("people", ready.people)
            .with("more", ready.lacks());
        return Err(Error::field("people", why));
    }
    let file = csv(&people)?;
    let (count, hash) =
        (u32::try_from(people.len()).unwrap_or(u32::MAX), hexadecimal(&Sha256::digest(&file)));
    let agreement = agreement.to_string();
    // The purpose is the study's, whatever the actor reads records for otherwise: it is what each person is told.
    let purpose = Purpose::Evaluation;
    let made = Event::JusticeDataLabFileMade { people: count, agreement: agreement.clone(), hash };
    ctx.journal_for(&mut tx, purpose, made, None, Some(id.0));
    for person in &people {
        let (organisation, agreement) = (ctx.actor.organisation_name.clone(), agreement.clone());
        let given = Event::GivenToJusticeDataLab { organisation, agreement };
        ctx.journal_for(&mut tx, purpose, given, Some(person.person), None);
    }
    // So many people at once are what an alert is for, and their officer says what it was: nobody makes such a file
    // without a second person's seeing it.
    read_alert::given_out(ctx, &mut tx, count).await?;
    tx.commit().await?;
    Ok(file)
}

/// Returns whether the actor may make the file of a pilot: for the link to its page.
///
/// # Errors
/// When the database fails.
pub(super) async fn may_make(ctx: &Ctx, conn: &mut Conn, id: PilotId) -> Result<bool, Error> {
    let relation = relation(ctx, conn, id).await?;
    let action = Action::ExportForJusticeDataLab;
    Ok(policy::authorise(&ctx.actor, action, relation, ()).is_ok())
}

/// Asks policy about the file of a pilot.
async fn allow(ctx: &Ctx, conn: &mut Conn, id: PilotId) -> Result<Authorised<Pilot>, Error> {
    let found = pilot::find(conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let relation = relation(ctx, conn, id).await?;
    ctx.allow_as(Action::ExportForJusticeDataLab, relation, found).await
}

/// Returns how the actor's organisation stands to the help that a pilot counts: it gave it, or it has no part in it.
async fn relation(ctx: &Ctx, conn: &mut Conn, id: PilotId) -> Result<Relation, Error> {
    let gives = pilot::gives_help(conn, id, ctx.actor.organisation).await?;
    Ok(if gives { Relation::Own } else { Relation::None })
}

/// Returns whom a file holds, in the order of their names, and how many are left out and why.
async fn ready(
    ctx: &Ctx,
    conn: &mut Conn,
    pilot: &Authorised<Pilot>,
) -> Result<(Vec<Helped>, Ready), Error> {
    let (id, us) = (pilot.resource().id, ctx.actor.organisation);
    let reader = Reader::of(&ctx.actor, ctx.today());
    let told = pilot::helped(conn, id, &told(ctx)?, reader).await?;
    let all = usize::try_from(pilot::count_helped(conn, id, us).await?).unwrap_or(usize::MAX);
    let mut ready = Ready { withheld: all.saturating_sub(told.len()), ..Ready::default() };
    let mut people = Vec::with_capacity(told.len());
    for one in told {
        match (one.date_of_birth, sex(&one)) {
            (None, _) => ready.no_date_of_birth += 1,
            (Some(_), None) => ready.no_sex += 1,
            (Some(_), Some(_)) => people.push(one),
        }
    }
    // By what the file itself says: an id says when a record was made.
    people.sort_by(|one, other| order(one).cmp(&order(other)));
    let numberless = |one: &&Helped| one.pnc_id.is_none() && one.prison_number.is_none();
    ready.without_number = people.iter().filter(numberless).count();
    ready.people = people.len();
    Ok((people, ready))
}

/// Returns what policy lets the file say of whom. A number is told where the organisation may read it today.
fn told(ctx: &Ctx) -> Result<Told, Error> {
    let reads = |group| filter(Condition::on_reading(&ctx.actor, group));
    Ok(Told {
        people: filter(Condition::on_records(&ctx.actor, Action::GiveToJusticeDataLab))?,
        police_numbers: reads(FieldGroup::PoliceNumbers)?,
        identifiers: reads(FieldGroup::Identifiers)?,
    })
}

/// Returns a person's sex where it is known.
fn sex(one: &Helped) -> Option<Sex> {
    one.sex.filter(|sex| *sex != Sex::NotKnown)
}

fn order(one: &Helped) -> impl Ord + '_ {
    let Helped { family_name, given_name, date_of_birth, started_on, .. } = one;
    (family_name, given_name, date_of_birth, started_on, &one.prison_number, &one.pnc_id)
}

/// Writes the file: CSV of RFC 4180, in UTF-8, days as `YYYY-MM-DD`.
fn csv(people: &[Helped]) -> Result<Vec<u8>, Error> {
    let failed = |_| Error::Internal("the file for the Justice Data Lab cannot be written");
    let mut file = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    file.write_record(COLUMNS).map_err(failed)?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    for one in people {
        let row = [
            one.given_name.clone(),
            one.family_name.clone(),
            day(one.date_of_birth),
            sex(one).map(|sex| sex.code().to_owned()).unwrap_or_default(),
            one.pnc_id.clone().unwrap_or_default(),
            one.prison_number.clone().unwrap_or_default(),
            day(one.index_on),
            day(Some(one.started_on)),
            day(one.ended_on),
        ];
        file.write_record(row.map(harmless)).map_err(failed)?;
    }
    file.into_inner().map_err(|_| Error::Internal("the file for the Justice Data Lab is not whole"))
}

/// A spreadsheet runs a cell that starts like a formula (OWASP ASVS 5.0, 1.2.10). No name that somebody bears does.
fn harmless(text: String) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text }
}

fn of_entry(made: pilot::Made) -> Option<LabFile> {
    let pilot::Made { at, by, event } = made;
    match event {
        Event::JusticeDataLabFileMade { people, agreement, hash } => {
            Some(LabFile { at, by, people, agreement, hash })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::PersonId;
    use uuid::Uuid;

    fn helped(given: &str, family: &str) -> Helped {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        Helped {
            person: PersonId(Uuid::nil()),
            given_name: given.to_owned(),
            family_name: family.to_owned(),
            date_of_birth: day("1990-05-01"),
            sex: Some(Sex::Female),
            pnc_id: None,
            prison_number: Some("A1234BC".to_owned()),
            index_on: day("2026-06-30"),
            started_on: day("2026-06-02").unwrap(),
            ended_on: None,
        }
    }

    #[test]
    fn a_row_is_what_the_lab_asks_for_and_no_cell_is_a_formula() {
        let whole = Helped {
            pnc_id: Some("04/1A".to_owned()),
            ended_on: "2026-09-01".parse().ok(),
            ..helped("Siân", "O’Neill, \"Shân\"")
        };
        let file = csv(&[whole, helped("=HYPERLINK(\"http://x\")", "@B")]).unwrap();
        let expected = [
            "forename,surname,date_of_birth,sex,pnc_id,prison_number,index_date,\
             intervention_start_date,intervention_end_date",
            "Siân,\"O’Neill, \"\"Shân\"\"\",1990-05-01,female,04/1A,A1234BC,2026-06-30,2026-06-02,2026-09-01",
            "\"'=HYPERLINK(\"\"http://x\"\")\",'@B,1990-05-01,female,,A1234BC,2026-06-30,2026-06-02,",
            "",
        ];
        assert_eq!(String::from_utf8(file).unwrap(), expected.join("\r\n"));
    }
}
