//! The answer to the power question in words. Each language writes its own sentences.

use std::fmt::{self, Write};

use super::answer::{Detectable, Needed, PowerAnswer};
use super::question::{Direction, Measure, Sides};
use crate::caveats::FEWEST_TREATED;
use crate::outcome::Kind;
use crate::verdict::{amount, grouped};

/// A language that the answer can be read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Welsh.
    Welsh,
}

use Language::{English, Welsh};

/// Writes the text of the answer.
pub(super) fn text(answer: &PowerAnswer, language: Language) -> String {
    sentences(answer, language).join(" ")
}

fn sentences(answer: &PowerAnswer, language: Language) -> Vec<String> {
    let words = Words { answer, language };
    let mut said = Vec::new();
    if let Some(found) = &answer.detectable {
        said.push(words.shows(found));
        said.extend(words.losses(found));
    }
    said.extend(answer.needed.as_ref().map(|needed| words.wanted(needed)));
    if answer.needed.is_none() && answer.detectable.is_none() {
        said.push(words.nothing_asked());
    }
    said.extend(words.advice());
    said.extend(words.test());
    said.push(words.assumed());
    said
}

/// Writes the text, one thought a line, and the table.
pub(super) fn write(answer: &PowerAnswer, language: Language, out: &mut impl Write) -> fmt::Result {
    let words = Words { answer, language };
    let (people, smallest) = match language {
        English => ("people", "smallest change shown"),
        Welsh => ("pobl", "newid lleiaf a welir"),
    };
    for said in sentences(answer, language) {
        writeln!(out, "{said}")?;
    }
    write!(out, "\n{people:>8}  {smallest:>24}")?;
    if let Some(needed) = &answer.needed {
        write!(out, "  {}", words.chance_of(needed.change))?;
    }
    writeln!(out)?;
    for row in &answer.table {
        let change = row.change.map_or_else(|| "-".into(), |change| words.signed(change));
        write!(out, "{:>8}  {change:>24}", whole(row.people))?;
        if let Some(chance) = row.chance {
            write!(out, "  {}", words.share(chance))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

struct Words<'a> {
    answer: &'a PowerAnswer,
    language: Language,
}

impl Words<'_> {
    fn rate(&self) -> bool {
        matches!(self.answer.question.measure, Measure::Rate { .. })
    }

    fn falls(&self) -> bool {
        self.answer.question.direction == Direction::Fall
    }

    /// The size of a change that people can show: whole points from 10 up, tenths below.
    fn shown(&self, change: f64) -> f64 {
        let size = change.abs();
        if !self.rate() {
            return size;
        }
        let step = if size >= 0.1 { 100.0 } else { 1_000.0 };
        (size * step).round() / step
    }

    /// A size with its unit.
    fn size(&self, size: f64) -> String {
        match (self.answer.question.measure, self.language) {
            (Measure::Rate { .. }, English) => format!("{} percentage points", points(size)),
            (Measure::Rate { .. }, Welsh) => format!("{} pwynt canran", points(size)),
            (Measure::Mean { .. }, _) => amount(size, Kind::Mean),
            (Measure::Count { .. }, English) => {
                format!("{} events a person", amount(size, Kind::Count))
            }
            (Measure::Count { .. }, Welsh) => {
                format!("{} digwyddiad y person", amount(size, Kind::Count))
            }
        }
    }

    fn signed(&self, change: f64) -> String {
        let sign = if change < 0.0 { "-" } else { "+" };
        format!("{sign}{}", self.size(self.shown(change)))
    }

    /// Where a change starts and where it ends, where the measure says so.
    fn reach(&self, size: f64) -> String {
        let Some(from) = self.answer.question.measure.baseline() else { return String::new() };
        let to = if self.falls() { from - size } else { from + size };
        let figure = |figure: f64| {
            if self.rate() { format!("{}%", points(figure)) } else { amount(figure, Kind::Count) }
        };
        match self.language {
            English => format!(", from {} to {}", figure(from), figure(to)),
            Welsh => format!(", o {} i {}", figure(from), figure(to)),
        }
    }

    fn share(&self, chance: f64) -> String {
        match self.language {
            English if chance > 0.995 => "more than 99%".into(),
            Welsh if chance > 0.995 => "mwy na 99%".into(),
            _ => format!("{:.0}%", 100.0 * chance),
        }
    }

    fn shows(&self, found: &Detectable) -> String {
        let people = whole(found.people);
        let power = self.share(self.answer.question.power);
        let Some(size) = found.change.map(|change| self.shown(change)) else {
            return match (self.language, self.falls()) {
                (English, falls) => format!(
                    "{people} people cannot show any {}, however large.",
                    if falls { "fall" } else { "rise" }
                ),
                (Welsh, true) => {
                    format!("Ni all {people} o bobl ddangos unrhyw ostyngiad, waeth pa mor fawr.")
                }
                (Welsh, false) => {
                    format!("Ni all {people} o bobl ddangos unrhyw gynnydd, waeth pa mor fawr.")
                }
            };
        };
        let (size, reach) = (self.size(size), self.reach(size));
        match (self.language, self.falls()) {
            (English, falls) => {
                let way = if falls { "fall" } else { "rise" };
                format!(
                    "{people} people can only show a {way} of {size} or more{reach}. Here is what \
                     that means: if the true {way} is that large, {power} of such studies find it. If \
                     it is smaller, fewer do, and more of them end with \"no clear effect yet\", which \
                     does not mean that the programme makes no difference."
                )
            }
            (Welsh, falls) => {
                let (way, true_way) = if falls {
                    ("gostyngiad", "gwir ostyngiad")
                } else {
                    ("cynnydd", "gwir gynnydd")
                };
                format!(
                    "Dim ond {way} o {size} neu fwy y gall {people} o bobl ei ddangos{reach}. Dyma \
                     ystyr hynny: os yw'r {true_way} cymaint â hynny, bydd {power} o astudiaethau o'r \
                     fath yn dod o hyd iddo. Os yw'n llai, bydd llai ohonynt yn gwneud hynny, a bydd \
                     mwy yn gorffen gyda \"dim effaith glir hyd yma\", ac nid yw hynny'n golygu nad \
                     yw'r rhaglen yn gwneud gwahaniaeth."
                )
            }
        }
    }

    fn losses(&self, found: &Detectable) -> Option<String> {
        if self.answer.design_effect == 1.0 && self.answer.question.losses.linked == 1.0 {
            return None;
        }
        let (people, here, worth) =
            (whole(found.people), rounded(found.found), rounded(found.worth));
        Some(match self.language {
            English => format!(
                "Of {people} people about {here} are found in the records, and because people served \
                 together are alike these tell as much as {worth} separate people."
            ),
            Welsh => format!(
                "O'r {people} o bobl, deuir o hyd i tua {here} yn y cofnodion, a chan fod pobl a gafodd \
                 wasanaeth gyda'i gilydd yn debyg i'w gilydd, maent yn dweud cymaint â {worth} o bobl \
                 ar wahân."
            ),
        })
    }

    fn wanted(&self, needed: &Needed) -> String {
        let (size, reach) = (self.size(needed.change.abs()), self.reach(needed.change.abs()));
        let power = self.share(self.answer.question.power);
        let (analysed, submitted) = (whole(needed.analysed), whole(needed.submitted));
        let chance = needed.chance.map(|chance| self.share(chance));
        match self.language {
            English => {
                let way = if self.falls() { "fall" } else { "rise" };
                let now = chance.map_or_else(String::new, |chance| {
                    format!("With the people there are, {chance} of such studies find it. ")
                });
                format!(
                    "The change to be found is a {way} of {size}{reach}. {now}For {power} of them to \
                     find it, {analysed} people who took part have to be in the analysis, and \
                     {submitted} have to be submitted."
                )
            }
            Welsh => {
                let way = if self.falls() { "gostyngiad" } else { "cynnydd" };
                let now = chance.map_or_else(String::new, |chance| {
                    format!(
                        "Gyda'r bobl sydd ar gael, bydd {chance} o astudiaethau o'r fath yn dod o hyd \
                         iddo. "
                    )
                });
                format!(
                    "Y newid i'w ganfod yw {way} o {size}{reach}. {now}Er mwyn i {power} ohonynt ddod \
                     o hyd iddo, rhaid cael {analysed} o bobl a gymerodd ran yn y dadansoddiad, a \
                     chyflwyno {submitted}."
                )
            }
        }
    }

    fn nothing_asked(&self) -> String {
        match self.language {
            English => {
                "The table shows the smallest change that so many people can show. Say how many \
                        people there are, or which change would be worth having, to hear more."
                    .into()
            }
            Welsh => {
                "Mae'r tabl yn dangos y newid lleiaf y gall cynifer o bobl ei ddangos. I glywed \
                      mwy, dywedwch faint o bobl sydd, neu pa newid fyddai'n werth ei gael."
                    .into()
            }
        }
    }

    /// What to do where the people there are will probably not tell.
    fn advice(&self) -> Option<String> {
        let question = &self.answer.question;
        let few = question.people.is_some_and(|people| people < FEWEST_TREATED as u64);
        let unlikely = self.answer.needed.and_then(|needed| needed.chance);
        let nothing = self.answer.detectable.is_some_and(|found| found.change.is_none());
        if !few && !nothing && unlikely.is_none_or(|chance| chance >= question.power) {
            return None;
        }
        let mut said = match self.language {
            English => String::from(
                "Before money is spent: find more people (other sites, a longer intake), choose an \
                 outcome that says more about each person, or say now that this study may not be able \
                 to tell.",
            ),
            Welsh => String::from(
                "Cyn gwario arian: dewch o hyd i fwy o bobl (safleoedd eraill, cyfnod derbyn hirach), \
                 dewiswch ganlyniad sy'n dweud mwy am bob person, neu dywedwch nawr efallai na fydd yr \
                 astudiaeth hon yn gallu rhoi ateb.",
            ),
        };
        if few {
            said += &match self.language {
                English => format!(" The Justice Data Lab takes {FEWEST_TREATED} people or more."),
                Welsh => {
                    format!(" Mae'r Justice Data Lab yn derbyn {FEWEST_TREATED} o bobl neu fwy.")
                }
            };
        }
        Some(said)
    }

    fn test(&self) -> Option<String> {
        let question = &self.answer.question;
        let (alpha, each) = (percent(question.alpha), percent(self.answer.alpha_each));
        let mut said = Vec::new();
        if question.outcomes > 1 {
            let outcomes = question.outcomes;
            said.push(match self.language {
                English => format!(
                    "With {outcomes} outcomes, each is planned at a level of {each}, so that the chance \
                     of any false finding stays at {alpha} (Holm)."
                ),
                Welsh => format!(
                    "Gyda {outcomes} canlyniad, cynllunnir pob un ar lefel o {each}, fel bod y siawns o \
                     unrhyw ganfyddiad anghywir yn aros yn {alpha} (Holm)."
                ),
            });
        }
        if question.sides == Sides::One {
            said.push(match self.language {
                English => "A one-sided test does not look for harm.".into(),
                Welsh => "Nid yw prawf unochrog yn chwilio am niwed.".into(),
            });
        }
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn assumed(&self) -> String {
        let ratio = decimals(self.answer.question.ratio);
        match self.language {
            English => format!(
                "This takes the comparison to be worth {ratio} people for each one who took part, and to \
                 be fair: more people do not help against a difference that was not recorded."
            ),
            Welsh => format!(
                "Mae hyn yn cymryd bod y gymhariaeth yn werth {ratio} o bobl am bob un a gymerodd ran, \
                 a'i bod yn deg: nid yw mwy o bobl yn helpu yn erbyn gwahaniaeth na chafodd ei gofnodi."
            ),
        }
    }

    fn chance_of(&self, change: f64) -> String {
        let size = self.size(change.abs());
        match self.language {
            English => format!("chance to find {size}"),
            Welsh => format!("siawns o ganfod {size}"),
        }
    }
}

/// Writes a share as percentage points, with a decimal only where there is one.
fn points(share: f64) -> String {
    decimals(100.0 * share)
}

fn percent(share: f64) -> String {
    format!("{}%", points(share))
}

fn decimals(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn rounded(value: f64) -> String {
    whole(value.round() as u64)
}

/// Writes a whole number with thousands set off by commas.
fn whole(value: u64) -> String {
    grouped(&value.to_string())
}
