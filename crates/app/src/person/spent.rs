//! What somebody may know of a person's convictions: spent ones are withheld from everybody but those whom an
//! exception lets ask, and nothing tells whether there are any.

use crate::Error;
use chrono::NaiveDate;
use domain::PersonId;
use domain::spent::{Recorded, Spent, recorded};
use policy::{Action, Actor, Authorised, authorise};
use store::sentence::Sentence;
use store::{Conn, sentence, sharing};

/// The convictions of a person, as far as somebody may know of them.
#[derive(Clone, Debug)]
pub struct Convictions {
    /// Each with when it is spent.
    pub shown: Vec<(Sentence, Spent)>,
    /// Whether spent ones are left out, if there are any.
    pub spent_withheld: bool,
}

/// Reads the convictions of a person. Their group was cleared before.
///
/// # Errors
/// When the database fails.
pub(super) async fn convictions(
    conn: &mut Conn,
    actor: &Actor,
    allowed: &Authorised<PersonId>,
    born: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Convictions, Error> {
    let sentences = sentence::of_person(conn, allowed).await?;
    let facts: Vec<Recorded> = sentences.iter().map(Recorded::from).collect();
    let mut all: Vec<_> = sentences.into_iter().zip(recorded(&facts, born)).collect();
    let spent_withheld = !may_read_spent(conn, actor, allowed, today).await?;
    if spent_withheld {
        all.retain(|(_, spent)| !spent.is_spent(today));
    }
    Ok(Convictions { shown: all, spent_withheld })
}

/// Returns whether an exception lets somebody read spent convictions.
async fn may_read_spent(
    conn: &mut Conn,
    actor: &Actor,
    allowed: &Authorised<PersonId>,
    today: NaiveDate,
) -> Result<bool, Error> {
    let reader = (actor.organisation, actor.purpose());
    let person = *allowed.resource();
    let standing = sharing::standing(conn, allowed.relation(), reader, person, today).await?;
    Ok(authorise(actor, Action::ReadSpent, standing, ()).is_ok())
}
