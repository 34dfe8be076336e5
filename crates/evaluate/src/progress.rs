//! How far a study has come, told while it runs, and the way to stop it.
//!
//! A study is stopped between two steps and never inside of one, so it is never half done.

use std::ops::ControlFlow;

use crate::refusal::Refusal;

/// What a study is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the file or files.
    Reading,
    /// Looking for people to compare with.
    Comparing,
    /// Comparing by other methods too.
    Beside,
    /// Reading the outcomes.
    Analysing,
    /// Looking at what would overturn the answer, and at when and how often.
    Checking,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 5] =
        [Self::Reading, Self::Comparing, Self::Beside, Self::Analysing, Self::Checking];
}

/// A step that a study begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is part of.
    pub stage: Stage,
    /// Which step of the stage it is, from 1.
    pub step: usize,
    /// How many steps the stage has.
    pub of: usize,
}

/// Told of each step before it begins; [`ControlFlow::Break`] stops the study.
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// Watches nothing and stops nothing.
pub fn unwatched(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Tells of a step, counted from 0.
pub(crate) fn begin(
    watch: &mut Watch<'_>,
    stage: Stage,
    step: usize,
    of: usize,
) -> Result<(), Refusal> {
    match watch(Progress { stage, step: step + 1, of }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Refusal::Stopped),
    }
}
