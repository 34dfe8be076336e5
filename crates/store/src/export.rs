//! Everything that is held about a person, section by section, for the person's right of access.
//!
//! Each section is one statement and the fields that it gives. A test walks the schema: every table
//! with a `person_id` is in a section, and whatever is written into a text column comes out again or
//! is named as left out. Coded values come out as they stand, so that nothing is lost because a list
//! has changed since.

use crate::{Conn, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{LeftOut, PersonId};
use policy::Authorised;
use uuid::Uuid;

/// Rows of a section that are read at once: what bounds the memory of an export.
pub const PART: i64 = 200;
/// Workers whose names are looked for at most. With more, nothing is exported: some would be missed.
const NAMES_LIMIT: i64 = 200_000;
/// Ways to reach one person at most.
const OWN_LIMIT: i64 = 1_000;

/// One value of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is recorded.
    Nothing,
    /// An id, by which a machine joins sections.
    Id(Uuid),
    /// A name, a number or the like.
    Plain(String),
    /// What somebody wrote: it may name others.
    Words(String),
    /// A value of a closed list.
    Code {
        /// What the list is called in message keys.
        list: &'static str,
        /// The value.
        code: String,
    },
    /// A day.
    Day(NaiveDate),
    /// A moment.
    At(DateTime<Utc>),
    /// A number.
    Number(i64),
    /// Yes or no.
    Yes(bool),
    /// What a life cycle or a form keeps as a whole: it may hold words, and ids of workers.
    Json(serde_json::Value),
    /// There is something here, and it is left out.
    Left(LeftOut),
}

/// One row of a section: its fields with their values.
pub type Row = Vec<(&'static str, Value)>;

/// The Rust type of a kind of field.
macro_rules! found {
    (Id) => { Uuid };
    (Plain) => { String };
    (Words) => { String };
    (Code $list:literal) => { String };
    (Day) => { NaiveDate };
    (At) => { DateTime<Utc> };
    (Number) => { i64 };
    (Yes) => { bool };
    (Json) => { Json<serde_json::Value> };
    (Worker) => { Uuid };
    (RiskNote) => { String };
}

/// The value of a field that was found.
macro_rules! value {
    (Code $list:literal, $found:expr) => {
        $found.map_or(Value::Nothing, |code| Value::Code { list: $list, code })
    };
    (Json, $found:expr) => {
        $found.map_or(Value::Nothing, |found| Value::Json(found.0))
    };
    // That there is a worker is told, and not who.
    (Worker, $found:expr) => {
        $found.map_or(Value::Nothing, |_| Value::Left(LeftOut::WorkerNames))
    };
    (RiskNote, $found:expr) => {
        $found.map_or(Value::Nothing, |_| Value::Left(LeftOut::RiskNotes))
    };
    ($kind:ident, $found:expr) => {
        $found.map_or(Value::Nothing, Value::$kind)
    };
}

/// Declares the sections: a name, the group that it stands in, its table, and its statement with the
/// fields. `$1` is the person, `$2` the rows wanted and `$3` the rows before them.
macro_rules! sections {
    ($(
        $section:ident($name:literal) in $group:ident of $table:literal = $sql:literal {
            $( $field:ident: $kind:ident $($list:literal)? ),+ $(,)?
        }
    )+) => {
        /// A part of everything that is held about a person, in the order of an export.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Section {
            $(
                #[doc = concat!("What `", $table, "` holds.")]
                $section,
            )+
        }

        impl Section {
            /// Every section, in order.
            pub const ALL: &'static [Self] = &[$(Self::$section),+];

            /// Returns its stable name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$section => $name, )+
                }
            }

            /// Returns the group that it stands in.
            #[must_use]
            pub const fn group(self) -> Group {
                match self {
                    $( Self::$section => Group::$group, )+
                }
            }

            /// Returns the table that it is read from.
            #[must_use]
            pub const fn table(self) -> &'static str {
                match self {
                    $( Self::$section => $table, )+
                }
            }

            /// Returns the names of its fields.
            #[must_use]
            pub const fn fields(self) -> &'static [&'static str] {
                match self {
                    $( Self::$section => &[$(stringify!($field)),+], )+
                }
            }

            /// Reads some of its rows about a person: at most [`PART`], after some others.
            ///
            /// # Errors
            /// When the database fails.
            pub async fn read(
                self,
                conn: &mut Conn,
                person: &Authorised<PersonId>,
                skip: i64,
            ) -> Result<Vec<Row>, StoreError> {
                match self {
                    $( Self::$section => {
                        #[derive(sqlx::FromRow)]
                        struct Found {
                            $( $field: Option<found!($kind $($list)?)>, )+
                        }
                        let rows = all!(conn, Found, $sql, person.resource().0, PART, skip)?;
                        let row = |found: Found| vec![
                            $( (stringify!($field), value!($kind $($list)?, found.$field)), )+
                        ];
                        Ok(rows.into_iter().map(row).collect())
                    } )+
                }
            }
        }
    };
}

domain::coded_enum! {
    /// What sections stand together.
    pub enum Group("export-group") {
        /// Who the person is.
        Identity = "identity",
        /// Their own account.
        Account = "account",
        /// Prison, sentence and licence.
        Custody = "custody",
        /// Screenings, assessments and needs.
        Needs = "needs",
        /// The plan.
        Plan = "plan",
        /// Referrals to services.
        Services = "services",
        /// Release, handover, appointments and outcomes.
        Release = "release",
        /// What may be told to whom.
        Sharing = "sharing",
        /// What is to be done by when, and what was done with the record.
        Use = "use",
    }
}

mod sections;
pub use sections::Section;

/// The name of a worker, to be looked for in what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerName {
    /// The name.
    pub name: String,
    /// Whether they had to do with this record.
    pub acted: bool,
}

/// Returns the names of all workers.
///
/// # Errors
/// When the database fails, or there are too many to be sure of each.
pub async fn worker_names(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<WorkerName>, StoreError> {
    let rows = all!(
        conn,
        (String, bool),
        "select a.name, a.id in (select j.account_id from journal j where j.person_id = $1 \
         and j.event <> 'refused' and j.account_id is not null) from account a \
         where a.role <> 'person' order by a.name, a.id limit $2",
        person.resource().0,
        NAMES_LIMIT + 1,
    )?;
    if i64::try_from(rows.len()).is_ok_and(|rows| rows > NAMES_LIMIT) {
        return Err(StoreError::TooMany { rows: "workers", limit: NAMES_LIMIT });
    }
    Ok(rows.into_iter().map(|(name, acted)| WorkerName { name, acted }).collect())
}

/// What is the person's own in what was written: it is not taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Their names.
    pub names: Vec<String>,
    /// Their telephone numbers and e-mail addresses.
    pub contacts: Vec<String>,
}

/// Returns the names and contacts of a person.
///
/// # Errors
/// When the database fails.
pub async fn own(conn: &mut Conn, person: &Authorised<PersonId>) -> Result<Own, StoreError> {
    let id = person.resource().0;
    let names = all!(
        conn,
        (String, String),
        "select given_name, family_name from person where id = $1 union \
         select given_name, family_name from person_name where person_id = $1 \
         order by 1, 2 limit $2",
        id,
        OWN_LIMIT,
    )?;
    let contacts = all!(
        conn,
        (String,),
        "select value from person_contact where person_id = $1 union \
         select email from account where person_id = $1 order by 1 limit $2",
        id,
        OWN_LIMIT,
    )?;
    Ok(Own {
        names: names.into_iter().map(|(given, family)| format!("{given} {family}")).collect(),
        contacts: contacts.into_iter().map(|row| row.0).collect(),
    })
}
