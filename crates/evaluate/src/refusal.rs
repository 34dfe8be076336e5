//! Why a study was refused. Every reason is a mistake that the reader can put right, so each says
//! what is wrong (`Display`) and what to do about it (`hint`).

use thiserror::Error;

/// One reason a study was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A column that the study names is not in the file.
    #[error("there is no column \"{name}\"{}", in_file(file))]
    UnknownColumn {
        /// The name asked for.
        name: String,
        /// The nearest name that does exist.
        nearest: Option<String>,
        /// The file looked in, empty for a table made in memory.
        file: String,
    },
    /// The same name stands twice in a heading or in the study.
    #[error("\"{0}\" is named twice")]
    NamedTwice(String),
    /// A column is asked to be both outcome and something known before.
    #[error("\"{0}\" is an outcome, and is also used to choose the comparison group")]
    OutcomeUsedToMatch(String),
    /// The table's columns have different lengths.
    #[error("column \"{0}\" has a different number of rows from the rest")]
    UnevenColumn(String),
    /// A 0/1 column holds something else.
    #[error("column \"{column}\" must hold 0 or 1, and row {row} does not")]
    NotZeroOne {
        /// Column name.
        column: String,
        /// Row counted from 1, without the heading.
        row: usize,
    },
    /// Fewer than two people on one side.
    #[error("the {group} group has {count} people with every covariate known")]
    TooFew {
        /// "treated" or "pool".
        group: &'static str,
        /// People found.
        count: usize,
    },
    /// A matching method without anything to match on.
    #[error("there are no covariates to match on")]
    NoCovariates,
    /// Everybody has the same value.
    #[error("covariate \"{0}\" is the same for everyone")]
    Constant(String),
    /// A covariate is a combination of others.
    #[error("covariate \"{column}\" is an exact combination of {}", list(others))]
    Collinear {
        /// The covariate that adds nothing.
        column: String,
        /// The earlier ones it can be computed from.
        others: Vec<String>,
    },
    /// The covariates tell the two groups apart (almost) perfectly.
    #[error("the covariates separate the two groups: {}", list(.0))]
    Separation(Vec<String>),
    /// The score did not settle within the limit.
    #[error("the score did not settle in {0} rounds")]
    NotSettled(usize),
    /// Nobody found a comparison.
    #[error("nobody in the treated group has anyone comparable in the pool")]
    NobodyMatched,
    /// No weights of the pool reach the treated's means.
    #[error("no weights of the pool give it the treated group's mean of {}", list(.0))]
    NotFeasible(Vec<String>),
    /// A weighted comparison that rests on too few people.
    #[error(
        "the weights rest on the equivalent of {effective} people of the pool, where {needed} are \
         needed, and one person carries {percent}% of all the weight, where 5% is the limit"
    )]
    WeightsBlowUp {
        /// Effective number of pool people.
        effective: usize,
        /// Fewest that will do.
        needed: usize,
        /// Largest share of one person, in percent.
        percent: usize,
    },
    /// Bins that hold too few people.
    #[error(
        "the bins hold only {matched} of {treated} people who took part, with the equivalent of \
         {effective} people of the pool, where {needed} of each are needed"
    )]
    TooSparse {
        /// Treated people with somebody of the pool in their bins.
        matched: usize,
        /// Treated people.
        treated: usize,
        /// Effective number of pool people in those bins.
        effective: usize,
        /// Fewest that will do, of each.
        needed: usize,
    },
    /// Too many of the treated have no counterpart.
    #[error(
        "{outside} of {treated} people who took part have a score beyond everybody's in the pool"
    )]
    NoOverlap {
        /// Treated people beyond the pool.
        outside: usize,
        /// Treated people.
        treated: usize,
    },
    /// A weighting method with exact columns that it cannot hold.
    #[error(
        "method \"{method}\" holds means equal, and cannot compare only people with the same \"{column}\""
    )]
    ExactByWeights {
        /// The method.
        method: &'static str,
        /// The exact column.
        column: String,
    },
    /// An outcome of kind count that is not one.
    #[error("column \"{column}\" must hold whole numbers from 0 up, and row {row} does not")]
    NotACount {
        /// Column name.
        column: String,
        /// Row counted from 1, without the heading.
        row: usize,
    },
    /// A time that is below zero.
    #[error("column \"{column}\" must hold times from 0 up, and row {row} does not")]
    NotATime {
        /// Column name.
        column: String,
        /// Row counted from 1, without the heading.
        row: usize,
    },
    /// A time at risk that is not one.
    #[error("column \"{column}\" must hold times at risk above 0, and row {row} does not")]
    NoExposure {
        /// Column name.
        column: String,
        /// Row counted from 1, without the heading.
        row: usize,
    },
    /// Somebody with both of two events that rule each other out.
    #[error("row {row} has both \"{column}\" and \"{other}\", of which only the first can be")]
    BothEvents {
        /// Column of the event.
        column: String,
        /// Column of the competing event.
        other: String,
        /// Row counted from 1, without the heading.
        row: usize,
    },
    /// A group of which nobody was followed to the horizon.
    #[error("nobody in the {group} group was followed to {horizon}: the last was to {last}")]
    HorizonBeyond {
        /// "treated" or "pool".
        group: &'static str,
        /// The horizon, in the unit of the time column.
        horizon: String,
        /// The longest follow-up.
        last: String,
    },
    /// A group in which nobody, or everybody, had the event.
    #[error(
        "nobody, or everybody, in the {0} group had the event, so its rate has no error to give"
    )]
    NoEvents(&'static str),
    /// People who were not followed up to the horizon.
    #[error(
        "{people} people were followed for less than {horizon} without the event, so whether it came in time is not known"
    )]
    FollowedTooShort {
        /// How many.
        people: usize,
        /// The horizon, in the unit of the time column.
        horizon: String,
    },
    /// Nobody, or almost nobody, has the outcome.
    #[error("outcome \"{0}\" is known for fewer than two people in one of the groups")]
    OutcomeUnknown(String),
    /// The study file is not TOML, or has a key that does not exist.
    #[error("the study file cannot be read: {0}")]
    Study(String),
    /// A setting has a value that makes no sense.
    #[error("{0}")]
    Setting(String),
    /// Something planned that this version cannot do.
    #[error("{what} is not supported yet")]
    NotYet {
        /// What was asked.
        what: String,
        /// What can be had now.
        supported: &'static str,
    },
    /// A data file has a cell or a row that cannot be read.
    #[error("{file}, line {line}{}: {problem}", of_column(column.as_ref()))]
    Cell {
        /// File name as given in the study.
        file: String,
        /// Line in the file, the heading being line 1.
        line: u64,
        /// Column name, where one column is to blame.
        column: Option<String>,
        /// What is wrong.
        problem: String,
    },
    /// A value of a file without lines cannot be read.
    #[error("{file}, row {row}, column \"{column}\": {problem}")]
    Value {
        /// File name as given in the study.
        file: String,
        /// Row counted from 1.
        row: usize,
        /// Column name.
        column: String,
        /// What is wrong.
        problem: String,
    },
    /// A column of a file that says what kind of values it has, and they are no numbers.
    #[error("{file}: column \"{column}\" holds {holds}, and a study needs numbers")]
    NotNumbers {
        /// File name as given in the study.
        file: String,
        /// Column name.
        column: String,
        /// What it holds.
        holds: &'static str,
    },
    /// A data file cannot be opened.
    #[error("cannot open {file}: {problem}")]
    Opening {
        /// File name as given in the study.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A result cannot be written.
    #[error("cannot write {file}: {problem}")]
    Writing {
        /// File or folder as given.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A data file has more rows than are kept.
    #[error("{file}: more than {most} rows")]
    TooManyRows {
        /// File name as given in the study.
        file: String,
        /// Most that are.
        most: usize,
    },
    /// A data file as a whole cannot be used.
    #[error("{file}: {problem}")]
    File {
        /// File name as given in the study.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// Whoever watched the study stopped it.
    #[error("the study was stopped before its end")]
    Stopped,
    /// A bundle that cannot be read.
    #[error("the bundle cannot be used: {0}")]
    Bundle(String),
    /// A data file is not the one that the bundle was made with.
    #[error("{file} has changed: its SHA-256 is {found}, and the bundle has {expected}")]
    DataChanged {
        /// File name as given in the study.
        file: String,
        /// Fingerprint in the bundle.
        expected: String,
        /// Fingerprint of the file that is there.
        found: String,
    },
    /// The same study on the same data gave other results.
    #[error(
        "the results differ, first in \"{key}\": their SHA-256 is {found}, and the bundle has \
         {expected}{}",
        by_version(other_version.as_ref())
    )]
    ResultsDiffer {
        /// First key of `results.json` that differs.
        key: String,
        /// Fingerprint of `results.json` in the bundle.
        expected: String,
        /// Fingerprint of `results.json` now.
        found: String,
        /// The version that made the bundle, where it is another one.
        other_version: Option<String>,
    },
}

impl Refusal {
    /// Returns the same about the rows of the files, of which these were kept, counted from 0.
    pub(crate) fn in_rows(mut self, kept: &[u32]) -> Self {
        if let Self::NotZeroOne { row, .. }
        | Self::NotACount { row, .. }
        | Self::NotATime { row, .. }
        | Self::NoExposure { row, .. }
        | Self::BothEvents { row, .. } = &mut self
        {
            *row = kept.get(*row - 1).map_or(*row, |kept| *kept as usize + 1);
        }
        self
    }

    /// Returns what to do about it, as a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownColumn { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            Self::UnknownColumn { .. } => "check the heading line of the file".into(),
            Self::NamedTwice(_) => "name each column once".into(),
            Self::OutcomeUsedToMatch(_) => "match only on what was known before the programme started".into(),
            Self::UnevenColumn(_) => "give every column one value for each person".into(),
            Self::NotZeroOne { .. } => "use 1 for yes and 0 for no; for amounts use kind = \"mean\"".into(),
            Self::TooFew { .. } => "at least two people are needed on each side, and 60 treated for a result worth reading".into(),
            Self::NoCovariates => "list what was known before in design.covariates, or use method = \"none\"".into(),
            Self::Constant(_) => "take it out of design.covariates".into(),
            Self::Collinear { column, .. } => format!("take \"{column}\" or one of the others out of design.covariates"),
            Self::Separation(_) => "take out covariates that only one group can have, or choose a pool that overlaps".into(),
            Self::NotSettled(_) => "use fewer covariates, or look for ones that are nearly copies of each other".into(),
            Self::NobodyMatched => "widen design.caliper, ask for fewer exact columns, or find a more similar pool".into(),
            Self::NotFeasible(_) => "take these covariates out, find a pool whose range includes the treated, or use radius matching".into(),
            Self::WeightsBlowUp { .. } => "use radius matching, which leaves out whoever has nobody comparable, or find a more similar pool".into(),
            Self::TooSparse { .. } => "cut into fewer bins with design.cutpoints, match on fewer covariates, or use radius matching, which compares people by one score".into(),
            Self::NoOverlap { .. } => "use radius matching, which leaves them out and says so, or find a pool with people like them".into(),
            Self::ExactByWeights { .. } => "add it to design.covariates (a 0/1 column for each answer but one), or use radius, nearest or cem".into(),
            Self::NotACount { .. } => "count events for each person; for amounts use kind = \"mean\"".into(),
            Self::NotATime { .. } => "count time from the start of follow-up, in one unit for everyone".into(),
            Self::FollowedTooShort { .. } => "use radius, nearest, odds, entropy or cem, whose rates are then read off survival curves, or choose a shorter horizon".into(),
            Self::NoExposure { .. } => "leave it blank where it is not known; who was never at risk does not belong in the comparison".into(),
            Self::BothEvents { .. } => "keep the event that came first, with its time, and write 0 for the other".into(),
            Self::HorizonBeyond { .. } => "choose a shorter horizon, or wait until people have been followed so long".into(),
            Self::NoEvents(_) => "wait for outcomes, or choose a later horizon".into(),
            Self::OutcomeUnknown(_) => "wait for outcomes, or check that missing values are blank or NA only where truly unknown".into(),
            Self::Study(_) => "`resettle evaluate --init data.csv` writes a study file with every key explained".into(),
            Self::Setting(_) => "see docs/evaluate.md for what each setting may be".into(),
            Self::NotYet { supported, .. } => format!("supported now: {supported}"),
            Self::NotNumbers { .. } => "count days or years, and give words a 0/1 column for each answer".into(),
            Self::Cell { .. } | Self::Value { .. } => "correct the cell; leave it blank or write NA if the value is not known".into(),
            Self::Opening { .. } => "names of files are read from the folder of the study file".into(),
            Self::Writing { .. } => "choose a folder that you may write to, with space left".into(),
            Self::File { .. } => "save the file again as CSV in UTF-8, one row for each person, with a heading line".into(),
            Self::TooManyRows { .. } => "set data.pool_sample to how many of the pool are to be drawn by lot".into(),
            Self::Stopped => "run it again when there is time: nothing was kept of it".into(),
            Self::Bundle(_) => "name the bundle.json that `resettle evaluate --out` wrote".into(),
            Self::DataChanged { .. } => "find the file as it was when the study was run; a study on other data is another study".into(),
            Self::ResultsDiffer { other_version: Some(version), .. } => format!("run it with version {version}, which made the bundle"),
            Self::ResultsDiffer { .. } => "run it on the kind of computer that made the bundle: last digits of logarithms can differ between systems".into(),
        }
    }
}

fn in_file(file: &str) -> String {
    if file.is_empty() { String::new() } else { format!(" in {file}") }
}

fn of_column(column: Option<&String>) -> String {
    column.map_or_else(String::new, |name| format!(", column \"{name}\""))
}

fn by_version(version: Option<&String>) -> String {
    version.map_or_else(String::new, |version| format!(", made by version {version}"))
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
