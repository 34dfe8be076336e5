//! What is refused, and what to do about it.

use crate::bytes::Bytes;

/// Why files, a model or a request cannot be used. The message says what is wrong; [`Refusal::hint`]
/// says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A column that the model names and no file has.
    #[error("{file} has no column \"{name}\"")]
    UnknownColumn {
        /// The name asked for.
        name: String,
        /// The file.
        file: String,
        /// The most similar name that is there.
        nearest: Option<String>,
    },
    /// A file that cannot be read.
    #[error("{file}: {problem}")]
    File {
        /// Name of the file.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A file that is not there, or may not be read.
    #[error("cannot open {file}: {problem}")]
    Opening {
        /// Name of the file.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A file that cannot be written.
    #[error("cannot write {file}: {problem}")]
    Writing {
        /// Name of the file.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// Two records of one source with one id.
    #[error("two records have the same \"{column}\": {id}")]
    SameId {
        /// The column of ids.
        column: String,
        /// The id.
        id: String,
    },
    /// A record that is not there.
    #[error("there is no record \"{0}\"")]
    NoRecord(String),
    /// An expression that is not in the language.
    #[error("in `{sql}`, at character {at}: {problem}")]
    Expression {
        /// The whole expression.
        sql: String,
        /// Where, in characters from 1.
        at: usize,
        /// What is wrong.
        problem: String,
    },
    /// An expression that makes no sense on the values that are there.
    #[error("`{sql}` cannot be worked out: {problem}")]
    Value {
        /// The expression.
        sql: String,
        /// What is wrong.
        problem: String,
    },
    /// A model that cannot be used.
    #[error("the model cannot be used: {0}")]
    Model(String),
    /// A blocking rule without an equality, which would compare everybody with everybody.
    #[error("the blocking rule `{0}` has no equality between the two records")]
    NoEquality(String),
    /// A value that so many records share that comparing them would never end.
    #[error(
        "the blocking rule `{rule}` would make {pairs} pairs of records that share {key}, which is more than the {limit} allowed of one value"
    )]
    LargeBlock {
        /// The rule.
        rule: String,
        /// What the records share.
        key: String,
        /// Pairs that it would make.
        pairs: u64,
        /// Most pairs of one value.
        limit: u64,
    },
    /// Nothing to learn from.
    #[error("the rule `{0}` finds no pairs to train on")]
    NothingToTrainOn(String),
    /// Everything in the model is held fixed by the rule.
    #[error("every comparison uses a column of the rule `{0}`, so it can teach nothing")]
    NothingLeftToTrain(String),
    /// Rules that are nearly always right find nothing.
    #[error(
        "the deterministic rules find none of {possible} pairs, so they tell nothing of how many are one person"
    )]
    NothingFound {
        /// All pairs.
        possible: u64,
    },
    /// A recall that the deterministic rules rule out.
    #[error(
        "the deterministic rules find {found} of {possible} pairs, which is more than the recall of {recall} allows"
    )]
    Recall {
        /// Pairs found.
        found: u64,
        /// All pairs.
        possible: u64,
        /// The recall given.
        recall: String,
    },
    /// A group of records that is too large to be one person.
    #[error(
        "at a threshold of {threshold}, {size} records would be one person (among them {example}), and the limit is {limit}"
    )]
    Monster {
        /// The threshold: a probability, and in bits.
        threshold: String,
        /// Records in the group.
        size: usize,
        /// Most records of one person.
        limit: usize,
        /// The id of one of them.
        example: String,
        /// The lowest threshold at which no group is that large, if there is one.
        splits_at: Option<String>,
    },
    /// Less memory than the records take.
    #[error(
        "the records take {taken} of memory by themselves, which leaves too little of {memory}"
    )]
    Memory {
        /// What the records take, and sorting them.
        taken: Bytes,
        /// What there may be.
        memory: Bytes,
        /// What would be enough.
        enough: Bytes,
    },
    /// A folder to which pairs cannot be spilled.
    #[error("cannot spill pairs to {folder}: {problem}")]
    Spilling {
        /// The folder.
        folder: String,
        /// What is wrong.
        problem: String,
    },
    /// A disk without room for what is to be spilled.
    #[error(
        "{folder} has {free} free, and {needed} are needed to spill pairs ({kept} are kept so far)"
    )]
    DiskFull {
        /// The folder.
        folder: String,
        /// Pairs kept so far.
        kept: u64,
        /// Bytes that the next of them need, and those that are left to others.
        needed: Bytes,
        /// Bytes that are free.
        free: Bytes,
    },
    /// A setting that makes no sense.
    #[error("{0}")]
    Setting(String),
}

impl Refusal {
    /// Returns what to do about it, as a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownColumn { nearest: Some(nearest), .. } => {
                format!("did you mean \"{nearest}\"?")
            }
            Self::UnknownColumn { .. } => {
                "name the column as the file does, or derive it from others".into()
            }
            Self::File { .. } => {
                "save the file again as Parquet, or as CSV in UTF-8 with a heading line".into()
            }
            Self::Opening { .. } => "check the name, and that you may read the file".into(),
            Self::Writing { .. } => "check that the folder is there and has room, and that you may write in it".into(),
            Self::SameId { .. } => {
                "give each record of a file an id of its own; the row number will do".into()
            }
            Self::NoRecord(_) => "name records by the column of ids of the model".into(),
            Self::Expression { .. } => "docs/linking.md lists what an expression may hold".into(),
            Self::Value { .. } => {
                "turn the column into what the expression needs first, for example with try_cast".into()
            }
            Self::Model(_) => "use a settings file that Splink or `resettle link train` wrote".into(),
            Self::NoEquality(_) => {
                "add one, such as l.postcode = r.postcode, so that only likely pairs are compared".into()
            }
            Self::LargeBlock { .. } => {
                "add another equality to the rule, blank out the value where it is a default, or allow more pairs".into()
            }
            Self::NothingToTrainOn(_) => "train on a rule that more records share".into(),
            Self::NothingLeftToTrain(_) => "train on a rule of fewer columns".into(),
            Self::NothingFound { .. } => {
                "give looser rules, or more records; or use a model that was trained on others".into()
            }
            Self::Recall { .. } => "give a higher recall, or stricter rules".into(),
            Self::Monster { splits_at: Some(weight), .. } => {
                format!("use a threshold of at least {weight}, or look for a value that many share")
            }
            Self::Monster { .. } => {
                "look for a value that many of these records share, and blank it out".into()
            }
            Self::Memory { enough, .. } => {
                format!("say --memory {} or more", enough.rounded_up().written())
            }
            Self::Spilling { .. } => {
                "check that the folder is there and that you may write in it, or name another with --spill-to".into()
            }
            Self::DiskFull { .. } => {
                "free some of the disk, or name a folder on another with --spill-to, or give more --memory, or a higher threshold".into()
            }
            Self::Setting(_) => "docs/linking.md says what each setting may be".into(),
        }
    }
}

/// Refuses a column that is not there, naming the most similar one.
pub(crate) fn unknown<'n>(
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
    file: &str,
) -> Refusal {
    let nearest = table::nearest::nearest(name, known);
    Refusal::UnknownColumn { name: name.to_owned(), file: file.to_owned(), nearest }
}
