//! How much of each group of fields somebody sees, and why.

use crate::rules::{self, Asked, Rule};
use crate::{Actor, Relation, Standing};
use domain::{FieldGroup, FieldGroups, OrganisationKind, Role, coded_enum};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

coded_enum! {
    /// How much of a group is shown.
    pub enum Shown("shown") {
        /// All of it.
        Full = "full",
        /// What the reader needs to know of it.
        Summary = "summary",
        /// Nothing.
        Withheld = "withheld",
    }
}

coded_enum! {
    /// Why a group is withheld, the nearest reason first: what would change the answer.
    pub enum Withheld("withheld") {
        /// The reader does nothing for this person at the moment.
        NoRelation = "no_relation",
        /// No sharing agreement in force covers it.
        NoAgreement = "no_agreement",
        /// It takes the person's consent, and there is none.
        NoConsent = "no_consent",
        /// Nobody in this role for this kind of organisation needs it.
        NotForRole = "not_for_role",
    }
}

/// How much of one group somebody sees, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The group.
    pub group: FieldGroup,
    /// How much of it is shown.
    pub shown: Shown,
    /// The policies that allow it.
    pub grounds: Vec<Rule>,
    /// Why it is withheld, if it is.
    pub withheld: Option<Withheld>,
}

/// Returns how much of a group an actor sees who stands so to the record.
#[must_use]
pub fn disclosure(actor: &Actor, standing: Standing, group: FieldGroup) -> Disclosure {
    match read(actor, standing, group) {
        Some((shown, grounds)) => Disclosure { group, shown, grounds, withheld: None },
        None => Disclosure {
            group,
            shown: Shown::Withheld,
            grounds: Vec::new(),
            withheld: Some(why(actor, standing, group)),
        },
    }
}

/// What the answer depends on, beside the policies, which stay as they are while the program runs.
type Question = (Role, OrganisationKind, bool, Standing);

/// Answers that were given. A page asks for sixteen groups, and a working day has few questions.
static ANSWERS: LazyLock<Mutex<HashMap<Question, Arc<[Disclosure]>>>> =
    LazyLock::new(Mutex::default);

/// Answers kept at most: then they are asked for anew.
const ANSWERS_KEPT: usize = 1_024;

/// Returns how much of every group an actor sees, in the order of the list.
#[must_use]
pub fn disclosures(actor: &Actor, standing: Standing) -> Arc<[Disclosure]> {
    let question = (actor.role, actor.organisation_kind, actor.person.is_some(), standing);
    let kept = || ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = kept().get(&question) {
        return Arc::clone(answer);
    }
    let answer: Arc<[Disclosure]> =
        FieldGroup::ALL.iter().map(|group| disclosure(actor, standing, *group)).collect();
    let mut answers = kept();
    if answers.len() >= ANSWERS_KEPT {
        answers.clear();
    }
    answers.insert(question, Arc::clone(&answer));
    answer
}

fn read(actor: &Actor, standing: Standing, group: FieldGroup) -> Option<(Shown, Vec<Rule>)> {
    let full = rules::decide(actor, Asked::ReadFull(group), standing);
    full.map(|grounds| (Shown::Full, grounds)).or_else(|| {
        let summary = rules::decide(actor, Asked::ReadSummary(group), standing);
        summary.map(|grounds| (Shown::Summary, grounds))
    })
}

/// Asks policy again with what may lack, one thing after the other.
fn why(actor: &Actor, standing: Standing, group: FieldGroup) -> Withheld {
    let reads = |standing| read(actor, standing, group).is_some();
    let agreed = Standing { agreed: FieldGroups::ALL, ..standing };
    let consented = Standing { consented: FieldGroups::ALL, ..agreed };
    let unrelated = matches!(
        standing.relation,
        Relation::None | Relation::Giver | Relation::Breaker | Relation::Deliverer
    );
    // Any relation opens the same groups to whoever does not lead the case.
    let serving = Standing { relation: Relation::Provider, ..consented };
    match () {
        () if reads(agreed) => Withheld::NoAgreement,
        () if reads(consented) => Withheld::NoConsent,
        () if unrelated && reads(serving) => Withheld::NoRelation,
        () => Withheld::NotForRole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::actor;
    use std::fmt::Write;

    const EVERYTHING: FieldGroups = FieldGroups::ALL;

    fn shown(role: Role, kind: OrganisationKind, standing: Standing) -> Vec<Shown> {
        let disclosures = disclosures(&actor(role, kind), standing);
        disclosures.iter().map(|disclosure| disclosure.shown).collect()
    }

    /// The matrix of `domain.md` §8.3 as the policies have it: a change is read before it lands.
    #[test]
    fn who_sees_what() {
        let mut text = String::new();
        let columns = [
            ("lead: prison", Role::ResettlementWorker, OrganisationKind::Prison, Relation::Lead),
            ("lead: charity", Role::ResettlementWorker, OrganisationKind::Provider, Relation::Lead),
            ("probation", Role::ResettlementWorker, OrganisationKind::Probation, Relation::Taker),
            ("jobcentre", Role::ServiceWorker, OrganisationKind::Jobcentre, Relation::Provider),
            ("health", Role::ServiceWorker, OrganisationKind::Health, Relation::Provider),
            ("council", Role::ServiceWorker, OrganisationKind::Council, Relation::Provider),
            ("housing", Role::ServiceWorker, OrganisationKind::Housing, Relation::StepOwner),
            ("charity", Role::ServiceWorker, OrganisationKind::Provider, Relation::Provider),
            ("employer", Role::ServiceWorker, OrganisationKind::Employer, Relation::Provider),
            ("person", Role::Person, OrganisationKind::Prison, Relation::Own),
        ];
        for group in FieldGroup::ALL {
            let _ = write!(text, "{:<20}", group.code());
            for (name, role, kind, relation) in columns {
                let standing = Standing { agreed: EVERYTHING, ..relation.into() };
                let shown = disclosure(&actor(role, kind), standing, *group).shown;
                let _ = write!(text, "{name} {}, ", shown.code());
            }
            text.push('\n');
        }
        insta::assert_snapshot!(text);
    }

    #[test]
    fn nothing_is_read_without_a_relation_and_an_agreement() {
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                for relation in Relation::ALL {
                    let none = matches!(
                        relation,
                        Relation::None | Relation::Giver | Relation::Breaker | Relation::Deliverer
                    );
                    let agreed = if none { EVERYTHING } else { FieldGroups::NONE };
                    let standing = Standing { agreed, consented: EVERYTHING, ..(*relation).into() };
                    if !matches!(relation, Relation::Lead | Relation::Own) {
                        let shown = shown(*role, *kind, standing);
                        let all = shown.iter().all(|shown| *shown == Shown::Withheld);
                        assert!(all, "{role} {kind} {relation}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_agreement_shares_its_own_groups_and_no_other() {
        let reader = actor(Role::ServiceWorker, OrganisationKind::Housing);
        for group in FieldGroup::ALL {
            let agreed = [*group].into_iter().collect();
            let standing = Standing { agreed, ..Relation::Provider.into() };
            for disclosure in disclosures(&reader, standing).iter() {
                let other = disclosure.group != *group;
                assert!(!other || disclosure.shown == Shown::Withheld, "{group}");
            }
        }
    }

    #[test]
    fn an_employer_reads_with_consent_who_somebody_is_and_never_an_offence() {
        let employer = actor(Role::ServiceWorker, OrganisationKind::Employer);
        for consented in [FieldGroups::NONE, FieldGroups::ALL] {
            let standing = Standing { agreed: EVERYTHING, consented, ..Relation::Provider.into() };
            for disclosure in disclosures(&employer, standing).iter() {
                let asked = matches!(
                    disclosure.group,
                    FieldGroup::Identity | FieldGroup::NiNumber | FieldGroup::Employment
                );
                let read = asked && consented == FieldGroups::ALL;
                assert_eq!(disclosure.shown != Shown::Withheld, read, "{}", disclosure.group);
                let lacks = disclosure.withheld == Some(Withheld::NoConsent);
                assert_eq!(lacks, asked && !read, "{}", disclosure.group);
            }
        }
    }

    #[test]
    fn what_is_withheld_says_what_would_change_it() {
        let council = actor(Role::ServiceWorker, OrganisationKind::Council);
        let why = |relation, agreed, group| {
            let standing = Standing { agreed, ..Standing::from(relation) };
            disclosure(&council, standing, group).withheld
        };
        let (all, none) = (EVERYTHING, FieldGroups::NONE);
        assert_eq!(why(Relation::Provider, all, FieldGroup::Money), None);
        let lacks = why(Relation::Provider, none, FieldGroup::Money);
        assert_eq!(lacks, Some(Withheld::NoAgreement));
        let lacks = why(Relation::Provider, all, FieldGroup::Accommodation);
        assert_eq!(lacks, Some(Withheld::NoConsent));
        let lacks = why(Relation::None, all, FieldGroup::Money);
        assert_eq!(lacks, Some(Withheld::NoRelation));
        let lacks = why(Relation::Provider, all, FieldGroup::PoliceNumbers);
        assert_eq!(lacks, Some(Withheld::NotForRole));
    }

    /// Whoever only decides, learns or administrates reads nothing of anybody.
    #[test]
    fn figures_roles_read_no_group() {
        let roles =
            [Role::Evaluator, Role::BoardMember, Role::Administrator, Role::DataProtectionOfficer];
        for role in roles {
            for kind in OrganisationKind::ALL {
                for relation in Relation::ALL {
                    let standing = Standing {
                        relation: *relation,
                        agreed: EVERYTHING,
                        consented: EVERYTHING,
                        broken: EVERYTHING,
                    };
                    let all = shown(role, *kind, standing);
                    assert!(all.iter().all(|shown| *shown == Shown::Withheld), "{role}");
                }
            }
        }
    }

    /// What an emergency opens, of each role and kind: what was asked for, of a list of policy, to those who
    /// work with people. Nothing else that is agreed, and nothing to anybody else.
    #[test]
    fn an_emergency_opens_what_was_asked_for_of_a_short_list() {
        let openable = |role, kind| -> Vec<FieldGroup> {
            let standing = Standing { broken: EVERYTHING, ..Relation::Breaker.into() };
            let disclosures = disclosures(&actor(role, kind), standing);
            disclosures
                .iter()
                .filter(|one| one.shown != Shown::Withheld)
                .map(|one| one.group)
                .collect()
        };
        use FieldGroup as G;
        let list =
            [G::Identity, G::Health, G::LicenceConditions, G::Risk, G::Accommodation, G::Treatment];
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                let works = matches!(role, Role::ResettlementWorker | Role::ServiceWorker)
                    && !matches!(kind, OrganisationKind::Employer | OrganisationKind::Partnership);
                let expected: &[FieldGroup] = if works { &list } else { &[] };
                assert_eq!(openable(*role, *kind), expected, "{role} {kind}");
                // One kind of each sort is enough for each group alone: 16 times as many decisions.
                let each =
                    [OrganisationKind::Council, OrganisationKind::Partnership].contains(kind);
                for group in FieldGroup::ALL.iter().filter(|_| each) {
                    let standing = Standing {
                        relation: Relation::Breaker,
                        agreed: EVERYTHING,
                        consented: EVERYTHING,
                        broken: [*group].into_iter().collect(),
                    };
                    for disclosure in disclosures(&actor(*role, *kind), standing).iter() {
                        let opened = works && disclosure.group == *group && list.contains(group);
                        let shown = if opened { Shown::Full } else { Shown::Withheld };
                        assert_eq!(disclosure.shown, shown, "{role} {kind} {group}");
                        let by =
                            disclosure.grounds.iter().any(|rule| rule.id == "break-glass-read");
                        assert_eq!(by, opened, "{role} {kind} {group}");
                    }
                }
            }
        }
    }

    /// What was broken counts on its own page alone: whoever stands to the record otherwise, or not at all,
    /// reads no more by it.
    #[test]
    fn what_is_broken_opens_nothing_in_another_relation() {
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                for relation in Relation::ALL.iter().filter(|one| **one != Relation::Breaker) {
                    let without = Standing { agreed: FieldGroups::NONE, ..(*relation).into() };
                    let with = Standing { broken: EVERYTHING, ..without };
                    assert_eq!(
                        shown(*role, *kind, with),
                        shown(*role, *kind, without),
                        "{role} {kind} {relation}"
                    );
                }
            }
        }
    }
}
