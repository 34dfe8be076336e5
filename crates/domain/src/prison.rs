//! The prisons of England and Wales. Prisons open, close and change hands, so the list is data: the
//! built-in one can be replaced at run time from a file of the same columns.

use std::collections::BTreeMap;

use crate::reference_file::{Row, read_rows};
use crate::{Invalid, Region};

/// The list that is built in: see the remarks at its top for its source and date.
const BUILT_IN: &str = include_str!("../data/prisons.csv");

const COLUMNS: &[&str] = &["code", "name", "kind", "sex", "category", "operator", "region", "open"];

crate::coded_enum! {
    /// What an establishment is.
    pub enum PrisonKind("prison-kind") {
        /// Prison for adults.
        Prison = "hmp",
        /// Prison and young offender institution on one site.
        PrisonAndYoungOffenderInstitution = "hmp-yoi",
        /// Young offender institution.
        YoungOffenderInstitution = "yoi",
        /// Secure training centre, for children.
        SecureTrainingCentre = "stc",
    }
}

crate::coded_enum! {
    /// Whom an establishment holds.
    pub enum PrisonSex("prison-sex") {
        /// Men or boys.
        Male = "male",
        /// Women or girls.
        Female = "female",
        /// Both.
        Both = "both",
    }
}

/// A prison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prison {
    /// Code of the prison in the prison register, for example `MDI`.
    pub code: String,
    /// Name without its kind, for example `Moorland`. A name: the same in both languages.
    pub name: String,
    /// What it is.
    pub kind: PrisonKind,
    /// Whom it holds.
    pub sex: PrisonSex,
    /// Security categories held, for example `BC`; empty where the register does not say.
    pub category: String,
    /// Company that runs it, or `None` for the public sector.
    pub operator: Option<String>,
    /// Probation region that it stands in, or `None` where that is not known for certain.
    pub region: Option<Region>,
    /// Whether it is open; closed ones are kept for people's history.
    pub open: bool,
}

/// A list of prisons by code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prisons {
    by_code: BTreeMap<String, Prison>,
}

impl Prisons {
    /// Returns the list that is built in.
    #[must_use]
    pub fn built_in() -> Self {
        Self::from_csv(BUILT_IN).expect("the built-in list of prisons is read in a test")
    }

    /// Reads a list from CSV with the columns of the built-in file: `code`, `name`, `kind` (`hmp`,
    /// `hmp-yoi`, `yoi`, `stc`), `sex` (`male`, `female`, `both`), `category`, `operator`, `region` (a
    /// code of [`Region`] or nothing), `open` (`yes`, `no`).
    ///
    /// # Errors
    /// `invalid-reference-columns`, `-row` and `-cell`, naming line and column; a code that comes twice
    /// is a bad cell.
    pub fn from_csv(text: &str) -> Result<Self, Invalid> {
        let mut by_code = BTreeMap::new();
        for row in read_rows(text, COLUMNS)? {
            let prison = read_prison(&row)?;
            if by_code.insert(prison.code.clone(), prison).is_some() {
                return Err(row.refuse("code"));
            }
        }
        Ok(Self { by_code })
    }

    /// Returns the prison with a code, open or closed.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Prison> {
        self.by_code.get(code)
    }

    /// Returns every prison, open and closed, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Prison> {
        self.by_code.values()
    }

    /// Returns the prisons that are open, by name: what a page offers for a new stay.
    #[must_use]
    pub fn open_by_name(&self) -> Vec<&Prison> {
        let mut open: Vec<_> = self.iter().filter(|prison| prison.open).collect();
        open.sort_by(|a, b| (&a.name, &a.code).cmp(&(&b.name, &b.code)));
        open
    }
}

fn read_prison(row: &Row) -> Result<Prison, Invalid> {
    let filled = |column: &str| match row.text(column) {
        "" => Err(row.refuse(column)),
        text => Ok(text.to_owned()),
    };
    let code = filled("code")?;
    if !code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
        return Err(row.refuse("code"));
    }
    let region = match row.text("region") {
        "" => None,
        code => Some(Region::from_code(code).ok_or_else(|| row.refuse("region"))?),
    };
    Ok(Prison {
        code,
        name: filled("name")?,
        kind: PrisonKind::from_code(row.text("kind")).ok_or_else(|| row.refuse("kind"))?,
        sex: PrisonSex::from_code(row.text("sex")).ok_or_else(|| row.refuse("sex"))?,
        category: row.text("category").to_owned(),
        operator: Some(row.text("operator").to_owned()).filter(|operator| !operator.is_empty()),
        region,
        open: match row.text("open") {
            "yes" => true,
            "no" => false,
            _ => return Err(row.refuse("open")),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;

    const HEADING: &str = "code,name,kind,sex,category,operator,region,open";

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<PrisonKind>("reference");
        crate::coded::check_list::<PrisonSex>("reference");
    }

    #[test]
    fn the_built_in_list_is_the_register() {
        let prisons = Prisons::built_in();
        assert_eq!(prisons.iter().filter(|prison| prison.open).count(), 126);
        let moorland = prisons.get("MDI").unwrap();
        assert_eq!(moorland.name, "Moorland");
        assert_eq!(moorland.kind, PrisonKind::PrisonAndYoungOffenderInstitution);
        assert_eq!(moorland.category, "C");
        assert_eq!(moorland.region, Some(Region::YorkshireAndTheHumber));
        assert_eq!(prisons.get("FBI").unwrap().operator.as_deref(), Some("Sodexo"));
        assert_eq!(prisons.get("BZI").unwrap().sex, PrisonSex::Female);
        assert_eq!(prisons.open_by_name()[0].name, "Altcourse");
    }

    #[test]
    fn closed_prisons_are_kept_for_history() {
        let prisons = Prisons::built_in();
        let holloway = prisons.get("HYI").unwrap();
        assert!(!holloway.open);
        assert!(!prisons.open_by_name().contains(&holloway));
    }

    #[test]
    fn every_region_has_an_open_prison_and_wales_has_its_seven() {
        let prisons = Prisons::built_in();
        let open = |region| prisons.iter().filter(|p| p.open && p.region == Some(region)).count();
        assert!(Region::ALL.iter().all(|&region| open(region) > 0));
        assert_eq!(open(Region::Wales), 7);
    }

    #[test]
    fn a_bad_file_is_refused_by_line() {
        let read = |rows: &str| Prisons::from_csv(&format!("{HEADING}\n{rows}"));
        assert_eq!(read("ZZI,Zed,hmp,male,,,,yes\n").unwrap().get("ZZI").unwrap().region, None);
        for row in [
            ",Zed,hmp,male,,,,yes",
            "ZZI,,hmp,male,,,,yes",
            "zzi,Zed,hmp,male,,,,yes",
            "ZZI,Zed,gaol,male,,,,yes",
            "ZZI,Zed,hmp,men,,,,yes",
            "ZZI,Zed,hmp,male,,,North East,yes",
            "ZZI,Zed,hmp,male,,,,open",
            "ZZI,Zed,hmp,male,,,,yes\nZZI,Zed,hmp,male,,,,yes",
        ] {
            check_refused(read, row, "invalid-reference-cell");
        }
    }
}
