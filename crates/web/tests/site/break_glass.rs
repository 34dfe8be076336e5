//! Breaking the glass over HTTP: who may, what is opened and for how long, who is told, and the review.

use crate::harness::{Answer, World, account, on_both, organisation};
use crate::sharing::{sung, written};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{AccountId, OrganisationId, OrganisationKind, Role};

const NEW: &str = "/break-glass/new";
const WORDS: &str = "He said on the phone that he has taken forty tablets.";

async fn add(world: &World, name: &str, of: OrganisationId, role: Role) -> AccountId {
    let mut tx = world.db.begin().await.unwrap();
    let added = account(&mut tx, name, of, role, None).await;
    tx.commit().await.unwrap();
    added
}

async fn officer(world: &World, of: OrganisationId) -> AccountId {
    add(world, "officer.of", of, Role::DataProtectionOfficer).await
}

/// The form, for the world's person, with these groups.
fn form<'a>(who: &'a str, born: [&'a str; 3], groups: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("who", who),
        ("born-day", born[0]),
        ("born-month", born[1]),
        ("born-year", born[2]),
        ("reason", "life_at_risk"),
        ("words", WORDS),
    ];
    fields.extend(groups.iter().map(|group| ("groups", *group)));
    fields
}

const BORN: [&str; 3] = ["17", "5", "1990"];

async fn broken(world: &World, by: AccountId, groups: &[&str]) -> Answer {
    world.post(by, NEW, &form("Siân O'Neill", BORN, groups)).await
}

/// Returns the path of a glass that was broken.
fn path(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location.as_deref().unwrap().split('?').next().unwrap().to_owned()
}

async fn reviewed(world: &World, by: AccountId, path: &str) -> Answer {
    let fields = [("verdict", "justified"), ("review", "An ambulance was sent.")];
    world.post(by, path, &fields).await
}

#[test]
fn an_emergency_opens_what_was_asked_for_and_nothing_else() {
    on_both(async |world| {
        written(&world).await;
        let by = world.stranger_worker;
        let form = world.get(by, NEW).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        for never in ["convictions", "police_numbers", "ni_number", "case_notes", "identity"] {
            assert!(!form.text.contains(&format!("value=\"{never}\"")), "{never}");
        }
        let opened = path(&broken(&world, by, &["health", "accommodation"]).await);
        let page = world.get(by, &opened).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Siân O’Neill") && page.text.contains(WORDS), "{}", page.text);
        assert_eq!(sung(&page.text), ["NHS number", "address", "telephone"]);
        // Nothing else of the site opens by it.
        for path in crate::routes::pages(&world) {
            let page = world.get(by, &path).await;
            assert_eq!(sung(&page.text), [] as [&str; 0], "{path}");
            assert!(!page.text.contains("O’Neill"), "{path}: {}", page.text);
        }
        for path in ["", "/export", "/export/file", "/who-sees-what"] {
            let page = world.get(by, &format!("/people/{}{path}", world.person)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
        for query in ["O%27Neill", "A9182ZX", "9434765919"] {
            let found = world.get(by, &format!("/people?q={query}")).await;
            assert!(!found.text.contains("O’Neill"), "{query}");
        }
        // Nor to anybody else of the same organisation.
        let colleague = add(&world, "colleague", world.stranger, Role::ServiceWorker).await;
        assert_eq!(world.get(colleague, &opened).await.status, StatusCode::NOT_FOUND);
        // The journal says what was shown, and that it was an emergency.
        let mut conn = world.db.read().await.unwrap();
        let event = store::journal::last(&mut conn, world.person, "person_read").await.unwrap();
        let Some(domain::Event::PersonRead { page, groups, .. }) = event else { panic!() };
        assert_eq!(page, "/break-glass/{id}");
        use domain::FieldGroup as G;
        assert_eq!(groups, [G::Identity, G::Health, G::Accommodation]);
    });
}

#[test]
fn it_closes_on_the_minute_and_when_it_is_reviewed() {
    on_both(async |world| {
        written(&world).await;
        let by = world.stranger_worker;
        let opened = path(&broken(&world, by, &["accommodation"]).await);
        world.later(TimeDelta::minutes(60) - TimeDelta::microseconds(1));
        assert_eq!(sung(&world.get(by, &opened).await.text), ["address", "telephone"]);
        world.later(TimeDelta::microseconds(1));
        let page = world.get(by, &opened).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(sung(&page.text), [] as [&str; 0]);
        assert!(page.text.contains("Nothing is open any more"), "{}", page.text);
        assert!(!page.text.contains("O’Neill"), "{}", page.text);
        // A review closes the next one at once.
        let officer = officer(&world, world.stranger).await;
        reviewed(&world, officer, &opened).await;
        let opened = path(&broken(&world, by, &["accommodation"]).await);
        assert_eq!(sung(&world.get(by, &opened).await.text), ["address", "telephone"]);
        assert_eq!(reviewed(&world, officer, &opened).await.status, StatusCode::SEE_OTHER);
        assert_eq!(sung(&world.get(by, &opened).await.text), [] as [&str; 0]);
    });
}

#[test]
fn everybody_who_must_know_is_told_at_once_and_nobody_else() {
    on_both(async |world| {
        written(&world).await;
        let officer = officer(&world, world.stranger).await;
        let opened = path(&broken(&world, world.stranger_worker, &["risk"]).await);
        let link = format!("href=\"{opened}\"");
        let lead = world.get(world.prison_worker, "/my-people").await.text;
        assert!(lead.contains(&link) && lead.contains("Far Shore opened the record of O’Neill"));
        for by in [world.prison_officer, officer] {
            for page in ["/agreements", "/break-glass"] {
                let page = world.get(by, page).await.text;
                assert!(page.contains(&link) && page.contains("Far Shore"), "{page}");
                assert!(!page.contains("O’Neill"), "{page}");
            }
            let page = world.get(by, &opened).await;
            assert_eq!(page.status, StatusCode::OK);
            for part in ["Demo stranger", "Far Shore", "HMP Cardiff", WORDS] {
                assert!(page.text.contains(part), "{part}: {}", page.text);
            }
            assert!(!page.text.contains("O’Neill"), "{}", page.text);
            assert_eq!(sung(&page.text), [] as [&str; 0]);
        }
        let page = world.get(world.prison_worker, &opened).await;
        assert!(page.text.contains("O’Neill") && page.text.contains(WORDS), "{}", page.text);
        for by in [world.probation_officer, world.probation_worker, world.service_worker] {
            assert_eq!(world.get(by, &opened).await.status, StatusCode::NOT_FOUND);
        }
        for by in [world.probation_worker, world.service_worker, world.stranger_worker] {
            assert!(!world.get(by, "/my-people").await.text.contains(&link));
        }
        // The lead's page of the person has the clock and the timeline.
        let person = format!("/people/{}", world.person);
        assert!(world.get(world.prison_worker, &person).await.text.contains(&link));
        let timeline = world.get(world.prison_worker, &format!("{person}/timeline")).await.text;
        assert!(timeline.contains("Far Shore opened this record in an emergency"), "{timeline}");
        // The person sees it, and no worker's name.
        world.get(world.stranger_worker, &opened).await;
        let own = world.get(world.person_account, "/my-record/reads").await.text;
        for part in ["Far Shore", "An emergency", "Opened what is withheld once", "Looked once"] {
            assert!(own.contains(part), "{part}: {own}");
        }
        assert!(!own.contains("Demo stranger"), "{own}");
        let export = world.get(world.person_account, "/my-record/export").await.text;
        assert!(export.contains("When your record was opened in an emergency"), "{export}");
        assert!(export.contains(WORDS) && !export.contains("Demo stranger"), "{export}");
    });
}

#[test]
pub(crate) fn their_own_officer_reviews_it_once_and_then_the_next_can_be_broken() {
    on_both(async |world| {
        let officer = officer(&world, world.stranger).await;
        let by = world.stranger_worker;
        let opened = path(&broken(&world, by, &["risk"]).await);
        let refused = broken(&world, by, &["health"]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("The review must be closed before the next"));
        let form = world.get(by, NEW).await.text;
        assert!(form.contains("It must be reviewed before you can open another"), "{form}");
        for wrong in [world.prison_worker, world.prison_officer, by] {
            let answer = reviewed(&world, wrong, &opened).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
            let empty = world.post(wrong, &opened, &[]).await;
            assert_eq!(empty.status, StatusCode::FORBIDDEN, "a mistake answers nobody");
        }
        let empty = world.post(officer, &format!("{opened}?lang=cy"), &[("review", "Dim")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("Dewiswch a oedd cyfiawnhad"), "{}", empty.text);
        assert!(empty.text.contains(">Dim</textarea>"), "it comes back filled in: {}", empty.text);
        assert_eq!(reviewed(&world, officer, &opened).await.status, StatusCode::SEE_OTHER);
        assert_eq!(reviewed(&world, officer, &opened).await.status, StatusCode::CONFLICT);
        for reader in [officer, world.prison_worker, by] {
            let page = world.get(reader, &opened).await.text;
            assert!(page.contains("An ambulance was sent."), "{page}");
            assert!(!page.contains("name=\"verdict\""), "{page}");
        }
        for page in [
            world.get(officer, "/agreements").await,
            world.get(world.prison_worker, "/my-people").await,
        ] {
            assert!(!page.text.contains(&opened), "the alert is over: {}", page.text);
        }
        assert_eq!(world.journalled("glass_broken").await, 1);
        assert_eq!(world.journalled("glass_reviewed").await, 1);
        path(&broken(&world, by, &["health"]).await);
    });
}

#[test]
fn a_review_that_is_late_says_so() {
    on_both(async |world| {
        let officer = officer(&world, world.stranger).await;
        let opened = path(&broken(&world, world.stranger_worker, &["risk"]).await);
        assert!(!world.get(officer, &opened).await.text.contains("govuk-tag--red"));
        world.later(TimeDelta::days(3));
        for page in [&*opened, "/break-glass"] {
            assert!(world.get(officer, page).await.text.contains("govuk-tag--red"), "{page}");
        }
    });
}

#[test]
fn who_it_is_must_be_known_and_guessing_ends_soon() {
    on_both(async |world| {
        written(&world).await;
        let by = world.stranger_worker;
        let nobody = "Nobody is on record with this number or name";
        let tries = [
            ("Siân O'Neill", ["18", "5", "1990"]),
            ("Rhys O'Neill", BORN),
            ("A9182ZX", ["17", "5", "1991"]),
            ("A0000AA", BORN),
            ("O'Neill", BORN),
        ];
        for (who, born) in tries {
            let answer = world.post(by, NEW, &form(who, born, &["risk"])).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{who}");
            assert!(answer.text.contains(nobody), "{who}: {}", answer.text);
        }
        for groups in [["risk"], ["health"]] {
            let answer = world.post(by, NEW, &form("A9182ZX", BORN, &groups)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains("Too many tries"), "{}", answer.text);
        }
        let mut conn = world.db.read().await.unwrap();
        let missed = store::journal::count(&mut conn, None, "break_glass_missed").await.unwrap();
        assert_eq!(missed, 5);
        drop(conn);
        assert_eq!(world.journalled("glass_broken").await, 0);
        world.later(TimeDelta::hours(24));
        path(&world.post(by, NEW, &form("a9182zx", BORN, &["risk"])).await);
    });
}

#[test]
fn nothing_is_opened_that_is_shown_already_or_never() {
    on_both(async |world| {
        crate::referral::sent(&world).await;
        let by = world.service_worker;
        for (groups, why) in [
            (&["identity"][..], "You see some of what you chose already"),
            (&["risk", "convictions"][..], "is never opened so"),
            (&["case_notes"][..], "is never opened so"),
            (&["everything"][..], "Choose what you need to know"),
            (&[][..], "Choose what you need to know"),
        ] {
            let answer = broken(&world, by, groups).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{groups:?}");
            assert!(answer.text.contains(why), "{groups:?}: {}", answer.text);
        }
        let lead = broken(&world, world.prison_worker, &["risk"]).await;
        assert!(lead.text.contains("You see some of what you chose already"), "{}", lead.text);
        assert_eq!(world.journalled("glass_broken").await, 0);
        // A summary is not all of it.
        path(&broken(&world, by, &["risk"]).await);
    });
}

#[test]
fn a_form_with_mistakes_comes_back_filled_in() {
    on_both(async |world| {
        let fields = [("who", "Siân Morgan"), ("words", "Urgent"), ("groups", "risk")];
        let answer = world.post(world.stranger_worker, &format!("{NEW}?lang=cy"), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in [
            "Dewiswch beth yw’r argyfwng",
            "mewn 30 nod neu fwy",
            "value=\"Siân Morgan\"",
            ">Urgent</textarea>",
            "#born-day",
        ] {
            assert!(answer.text.contains(part), "{part}: {}", answer.text);
        }
    });
}

#[test]
fn nobody_breaks_it_who_does_not_work_with_people_or_whom_nobody_could_review() {
    on_both(async |world| {
        for by in [
            world.evaluator,
            world.board_member,
            world.administrator,
            world.prison_officer,
            world.person_account,
        ] {
            assert_eq!(world.get(by, NEW).await.status, StatusCode::NOT_FOUND);
            assert_eq!(broken(&world, by, &["risk"]).await.status, StatusCode::NOT_FOUND);
        }
        let mut tx = world.db.begin().await.unwrap();
        let employer = organisation(&mut tx, "Scaffold", OrganisationKind::Employer).await;
        let alone = organisation(&mut tx, "Alone", OrganisationKind::Health).await;
        tx.commit().await.unwrap();
        let by = add(&world, "employer", employer, Role::ServiceWorker).await;
        assert_eq!(broken(&world, by, &["risk"]).await.status, StatusCode::NOT_FOUND);
        let by = add(&world, "alone", alone, Role::ServiceWorker).await;
        let answer = broken(&world, by, &["risk"]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("no data protection officer who could review it"));
        assert_eq!(world.journalled("glass_broken").await, 0);
    });
}

#[test]
fn the_same_form_twice_breaks_it_once_and_two_forms_at_once_one() {
    on_both(async |world| {
        let by = world.stranger_worker;
        let token = uuid::Uuid::now_v7().to_string();
        let mut fields = form("Siân O'Neill", BORN, &["risk"]);
        fields.push(("form-token", &token));
        let first = path(&world.post(by, NEW, &fields).await);
        assert_eq!(path(&world.post(by, NEW, &fields).await), first);
        assert_eq!(world.journalled("glass_broken").await, 1);
        // Many at once: the database takes one.
        let other = add(&world, "other", world.stranger, Role::ServiceWorker).await;
        let tries = (0..8).map(|_| broken(&world, other, &["risk"]));
        let answers = futures_all(tries.collect()).await;
        let taken = answers.iter().filter(|one| one.status == StatusCode::SEE_OTHER).count();
        assert_eq!(taken, 1);
        assert_eq!(world.journalled("glass_broken").await, 2);
    });
}

/// Waits for all of some answers, asked for at once.
async fn futures_all<F: Future<Output = Answer>>(tries: Vec<F>) -> Vec<Answer> {
    let mut waiting: Vec<_> = tries.into_iter().map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                done.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}

#[test]
fn the_lead_sees_who_opened_it_beside_everybody_else_while_it_is_open() {
    on_both(async |world| {
        let opened = path(&broken(&world, world.stranger_worker, &["risk"]).await);
        let id = opened.rsplit('/').next().unwrap();
        let column = format!("who=break-glass-{id}&amp;role=service_worker&amp;group=risk");
        let page = format!("/people/{}/who-sees-what", world.person);
        assert!(world.get(world.prison_worker, &page).await.text.contains(&column));
        let why = format!("{page}/why?{}", column.replace("&amp;", "&"));
        let why = world.get(world.prison_worker, &why).await.text;
        assert!(why.contains("Somebody was in danger"), "{why}");
        world.later(TimeDelta::minutes(60));
        assert!(!world.get(world.prison_worker, &page).await.text.contains(&column));
    });
}
