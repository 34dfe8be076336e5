//! The sealed journal: each entry takes the next place in a tree that shows every later change.
//!
//! Places are given in the transaction that writes the entries, as the last thing before it commits:
//! on PostgreSQL the head is then locked for the shortest time, and nothing is locked after it, so
//! that two transactions cannot wait for each other.

use crate::error::whole;
use crate::journal::Entry;
use crate::{Conn, Db, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{Event, PersonId, Role};
use seal::{Checkpoint, Leaf, PublicKey, Tree, commitment, leaf_hash};
use serde_json::Value;
use sqlx::types::Json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Entries that are read at once.
pub const PART: i64 = 4096;
/// Signed checkpoints that are read at once: one a minute for four months.
const CHECKPOINTS: i64 = 200_000;

/// Writes the entries of a transaction, each in its place.
pub(crate) async fn write(tx: &mut Tx, entries: Vec<Entry>) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    // Nobody else gives out places until this transaction ends.
    run!(tx, "update journal_head set size = size where id = 1")?;
    let mut tree = head(tx).await?;
    if entries.len() > 1 {
        tx.only_adds();
    }
    for entry in entries {
        let position = position(&tree)?;
        let detail = serde_json::to_value(&entry.event).map_err(unwritable)?;
        let leaf = leaf(&entry, &detail);
        tree.push(leaf_hash(&leaf.to_bytes()));
        add(tx, position, &entry, &leaf).await?;
    }
    run!(
        tx,
        "update journal_head set size = $1, edge = $2 where id = 1",
        position(&tree)?,
        tree.edge(),
    )?;
    Ok(())
}

async fn add(tx: &mut Tx, position: i64, entry: &Entry, leaf: &Leaf) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into journal (position, id, at, account_id, organisation_id, role, purpose, \
         event, person_id, subject_id, detail, salt, commitment, request_id) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        position,
        entry.id,
        entry.at,
        entry.account.map(|id| id.0),
        entry.organisation.map(|id| id.0),
        entry.role.map(Role::code),
        entry.purpose.code(),
        entry.event.code(),
        entry.person.map(|id| id.0),
        entry.subject,
        Json(&entry.event),
        entry.salt.to_vec(),
        leaf.commitment.to_vec(),
        entry.request,
    )?;
    Ok(())
}

fn position(tree: &Tree) -> Result<i64, StoreError> {
    i64::try_from(tree.size()).map_err(unwritable)
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    sqlx::Error::Encode(Box::new(error)).into()
}

fn leaf(entry: &Entry, detail: &Value) -> Leaf {
    Leaf {
        id: entry.id.to_string(),
        at_micros: entry.at.timestamp_micros(),
        account: entry.account.map(|id| id.to_string()),
        organisation: entry.organisation.map(|id| id.to_string()),
        role: entry.role.map(|role| role.code().to_owned()),
        purpose: entry.purpose.code().to_owned(),
        event: entry.event.code().to_owned(),
        person: entry.person.map(|id| id.to_string()),
        subject: entry.subject.map(|id| id.to_string()),
        request: entry.request.to_string(),
        commitment: commitment(&entry.salt, detail),
    }
}

/// Returns the tree of the entries so far.
///
/// # Errors
/// When the database fails, or its head is not that of a journal.
pub async fn head(conn: &mut Conn) -> Result<Tree, StoreError> {
    let row = one!(conn, (i64, Vec<u8>), "select size, edge from journal_head where id = 1")?;
    let (size, edge) = row.ok_or(sqlx::Error::RowNotFound)?;
    let size = whole("journal_head", 1, "size", size)?;
    let tree = Tree::restore(size, &edge).map_err(|_| Inconsistent {
        table: "journal_head",
        id: "1".to_owned(),
        column: "edge",
        value: format!("{} bytes for {size} entries", edge.len()),
    })?;
    Ok(tree)
}

/// An entry as it stands in the database.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// Its place.
    pub position: u64,
    /// What of it is sealed, from the columns as they are now.
    pub leaf: Leaf,
    /// What became of its detail.
    pub detail: Detail,
    /// Whose details were erased with it, if it says that some were: a person and their accounts.
    pub erases: Vec<String>,
}

/// What became of the detail of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// It is the one that was committed to.
    Holds,
    /// It was erased, and its salt: what was committed to is not known any more.
    Erased,
    /// It is another.
    Changed,
}

#[derive(sqlx::FromRow)]
struct Row {
    position: i64,
    id: Uuid,
    at: DateTime<Utc>,
    account_id: Option<Uuid>,
    organisation_id: Option<Uuid>,
    role: Option<String>,
    purpose: String,
    event: String,
    person_id: Option<Uuid>,
    subject_id: Option<Uuid>,
    detail: Json<Value>,
    salt: Vec<u8>,
    commitment: Vec<u8>,
    request_id: Uuid,
}

impl TryFrom<Row> for Sealed {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let text = |id: Option<Uuid>| id.map(|id| id.to_string());
        let expected = commitment(&row.salt, &row.detail.0);
        // A commitment of another length is no commitment; the leaf then shows it.
        let kept = <[u8; 32]>::try_from(row.commitment.as_slice()).unwrap_or_default();
        let event = row.detail.0.get("event").and_then(Value::as_str);
        let detail = if row.salt.is_empty() && row.detail.0 == erased_detail() {
            Detail::Erased
        } else if expected == kept && event == Some(row.event.as_str()) {
            Detail::Holds
        } else {
            Detail::Changed
        };
        let is_erasure = row.event == "erased" && detail == Detail::Holds;
        let erases = match is_erasure.then(|| serde_json::from_value(row.detail.0)) {
            Some(Ok(Event::Erased { accounts, .. })) => {
                let accounts = accounts.iter().map(ToString::to_string);
                accounts.chain(text(row.person_id)).collect()
            }
            _ => Vec::new(),
        };
        Ok(Self {
            position: whole("journal", row.id, "position", row.position)?,
            detail,
            erases,
            leaf: Leaf {
                id: row.id.to_string(),
                at_micros: row.at.timestamp_micros(),
                account: text(row.account_id),
                organisation: text(row.organisation_id),
                role: row.role,
                purpose: row.purpose,
                event: row.event,
                person: text(row.person_id),
                subject: text(row.subject_id),
                request: row.request_id.to_string(),
                commitment: kept,
            },
        })
    }
}

/// Reads entries from a place on, in their order: at most [`PART`].
///
/// # Errors
/// When the database fails.
pub async fn entries(conn: &mut Conn, from: u64) -> Result<Vec<Sealed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select position, id, at, account_id, organisation_id, role, purpose, event, person_id, \
         subject_id, detail, salt, commitment, request_id from journal \
         where position >= $1 order by position limit $2",
        i64::try_from(from).map_err(unwritable)?,
        PART,
    )?;
    Ok(rows.into_iter().map(Sealed::try_from).collect::<Result<_, _>>()?)
}

/// Keeps a signed checkpoint.
///
/// # Errors
/// When the database fails.
pub async fn add_checkpoint(
    tx: &mut Tx,
    size: u64,
    note: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into journal_checkpoint (size, at, note) values ($1, $2, $3) \
         on conflict (size) do nothing",
        i64::try_from(size).map_err(unwritable)?,
        now,
        note,
    )?;
    Ok(())
}

/// Returns the last signed checkpoint, and of how many entries it is.
///
/// # Errors
/// When the database fails.
pub async fn last_checkpoint(conn: &mut Conn) -> Result<Option<(u64, String)>, StoreError> {
    let row = one!(
        conn,
        (i64, String),
        "select size, note from journal_checkpoint order by size desc limit 1",
    )?;
    Ok(row.map(checkpoint).transpose()?)
}

/// Returns the signed checkpoints that were kept, the earliest first.
///
/// # Errors
/// When the database fails.
pub async fn checkpoints(conn: &mut Conn) -> Result<Vec<(u64, String)>, StoreError> {
    let rows = all!(
        conn,
        (i64, String),
        "select size, note from journal_checkpoint order by size limit $1",
        CHECKPOINTS,
    )?;
    Ok(rows.into_iter().map(checkpoint).collect::<Result<_, _>>()?)
}

fn checkpoint((size, note): (i64, String)) -> Result<(u64, String), Inconsistent> {
    Ok((whole("journal_checkpoint", size, "size", size)?, note))
}

/// How the journal in a database is not what was sealed.
#[derive(Debug, thiserror::Error)]
pub enum Altered {
    /// An entry is not in its place.
    #[error("entry {0} is missing: it was deleted, or one was put in")]
    Missing(u64),
    /// The detail of an entry is another.
    #[error("the detail of entry {0} was changed")]
    Detail(u64),
    /// The detail of an entry was erased, and no later entry says that it was.
    #[error("the detail of entry {0} was erased, and the journal has no erasure of it")]
    Erased(u64),
    /// The entries up to a signed checkpoint are others.
    #[error(
        "one of the first {0} entries was changed, moved, put in or taken out after it was signed"
    )]
    Signed(u64),
    /// A checkpoint is not signed by the key, or is of another number of entries than it says.
    #[error("the checkpoint of {size} entries counts for nothing: {why}")]
    Checkpoint {
        /// Its entries, as the database has it.
        size: u64,
        /// What is wrong.
        why: String,
    },
    /// Entries after the last checkpoint are not what the head of the journal says.
    #[error("one of the last entries was changed, put in or taken out after it was written")]
    Head,
}

/// What the journal in a database was found to be.
#[derive(Debug)]
pub struct Sound {
    /// Entries.
    pub entries: u64,
    /// Signed checkpoints that were checked.
    pub checkpoints: usize,
}

/// Reads the whole journal of a database, and compares it with everything that was sealed and signed.
/// `seen` is told how many entries were read.
///
/// # Errors
/// When the database fails. The inner error says what was altered.
pub async fn verify(
    db: &Db,
    key: &PublicKey,
    seen: impl FnMut(u64),
) -> Result<Result<Sound, Altered>, StoreError> {
    verify_on(&mut db.read().await?, Some(key), seen).await
}

/// Does what [`verify`] does on a connection, such as a snapshot or a transaction that restores a backup.
/// Without the key the entries are compared with the head of the journal, and no signature is checked.
///
/// # Errors
/// As [`verify`].
pub async fn verify_on(
    conn: &mut Conn,
    key: Option<&PublicKey>,
    mut seen: impl FnMut(u64),
) -> Result<Result<Sound, Altered>, StoreError> {
    // Entries that are added meanwhile are left for the next time.
    let last = head(conn).await?;
    let kept = if key.is_some() { checkpoints(conn).await? } else { Vec::new() };
    let mut signed = kept.iter().filter(|(size, _)| *size <= last.size()).peekable();
    let mut tree = Tree::default();
    let mut erased = Erased::default();
    let mut checked = 0;
    loop {
        while let Some((size, note)) = signed.next_if(|(size, _)| *size == tree.size()) {
            if let Some(Err(altered)) = key.map(|key| check(note, *size, key, &tree)) {
                return Ok(Err(altered));
            }
            checked += 1;
        }
        if tree.size() == last.size() {
            break;
        }
        let part = entries(conn, tree.size()).await?;
        let next = signed.peek().map_or(last.size(), |(size, _)| *size).min(last.size());
        if part.first().is_none_or(|first| first.position != tree.size()) {
            return Ok(Err(Altered::Missing(tree.size())));
        }
        for entry in part {
            if tree.size() == next {
                break;
            }
            if entry.position != tree.size() {
                return Ok(Err(Altered::Missing(tree.size())));
            }
            if !erased.takes(&entry) {
                return Ok(Err(Altered::Detail(entry.position)));
            }
            tree.push(leaf_hash(&entry.leaf.to_bytes()));
        }
        seen(tree.size());
    }
    if tree != last {
        return Ok(Err(Altered::Head));
    }
    if let Some(position) = erased.unsaid() {
        return Ok(Err(Altered::Erased(position)));
    }
    Ok(Ok(Sound { entries: tree.size(), checkpoints: checked }))
}

/// The details that were erased, until the entry that says so.
#[derive(Default)]
struct Erased {
    /// By whom the entry is about, the first place.
    waiting: BTreeMap<String, u64>,
}

impl Erased {
    /// Takes the next entry. Returns whether its detail is as it may be.
    fn takes(&mut self, entry: &Sealed) -> bool {
        for whose in &entry.erases {
            self.waiting.remove(whose);
        }
        if entry.detail == Detail::Erased {
            let whose = entry.leaf.person.clone().or_else(|| entry.leaf.subject.clone());
            self.waiting.entry(whose.unwrap_or_default()).or_insert(entry.position);
        }
        entry.detail != Detail::Changed
    }

    /// Returns the first place of which no entry says that it was erased.
    fn unsaid(&self) -> Option<u64> {
        self.waiting.values().min().copied()
    }
}

/// Returns what stands in place of a detail that was erased.
fn erased_detail() -> Value {
    serde_json::json!({ "event": "erased_detail" })
}

/// Erases the details of the journal about a person and their accounts, with the salts without which
/// nobody can find them again. The entries stay in their places, and what is sealed of them as it is.
/// Returns how many there were. The entry that says so belongs into the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn erase_details(tx: &mut Tx, person: PersonId) -> Result<u64, StoreError> {
    run!(
        tx,
        "update journal set detail = $2, salt = $3 where person_id = $1 \
         or (person_id is null and subject_id in (select a.id from account a where a.person_id = $1))",
        person.0,
        Json(erased_detail()),
        Vec::<u8>::new(),
    )
}

fn check(note: &str, size: u64, key: &PublicKey, tree: &Tree) -> Result<(), Altered> {
    let wrong = |why: String| Altered::Checkpoint { size, why };
    let signed = Checkpoint::read(note, key).map_err(|error| wrong(error.to_string()))?;
    if signed.size != size {
        return Err(wrong(format!("it was signed for {}", signed.size)));
    }
    if signed.root != tree.root() {
        return Err(Altered::Signed(size));
    }
    Ok(())
}
