//! Assessments by the worker and by the person: answers chosen from the level of need, rated by the
//! product's own rule.

use crate::history::{Assessed, RatedArea};
use crate::need;
use crate::stream::Stream;
use crate::writer::{Act, Writer};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Answer, Answers, Area, AreaRating, Assessment, AssessmentId, Conclusion, Event, Instrument,
    InstrumentKind, Instruments, OverrideReason, Owner, Question, Rating, Subject, Unscored, Voice,
};

/// Levels from which an answer is slight, some, serious, immediate. The second is the level of a
/// need in `profile`, so that a need is always rated amber at least.
const CUTS: [f64; 4] = [-0.2, 0.5, 1.25, 2.1];

/// How far a question other than the lead may be from its area, in standard deviations.
const NOISE: f64 = 0.4;

/// How much of a need a completed service takes away, in standard deviations.
const RELIEF: f64 = 0.55;

/// Writes every assessment, and the needs that they find.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let Some(first_on) = writer.course.timeline.assessed_on else {
        draft(writer);
        return;
    };
    let begins = writer.course.timeline.begins(writer.world);
    if writer.stream.chance(0.75) {
        let on = (first_on - writer.stream.days(0..=3)).max(begins);
        assess(writer, on, Voice::Person);
    }
    assess(writer, first_on, Voice::Worker);
    let mut on = first_on;
    while writer.stream.chance(0.75) {
        on = writer.world.working_day(on + writer.stream.days(70..=130));
        if on >= writer.today() {
            return;
        }
        if writer.stream.chance(0.5) {
            assess(writer, on, Voice::Person);
        }
        assess(writer, on, Voice::Worker);
    }
    draft(writer);
}

/// Answers an instrument at levels of need. The lead question of an area is answered at its very
/// level, the others near it.
pub(crate) fn answers(
    instrument: &Instrument,
    levels: &[f64; 10],
    stream: &mut Stream,
    may_not_say: bool,
) -> Answers {
    let mut pairs = Vec::new();
    for asked in &instrument.areas {
        let level = levels[asked.area as usize];
        for question in &asked.questions {
            let noise = if question.lead { 0.0 } else { NOISE * stream.normal() };
            let answer = answer(question, level + noise, stream, may_not_say);
            pairs.push((question.id.as_str(), answer.code.as_str()));
        }
    }
    Answers::parse(instrument, pairs).expect("only answers of the instrument are picked")
}

fn answer<'q>(
    question: &'q Question,
    level: f64,
    stream: &mut Stream,
    may_not_say: bool,
) -> &'q Answer {
    let target = CUTS.iter().filter(|cut| level > **cut).count();
    let unscored = question.answers.iter().find(|answer| {
        use domain::Weight::Unscored as Outside;
        match answer.weight {
            Outside(Unscored::NotApplicable) => target == 0,
            Outside(Unscored::NotSaid) => may_not_say,
            domain::Weight::Severity(_) => false,
        }
    });
    if let Some(answer) = unscored
        && stream.chance(if may_not_say { 0.04 } else { 0.5 })
    {
        return answer;
    }
    let away = |answer: &Answer| {
        answer.severity().map(|severity| target.abs_diff(usize::from(severity.get())))
    };
    let nearest = question.answers.iter().filter_map(away).min();
    let picks: Vec<&Answer> =
        question.answers.iter().filter(|answer| away(answer) == nearest).collect();
    picks[stream.below(picks.len())]
}

/// Returns the levels of need on a day: services that reported took some away, and the rest drifts.
fn levels(writer: &mut Writer<'_>, on: NaiveDate, voice: Voice) -> [f64; 10] {
    let mut levels = writer.course.profile.levels;
    let first = writer.course.timeline.assessed_on.is_none_or(|first| on <= first);
    for (place, level) in levels.iter_mut().enumerate() {
        if !first {
            *level += 0.3 * writer.stream.normal() - 0.05;
        }
        if voice == Voice::Person {
            // People say a little less than workers see, and not the same.
            *level += 0.5 * writer.stream.normal() - 0.2;
        }
        for choice in &writer.course.choices {
            let area = choice.area as usize == place;
            match choice.reported().filter(|(reported, _)| area && *reported < on) {
                Some((_, Conclusion::Completed)) => *level -= RELIEF,
                Some((_, Conclusion::EndedEarly)) => *level -= RELIEF / 3.0,
                None => {}
            }
        }
    }
    levels
}

fn assess(writer: &mut Writer<'_>, on: NaiveDate, voice: Voice) {
    let kind = match voice {
        Voice::Worker => InstrumentKind::Assessment,
        Voice::Person => InstrumentKind::SelfAssessment,
    };
    let Some(instrument) = Instruments::built_in().current(kind, on) else { return };
    let levels = levels(writer, on, voice);
    let answers = answers(instrument, &levels, &mut writer.stream, voice == Voice::Person);
    let by = writer.worker(on);
    let order = if voice == Voice::Worker { 24 } else { 20 };
    let submitted_at = writer.moment(on, order + 2);
    let ratings = rate(writer, instrument, &answers, voice);
    let assessment = started(writer, instrument, voice, by, (on, order), answers);
    let act = Act { at: submitted_at, by, subject: Subject::Person, id: assessment.id.0 };
    let submitted = ratings
        .iter()
        .filter_map(|rated| Some((rated.rating.area, rated.rating.rating()?)))
        .collect();
    writer.journal(&act, Event::AssessmentSubmitted { voice, ratings: submitted });
    if voice == Voice::Worker {
        need::found(writer, assessment.id, by, submitted_at, &ratings);
    }
    let assessment = Assessment { submitted_at: Some(submitted_at), ..assessment };
    writer.history.assessments.push(Assessed { assessment, ratings });
}

/// Starts an assessment and writes that down.
fn started(
    writer: &mut Writer<'_>,
    instrument: &Instrument,
    voice: Voice,
    by: Owner,
    (on, order): (NaiveDate, i64),
    answers: Answers,
) -> Assessment {
    let at: DateTime<Utc> = writer.moment(on, order);
    let id = AssessmentId(writer.id(at));
    let act = Act { at, by, subject: Subject::Person, id: id.0 };
    writer.journal(&act, Event::AssessmentStarted { voice });
    let account = by.account.expect("a worker is never without an account");
    Assessment {
        id,
        person: writer.person(),
        voice,
        instrument: instrument.id.clone(),
        version: instrument.version,
        answers,
        by: (account, by.organisation),
        started_on: on,
        submitted_at: None,
    }
}

/// Rates every area. Now and then the worker sees more than the answers show.
fn rate(
    writer: &mut Writer<'_>,
    instrument: &Instrument,
    answers: &Answers,
    voice: Voice,
) -> Vec<RatedArea> {
    let mut ratings = Vec::new();
    for computed in instrument.rate_all(answers) {
        let (Some(rating), Some(need_score)) = (computed.rating, computed.need_score) else {
            continue;
        };
        let mut area = AreaRating::computed(computed.area, Some(rating));
        let worse = match rating {
            Rating::Green => Some(Rating::Amber),
            Rating::Amber => Some(Rating::Red),
            Rating::Red => None,
        };
        if let Some(worse) = worse.filter(|_| voice == Voice::Worker)
            && writer.stream.chance(0.02)
        {
            let note = writer.words("override");
            let overridden =
                area.clone().overridden(worse, OverrideReason::NewInformation, Some(&note));
            area = overridden.unwrap_or(area);
        }
        ratings.push(RatedArea { rating: area, need_score });
    }
    ratings
}

/// Leaves an assessment half done yesterday, for a few.
fn draft(writer: &mut Writer<'_>) {
    let begins = writer.course.timeline.begins(writer.world);
    let Some(on) = writer.today().pred_opt().filter(|on| *on > begins) else { return };
    let Some(instrument) = Instruments::built_in()
        .current(InstrumentKind::Assessment, on)
        .filter(|_| writer.stream.chance(0.1))
    else {
        return;
    };
    let levels = writer.course.profile.levels;
    let all = answers(instrument, &levels, &mut writer.stream, false);
    let home = instrument.area(Area::Accommodation);
    let pairs = home
        .iter()
        .flat_map(|asked| &asked.questions)
        .filter_map(|question| Some((question.id.as_str(), all.get(&question.id)?)));
    let some = Answers::parse(instrument, pairs).expect("these were answers of the instrument");
    let by = writer.worker(on);
    let assessment = started(writer, instrument, Voice::Worker, by, (on, 24), some);
    writer.history.assessments.push(Assessed { assessment, ratings: Vec::new() });
}
