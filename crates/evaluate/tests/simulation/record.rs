//! What was known of a person before, drawn so that it hangs together as it does in records of
//! offending, and what it does to taking part and to reoffending. All 0/1 values are 0.0 or 1.0.

use crate::chance::Chance;

/// Names of the covariates, in the order of [`Record::columns`].
pub(crate) const COVARIATES: [&str; 26] = [
    "male",
    "age",
    "black",
    "asian",
    "other",
    "non_uk",
    "age_first",
    "prior_offences",
    "prior_custody",
    "prior_court_orders",
    "prior_theft",
    "prior_violence",
    "prior_drugs",
    "prior_breach",
    "copas",
    "off_violence",
    "off_theft",
    "off_drugs",
    "off_burglary",
    "off_sexual",
    "sent_lt6",
    "sent_6_12",
    "sent_12_48",
    "employed_before",
    "benefit_before",
    "drug_need",
];

/// What was known before.
pub(crate) struct Record {
    male: f64,
    /// Years.
    pub(crate) age: f64,
    /// Black, Asian, other; none of them is white.
    ethnicity: [f64; 3],
    non_uk: f64,
    age_first: f64,
    priors: f64,
    /// Of these: custody, court orders, theft, violence, drugs, breach.
    kinds: [f64; 6],
    /// Rate of offending: log of (priors + 1) over (years since the first + 10), as Copas has it.
    copas: f64,
    /// Violence, theft, drugs, burglary, sexual; none of them is another offence.
    offence: [f64; 5],
    /// Under 6 months, 6 to 12 months, 1 to 4 years; none of them is longer.
    sentence: [f64; 3],
    employed: f64,
    benefit: f64,
    pub(crate) need: f64,
}

impl Record {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let male = one(chance.yes(0.93));
        let age = (18.0 + chance.gamma(3.0, 5.2)).min(80.0);
        let ethnicity = which(chance.uniform(), &[0.12, 0.20, 0.25]);
        let non_uk = one(chance.yes(0.09 + 0.15 * ethnicity[1] + 0.05 * ethnicity[2]));
        let age_first = (11.0 + chance.gamma(2.2, 3.0)).min(age - 0.1).max(10.0);
        let career = age - age_first;
        // A Poisson with a gamma mean is a negative binomial.
        let rate = chance.gamma(1.3, (1.1 * career).clamp(0.2, 40.0) / 1.3);
        let priors = chance.poisson(rate);
        // Of more than 60 earlier offences no more go to custody or a court order.
        let (some, all) = (priors.min(60), priors);
        let kinds =
            [(some, 0.17), (some, 0.22), (all, 0.34), (all, 0.16), (all, 0.10), (all, 0.13)]
                .map(|(trials, share)| f64::from(chance.binomial(trials, share)));
        let copas = ((f64::from(priors) + 1.0) / (career + 10.0)).ln();
        let offence = chance.uniform() + 0.04 * copas.tanh();
        let offence = which(offence, &[0.24, 0.46, 0.62, 0.72, 0.77]);
        let sentence = chance.uniform() + 0.15 * offence[2] + 0.2 * offence[4] - 0.15 * offence[1];
        let sentence = which(sentence, &[0.40, 0.55, 0.88]);
        let employed = one(chance.yes(logistic(-0.9 - 0.5 * copas + 0.01 * (age - 30.0))));
        let benefit = one(chance.yes(logistic(0.6 + 0.3 * copas - 0.9 * employed)));
        let need = one(chance.yes(logistic(-1.1 + 0.5 * copas + 0.06 * kinds[4])));
        let priors = f64::from(priors);
        Self {
            male,
            age,
            ethnicity,
            non_uk,
            age_first,
            priors,
            kinds,
            copas,
            offence,
            sentence,
            employed,
            benefit,
            need,
        }
    }

    /// What makes people take part, in straight lines.
    pub(crate) fn score(&self) -> f64 {
        let [lt6, _, to48] = self.sentence;
        let terms = [
            0.45 * self.male - 0.018 * (self.age - 33.0) - 0.35 * self.non_uk,
            -0.40 * self.copas.tanh() + 0.55 * self.employed - 0.25 * self.benefit,
            0.35 * to48 - 0.45 * lt6 + 0.25 * self.offence[2] - 0.5 * self.offence[4],
            -0.12 * (self.kinds[0] + 1.0).ln() - 0.2 * self.need + 0.15 * self.ethnicity[0],
        ];
        terms.iter().sum()
    }

    /// Curves and products of it, which a score of straight lines cannot follow.
    pub(crate) fn bend(&self) -> f64 {
        let age = (self.age - 33.0) / 9.0;
        0.5 * (age * age - 1.0) + 0.8 * (self.employed - 0.3) * self.copas
    }

    /// Log of the rate at which people reoffend in a year without the programme.
    pub(crate) fn log_rate(&self) -> f64 {
        let [lt6, to12, _] = self.sentence;
        let [_, theft, drugs, burglary, sexual] = self.offence;
        let [custody, _, thefts, _, _, breach] = self.kinds;
        let terms = [
            -0.35 + 0.10 * self.male - 0.028 * (self.age - 33.0) + 0.62 * self.copas,
            0.28 * (self.priors + 1.0).ln() + 0.12 * (custody + 1.0).ln(),
            0.05 * (thefts + 1.0).ln() + 0.03 * breach.min(8.0),
            0.30 * theft + 0.15 * burglary - 0.35 * sexual - 0.20 * drugs,
            0.35 * lt6 + 0.15 * to12 - 0.35 * self.employed + 0.20 * self.benefit,
            0.30 * self.need - 0.15 * self.non_uk,
        ];
        terms.iter().sum()
    }

    /// The values in the order of [`COVARIATES`].
    pub(crate) fn columns(&self) -> [f64; 26] {
        let [black, asian, other] = self.ethnicity;
        let [custody, orders, theft, violence, drugs, breach] = self.kinds;
        let [off_violence, off_theft, off_drugs, off_burglary, off_sexual] = self.offence;
        let [lt6, to12, to48] = self.sentence;
        [
            self.male,
            self.age,
            black,
            asian,
            other,
            self.non_uk,
            self.age_first,
            self.priors,
            custody,
            orders,
            theft,
            violence,
            drugs,
            breach,
            self.copas,
            off_violence,
            off_theft,
            off_drugs,
            off_burglary,
            off_sexual,
            lt6,
            to12,
            to48,
            self.employed,
            self.benefit,
            self.need,
        ]
    }
}

fn one(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Returns which of the stretches that end at these limits a value is in, as 0/1 columns. Below the
/// first limit is the first; at or above the last is none.
fn which<const N: usize>(value: f64, limits: &[f64; N]) -> [f64; N] {
    let first = limits.iter().position(|limit| value < *limit);
    std::array::from_fn(|at| one(first == Some(at)))
}
