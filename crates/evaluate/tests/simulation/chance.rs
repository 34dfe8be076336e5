//! Random draws from a seed. Each cohort has a stream of its own of a counter-based generator, so
//! that cohorts are independent however many there are and in whatever order they are made.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of draws.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// Between 0 and 1, neither of them: 53 bits and a half.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(crate) fn yes(&mut self, chance: f64) -> bool {
        self.uniform() < chance
    }

    pub(crate) fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Box and Muller (1958).
    pub(crate) fn normal(&mut self) -> f64 {
        (2.0 * self.exponential()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    pub(crate) fn gumbel(&mut self) -> f64 {
        -self.exponential().ln()
    }

    /// Marsaglia and Tsang (2000), ACM Transactions on Mathematical Software 26:363; for a shape of
    /// 1 or more.
    pub(crate) fn gamma(&mut self, shape: f64, scale: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v * scale;
            }
        }
    }

    /// Arrivals in a time of `mean`: exact, and quick enough for the means used here.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let (mut time, mut count) = (self.exponential(), 0);
        while time < mean {
            time += self.exponential();
            count += 1;
        }
        count
    }

    pub(crate) fn binomial(&mut self, trials: u32, chance: f64) -> u32 {
        (0..trials).filter(|_| self.yes(chance)).count() as u32
    }
}
