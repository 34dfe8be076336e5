//! What another organisation sees of a record over HTTP, and that it ends with the agreement.

use crate::harness::{World, now, on_both};
use axum::http::StatusCode;
use domain::{FieldGroup, IdentifierKind, PersonId};

/// Values that stand in the record of the world's person, and nowhere else.
const CANARIES: [(&str, &str); 9] = [
    ("prison number", "A9182ZX"),
    ("CRN", "X918273"),
    ("PNC id", "1981/0000034U"),
    ("National Insurance number", "AB918273C"),
    ("NHS number", "9434765919"),
    ("address", "918 Canary Wharf"),
    ("licence condition", "Do not keep canaries"),
    ("risk flag", "Bites canaries"),
    ("telephone", "07700 900918"),
];

/// Writes the canaries into the record, as its lead does.
pub(crate) async fn written(world: &World) {
    let id = world.person;
    let mut tx = world.db.begin().await.unwrap();
    for (kind, number) in [
        (IdentifierKind::PrisonNumber, CANARIES[0].1),
        (IdentifierKind::Crn, CANARIES[1].1),
        (IdentifierKind::PncId, CANARIES[2].1),
        (IdentifierKind::NiNumber, CANARIES[3].1),
        (IdentifierKind::NhsNumber, CANARIES[4].1),
    ] {
        assert!(store::person::add_identifier(&mut tx, id, kind, number, now()).await.unwrap());
    }
    tx.commit().await.unwrap();
    let day = |name: &str| {
        [("day", "1"), ("month", "11"), ("year", "2026")]
            .map(|(part, value)| (format!("{name}-from-{part}"), value))
    };
    for (what, kind, part, words) in [
        ("address", "main", "words", CANARIES[5].1),
        ("condition", "bespoke", "words", CANARIES[6].1),
        ("flag", "gangs", "note", CANARIES[7].1),
        ("contact", "phone", "value", CANARIES[8].1),
    ] {
        let dates = day(what);
        let (kind_name, words_name) = (format!("{what}-kind"), format!("{what}-{part}"));
        let mut fields = vec![(kind_name.as_str(), kind), (words_name.as_str(), words)];
        fields.extend(dates.iter().map(|(name, value)| (name.as_str(), *value)));
        let path = format!("/people/{id}/details/{what}");
        let answer = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}: {}", answer.text);
    }
}

/// Returns which of the canaries a text has.
pub(crate) fn sung(text: &str) -> Vec<&'static str> {
    let seen = CANARIES.iter().filter(|(_, value)| text.contains(value));
    seen.map(|(name, _)| *name).collect()
}

async fn end_agreement(world: &World) {
    let mut tx = world.db.begin().await.unwrap();
    assert!(store::agreement::end(&mut tx, world.agreement, World::today()).await.unwrap());
    tx.commit().await.unwrap();
}

#[test]
fn a_charity_sees_what_it_needs_and_reads_why_not_more() {
    on_both(async |world| {
        written(&world).await;
        crate::referral::sent(&world).await;
        let path = format!("/people/{}", world.person);
        let page = world.get(world.service_worker, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert_eq!(sung(&page.text), ["telephone"]);
        for part in [
            "In full",
            "Summary",
            "Not shared with you",
            "Speak to who leads the case before you meet this person.",
            "An address is recorded.",
            "Not shared with you, because nobody in your role needs it",
        ] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        for group in FieldGroup::ALL {
            let link = format!("{path}/why/{}\"", group.code());
            assert!(page.text.contains(&link), "{group}");
        }
        // The journal says what was shown, and under which agreement.
        let mut conn = world.db.read().await.unwrap();
        let read = store::journal::last(&mut conn, world.person, "person_read").await.unwrap();
        let Some(domain::Event::PersonRead { groups, agreements, .. }) = read else {
            panic!("not journalled: {read:?}")
        };
        assert!(groups.contains(&FieldGroup::Needs) && !groups.contains(&FieldGroup::Convictions));
        assert_eq!(agreements, [world.agreement]);
        let welsh = world.get(world.service_worker, &format!("{path}?lang=cy")).await;
        assert!(welsh.text.contains("Beth rydych yn ei weld o’r cofnod"), "{}", welsh.text);
        assert_eq!(sung(&welsh.text), ["telephone"]);
    });
}

/// Every page that a service worker may open, with every canary that policy withholds: none sings.
#[test]
fn nothing_that_is_withheld_is_on_any_page() {
    on_both(async |world| {
        written(&world).await;
        crate::referral::sent(&world).await;
        let mut read = 0;
        for path in crate::routes::pages(&world) {
            for account in [
                world.service_worker,
                world.stranger_worker,
                world.probation_worker,
                world.prison_officer,
            ] {
                let page = world.get(account, &path).await;
                let mut seen = sung(&page.text);
                if account == world.service_worker {
                    seen.retain(|name| *name != "telephone");
                }
                assert_eq!(seen, [] as [&str; 0], "{path}");
                read += i32::from(page.status == StatusCode::OK);
            }
        }
        assert!(read > 20, "few pages were read: {read}");
    });
}

#[test]
fn why_names_the_policy_the_agreement_and_the_facts() {
    on_both(async |world| {
        crate::referral::sent(&world).await;
        let why = async |group: &str| {
            let path = format!("/people/{}/why/{group}", world.person);
            world.get(world.service_worker, &path).await.text
        };
        let needs = why("needs").await;
        for part in [
            "Whoever works with a person sees what they need",
            "Crime and Disorder Act 1998 section 115",
            "Serves the person",
            "Giving a service",
            "HMP Cardiff",
            "in force until",
        ] {
            assert!(needs.contains(part), "{part}: {needs}");
        }
        assert!(why("police_numbers").await.contains("nobody in your role needs it"));
        let path = format!("/people/{}/why/everything", world.person);
        assert_eq!(world.get(world.service_worker, &path).await.status, StatusCode::NOT_FOUND);
        end_agreement(&world).await;
        let path = format!("/people/{}/why/needs", world.person);
        let refused = world.get(world.service_worker, &path).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text.contains("No sharing agreement is in force"), "{}", refused.text);
    });
}

#[test]
fn an_agreement_that_is_ended_bites_on_the_next_request_and_drops_nobody() {
    on_both(async |world| {
        let referral = crate::referral::sent(&world).await;
        let name = "O’Neill";
        let (person, inbox) = (format!("/people/{}", world.person), "/referrals");
        let before = world.get(world.service_worker, &person).await;
        assert_eq!(before.status, StatusCode::OK);
        assert!(world.get(world.service_worker, inbox).await.text.contains(name));
        assert!(world.get(world.service_worker, "/my-people").await.text.contains(name));
        let refused = world.journalled("refused").await;

        end_agreement(&world).await;
        for path in [person.clone(), format!("/referrals/{referral}"), format!("{person}/plan")] {
            let page = world.get(world.service_worker, &path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert!(!page.text.contains(name) && page.text.contains("data protection officer"));
        }
        for path in [inbox, "/my-people", "/people?q=O"] {
            let page = world.get(world.service_worker, path).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.text.contains(name), "{path}: {}", page.text);
        }
        // A refusal is in line before the next read, which waits for the disk.
        assert_eq!(world.journalled("refused").await, refused + 3);
        // The work is still theirs, with its day.
        let page = world.get(world.service_worker, inbox).await;
        assert!(page.text.contains("Name not shared"), "{}", page.text);
        assert!(page.text.contains(&format!("/referrals/{referral}")));
        // Who leads the case needs no agreement.
        assert_eq!(world.get(world.prison_worker, &person).await.status, StatusCode::OK);
    });
}

#[test]
fn a_person_is_found_by_what_the_reader_may_read_and_by_nothing_else() {
    on_both(async |world| {
        written(&world).await;
        let found = async |account, asked: &str| {
            let path = format!("/people?q={}", asked.replace('/', "%2F"));
            world.get(account, &path).await.text.contains("O’Neill, Siân")
        };
        assert!(!found(world.service_worker, "O").await, "nothing is done for them yet");
        crate::referral::sent(&world).await;
        assert!(found(world.service_worker, "O").await);
        for (name, number) in &CANARIES[..5] {
            assert!(!found(world.service_worker, number).await, "{name}");
            let lead = found(world.prison_worker, number).await;
            let withheld = matches!(*name, "National Insurance number" | "NHS number");
            assert_eq!(lead, !withheld, "{name}");
        }
        let row = world.get(world.service_worker, "/people?q=O").await.text;
        assert_eq!(sung(&row), [] as [&str; 0]);
    });
}

#[test]
fn a_person_is_not_offered_to_whom_no_agreement_lets_know() {
    on_both(async |world| {
        let draft = crate::referral::in_state(&world, domain::ReferralState::Draft).await;
        end_agreement(&world).await;
        let path = format!("/referrals/{draft}/send");
        let answer = world.post(world.prison_worker, &path, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert!(answer.text.contains("No sharing agreement in force lets Harbour Steps know"));
        let probation = world.probation.to_string();
        let fields = [
            ("kind", "release"),
            ("taker", probation.as_str()),
            ("summary", "A home"),
            ("effective-day", "1"),
            ("effective-month", "12"),
            ("effective-year", "2026"),
        ];
        let path = format!("/people/{}/handover", world.person);
        let answer = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert!(answer.text.contains("lets Wales Probation know"), "{}", answer.text);
    });
}

#[test]
fn the_lead_sees_who_sees_what_of_a_record_and_everybody_the_rules() {
    on_both(async |world| {
        crate::referral::sent(&world).await;
        let path = format!("/people/{}/who-sees-what", world.person);
        let page = world.get(world.prison_worker, &path).await;
        for part in ["HMP Cardiff", "Harbour Steps", "Serves the person", "The person"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        assert_eq!(world.get(world.service_worker, &path).await.status, StatusCode::FORBIDDEN);
        let other = format!("/people/{}/who-sees-what", PersonId(uuid::Uuid::nil()));
        assert_eq!(world.get(world.prison_worker, &other).await.status, StatusCode::NOT_FOUND);
        for account in [world.service_worker, world.board_member, world.prison_officer] {
            let page = world.get(account, "/who-sees-what").await;
            assert!(page.text.contains("With the person’s consent only"), "{}", page.text);
        }
    });
}
