//! Why two records are taken for one person, or not: each step from the prior to the match weight,
//! as text for a terminal and as a picture.

use std::fmt::Write as _;

use crate::linker::{Linker, probability};
use crate::refusal::Refusal;

/// Widest bar of the text, in characters.
const WIDEST: f64 = 30.0;
/// Height of one line of the picture, in pixels.
const LINE: usize = 34;
/// Where the picture's bars begin and end, in pixels.
const BARS: (f64, f64) = (330.0, 780.0);

/// One step of a waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What was compared.
    pub comparison: String,
    /// How the two agree in it.
    pub level: String,
    /// What each of them holds in the columns that were compared.
    pub values: Vec<(String, Option<String>, Option<String>)>,
    /// What that adds, in bits.
    pub weight: f64,
    /// What the rarity of the value adds, in bits.
    pub rarity: f64,
}

/// How two records come by their match weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The ids of both.
    pub ids: (String, String),
    /// The weight before anything is compared, in bits.
    pub prior: f64,
    /// What each comparison adds.
    pub steps: Vec<Step>,
}

impl Linker {
    /// Explains the match weight of two records.
    ///
    /// # Errors
    /// A record that is not there.
    pub fn explain(&self, left: &str, right: &str) -> Result<Waterfall, Refusal> {
        let (left, right) = (self.records.find(left)?, self.records.find(right)?);
        let (left, right) = (left.min(right), left.max(right));
        let mut steps = Vec::new();
        for (comparison, (level, weight, rarity)) in
            self.settings.comparisons.iter().zip(self.levels_of(left, right))
        {
            let levels = &comparison.comparison_levels;
            let level = level.map_or("no level holds", |level| levels[level].label()).to_owned();
            let value = |record: u32, column: &str| self.records.value(record, column);
            let values = comparison
                .columns()?
                .into_iter()
                .map(|name| {
                    let (left, right) = (value(left, &name)?, value(right, &name)?);
                    Ok((name, left, right))
                })
                .collect::<Result<_, Refusal>>()?;
            let comparison = comparison.output_column_name.clone();
            steps.push(Step { comparison, level, values, weight, rarity });
        }
        let ids = (self.records.id(left), self.records.id(right));
        Ok(Waterfall { ids, prior: self.program.prior, steps })
    }
}

impl Waterfall {
    /// Returns the match weight, in bits.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.steps.iter().fold(self.prior, |sum, step| sum + step.weight + step.rarity)
    }

    /// Returns what each line of a waterfall says, what it adds, and the sum after it.
    fn lines(&self) -> Vec<(String, f64, f64)> {
        let mut sum = self.prior;
        let mut lines = vec![("before anything is compared".to_owned(), self.prior, sum)];
        for step in &self.steps {
            sum += step.weight;
            lines.push((format!("{}: {}", step.comparison, step.level), step.weight, sum));
            if step.rarity != 0.0 {
                sum += step.rarity;
                let how = if step.rarity > 0.0 { "rare" } else { "common" };
                lines.push((format!("{}: the value is {how}", step.comparison), step.rarity, sum));
            }
        }
        lines
    }

    /// Returns the waterfall as lines of text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines = self.lines();
        let most = lines.iter().map(|(_, adds, _)| adds.abs()).fold(1.0, f64::max);
        let mut text = format!("{} and {}\n\n", self.ids.0, self.ids.1);
        for (says, adds, sum) in &lines {
            let bar = (adds.abs() / most * WIDEST).round() as usize;
            let bar = if *adds < 0.0 { "-".repeat(bar) } else { "+".repeat(bar) };
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{adds:+8.2} = {sum:+8.2}  {says}  {bar}");
        }
        text.push('\n');
        for step in &self.steps {
            for (column, left, right) in &step.values {
                let shown =
                    |value: &Option<String>| value.clone().unwrap_or_else(|| "not known".into());
                let _ = writeln!(text, "  {column}: {} | {}", shown(left), shown(right));
            }
        }
        let weight = self.weight();
        let _ = writeln!(
            text,
            "\nmatch weight {weight:.2} bits, probability {:.6} that they are one person",
            probability(weight)
        );
        text
    }

    /// Returns the waterfall as an SVG picture, which holds no values of the records.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let lines = self.lines();
        let ends = lines.iter().flat_map(|(_, adds, sum)| [*sum, sum - adds, 0.0]);
        let (least, most) =
            ends.fold((0.0_f64, 0.0_f64), |(least, most), end| (least.min(end), most.max(end)));
        let scale = (BARS.1 - BARS.0) / (most - least).max(1.0);
        let x = |bits: f64| BARS.0 + (bits - least) * scale;
        let height = (lines.len() + 2) * LINE;
        let title = format!(
            "Match weight of {} and {}: {:.2} bits",
            escaped(&self.ids.0),
            escaped(&self.ids.1),
            self.weight()
        );
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 880 {height}\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"14\"><title>{title}</title>\n\
             <text x=\"10\" y=\"22\" font-weight=\"bold\">{title}</text>\n\
             <line x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{LINE}\" y2=\"{height}\" stroke=\"#505a5f\"/>\n",
            x(0.0)
        );
        for (at, (says, adds, sum)) in lines.iter().enumerate() {
            let top = (at + 1) * LINE;
            let before = if at == 0 { 0.0 } else { sum - adds };
            let (from, to) = (x(before.min(*sum)), x(before.max(*sum)));
            // The sign says what the colour says.
            let colour = if *adds < 0.0 { "#d4351c" } else { "#00703c" };
            let _ = writeln!(
                svg,
                "<text x=\"10\" y=\"{}\">{}</text><rect x=\"{from:.1}\" y=\"{}\" width=\"{:.1}\" \
                 height=\"20\" fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{}\">{adds:+.2}</text>",
                top + 20,
                escaped(&shortened(says)),
                top + 5,
                (to - from).max(1.0),
                to + 6.0,
                top + 20,
            );
        }
        svg + "</svg>\n"
    }
}

/// Returns as much of a text as has room beside the bars.
fn shortened(text: &str) -> String {
    const ROOM: usize = 42;
    if text.chars().count() <= ROOM {
        return text.to_owned();
    }
    text.chars().take(ROOM - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
