//! Names of invented people: a given and a family name of one heritage, drawn apart.

use crate::stream::Stream;
use crate::world::World;
use domain::Sex;

/// Draws a given and a family name of a heritage.
pub(crate) fn person_name(
    world: &World,
    stream: &mut Stream,
    heritage: &str,
    sex: Sex,
) -> (String, String) {
    let part = if sex == Sex::Female { "given-female" } else { "given-male" };
    let mut given = stream.pick(world.lists.names(heritage, part)).clone();
    if stream.chance(0.06) {
        let middle = stream.pick(world.lists.names(heritage, part));
        if *middle != given {
            given = format!("{given} {middle}");
        }
    }
    (given, family_name(world, stream, heritage))
}

/// Draws a family name of a heritage.
pub(crate) fn family_name(world: &World, stream: &mut Stream, heritage: &str) -> String {
    stream.pick(world.lists.names(heritage, "family")).clone()
}

/// Draws the name of a worker: the ethnic groups are as many as among people, which is near enough
/// for names on a screen.
pub(crate) fn worker_name(world: &World, stream: &mut Stream, in_wales: bool) -> String {
    let group = stream.weighted(world.lists.ethnicities.iter().map(|row| row.share));
    let heritages = world.lists.ethnicities[group].heritages(in_wales);
    let heritage = stream.pick(&heritages);
    let sex = if stream.chance(0.6) { Sex::Female } else { Sex::Male };
    let (given, family) = person_name(world, stream, heritage, sex);
    format!("{given} {family}")
}
