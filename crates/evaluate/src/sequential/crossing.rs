//! The chance that a statistic watched at a few looks crosses a limit for the first time at each:
//! Armitage, McPherson and Rowe (1969), Journal of the Royal Statistical Society A 132:235.
//!
//! The statistic times the root of the information is a Brownian path. Its density among paths
//! that have stayed inside all limits so far is carried from look to look by quadrature.

use crate::distribution::{normal_cdf, normal_density};

/// Nodes and weights of eight-point Gauss–Legendre quadrature on -1 to 1 (Abramowitz and Stegun
/// 1964, table 25.4): the positive half.
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_2, 0.101_228_536_290_376_26),
];
/// Width of a panel in standard deviations of the step to the next look. Eight points over a
/// normal density then err by less than 1e-14.
const PANEL: f64 = 1.5;
/// Most panels in a look: with the least step between looks they are wider, and err by 1e-9.
const MOST_PANELS: usize = 300;

/// Paths that have stayed inside the limits so far.
#[derive(Clone, Debug)]
pub(super) struct Path {
    information: f64,
    /// Places, and the chance that each stands for.
    places: Vec<(f64, f64)>,
}

impl Path {
    /// Returns paths that begin at 0.
    pub(super) fn new() -> Self {
        Self { information: 0.0, places: vec![(0.0, 1.0)] }
    }

    /// Returns the chance of being inside so far and of crossing ±`limit` at `information`.
    pub(super) fn chance_of_crossing(&self, information: f64, limit: f64) -> f64 {
        let (edge, spread) = (limit * information.sqrt(), (information - self.information).sqrt());
        let beyond =
            |place: f64| normal_cdf((-edge - place) / spread) + normal_cdf((place - edge) / spread);
        self.places.iter().map(|(place, chance)| chance * beyond(*place)).sum()
    }

    /// Moves on to a look at which the path stayed inside ±`limit`.
    /// `next_step` is the information from there to the next look, to which panels are fitted too.
    pub(super) fn stay_inside(&mut self, information: f64, limit: f64, next_step: f64) {
        let step = information - self.information;
        let (edge, spread) = (limit * information.sqrt(), step.sqrt());
        let narrowest = PANEL * spread.min(next_step.sqrt());
        let panels = ((2.0 * edge / narrowest).ceil() as usize).clamp(2, MOST_PANELS);
        let half = edge / panels as f64;
        let mut next = Vec::with_capacity(panels * 8);
        for panel in 0..panels {
            let centre = -edge + half * (2 * panel + 1) as f64;
            for (node, weight) in NODES.iter().flat_map(|(x, w)| [(-x, *w), (*x, *w)]) {
                let place = centre + half * node;
                let density: f64 = self
                    .places
                    .iter()
                    .map(|(from, chance)| chance * normal_density((place - from) / spread))
                    .sum();
                next.push((place, density / spread * weight * half));
            }
        }
        self.information = information;
        self.places = next;
    }
}
