//! The course of one person: everything that is caused and nothing that is only written down.
//!
//! It is kept apart from the paperwork so that the truth about 300,000 people can be worked out in
//! seconds; it draws from its own stream, so the paperwork can change without changing the truth.

use crate::choice::{Choice, choices};
use crate::outlook::{Outlook, recall_after};
use crate::profile::Profile;
use crate::stream::{Lane, Stream};
use crate::timeline::Timeline;
use crate::world::World;
use chrono::{Days, Months};
use uuid::Uuid;

/// Youngest age in years at reception into these prisons, which are for adults.
const YOUNGEST: u32 = 18;

/// The course of one person.
pub(crate) struct Course {
    /// Number of the person, from 0.
    pub(crate) index: u32,
    pub(crate) profile: Profile,
    pub(crate) timeline: Timeline,
    pub(crate) choices: Vec<Choice>,
    /// What becomes of them, for those released by today.
    pub(crate) outlook: Option<Outlook>,
}

impl Course {
    /// Draws the course of a person.
    pub(crate) fn new(world: &World, index: u32) -> Self {
        let mut stream = stream(world, index);
        stream.id(world.created_at());
        let mut profile = Profile::new(world, &mut stream);
        let mut timeline = Timeline::new(world, &profile, &mut stream);
        if index == 0 {
            profile.demonstrate(world);
            timeline.demonstrate(world, &mut stream);
        }
        let youngest = timeline.stays[0].reception - Months::new(12 * YOUNGEST);
        if profile.born > youngest {
            profile.born = youngest - Days::new(stream.below(365) as u64);
        }
        let choices = choices(world, &profile, &timeline, &mut stream);
        let mut course = Self { index, profile, timeline, choices, outlook: None };
        course.release(world, &mut stream);
        course
    }

    /// Returns the id of a person.
    pub(crate) fn person_id(world: &World, index: u32) -> Uuid {
        stream(world, index).id(world.created_at())
    }

    /// Draws what becomes of the person after release, recalls included.
    fn release(&mut self, world: &World, stream: &mut Stream) {
        let Some(released_on) = self.timeline.released_on(world) else { return };
        let mut outlook = Outlook::new(world, &self.profile, stream, released_on);
        let without_offence = self.timeline.recall_without_offence(world, &self.profile, stream);
        if let Some(on) = without_offence {
            self.recall(world, stream, on);
            let back = self.timeline.stays.last().and_then(|stay| stay.leaving.as_ref());
            outlook.recalled(on, back.map_or(on, |leaving| leaving.on));
        } else if let Some(reoffends_on) = outlook.reoffends_on(world, &self.choices)
            && let Some(on) = recall_after(stream, reoffends_on)
            && on < world.today()
        {
            self.recall(world, stream, on);
        }
        self.outlook = Some(outlook);
    }

    fn recall(&mut self, world: &World, stream: &mut Stream, on: chrono::NaiveDate) {
        self.timeline.recall(world, stream, on);
        for choice in &mut self.choices {
            choice.recall(world, on);
        }
        self.choices.retain(|choice| choice.drafted_on < on);
    }
}

fn stream(world: &World, index: u32) -> Stream {
    Stream::new(world.settings.seed(), Lane::Course, u64::from(index))
}
