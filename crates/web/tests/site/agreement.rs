//! Sharing agreements over HTTP: two people of two organisations, and nobody for another.

use crate::harness::{World, agreement, boxes, fields, now, on_both};
use axum::http::StatusCode;
use chrono::Days;
use domain::{AccountId, Agreement, AgreementId};

const DATES: [(&str, &str); 3] =
    [("starts", "2026-11-25"), ("review", "2027-06-01"), ("ends", "2027-11-24")];

fn dates(changed: &[(&'static str, &'static str)]) -> Vec<Vec<(String, String)>> {
    let day = |name: &str, on| changed.iter().find(|(of, _)| *of == name).map_or(on, |(_, on)| *on);
    DATES.iter().map(|(name, on)| boxes(name, day(name, on))).collect()
}

/// Draws up an agreement for the prison with probation, and returns its path.
async fn drawn(world: &World) -> String {
    let probation = world.probation.to_string();
    let answer = world
        .post(
            world.prison_officer,
            "/agreements/new",
            &fields(
                &dates(&[]),
                &[
                    ("title", "Work after release"),
                    ("parties", &probation),
                    ("purposes", "resettlement"),
                    ("groups", "employment"),
                    ("route", "public_task"),
                    ("retention", "12"),
                ],
            ),
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let location = answer.location.unwrap();
    location.split_once('?').unwrap().0.to_owned()
}

async fn loaded(world: &World, path: &str) -> Agreement {
    let id: AgreementId = path.rsplit('/').next().unwrap().parse().unwrap();
    let mut conn = world.db.read().await.unwrap();
    store::agreement::find(&mut conn, id).await.unwrap().unwrap()
}

async fn page(world: &World, account: AccountId, path: &str) -> String {
    let answer = world.get(account, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    answer.text
}

async fn counted(world: &World, event: &str) -> i64 {
    let mut conn = world.db.read().await.unwrap();
    store::journal::count(&mut conn, None, event).await.unwrap()
}

#[test]
fn two_organisations_draw_up_sign_and_end_an_agreement() {
    on_both(async |world| {
        let path = drawn(&world).await;
        let (prison, probation) = (world.prison_officer, world.probation_officer);
        assert!(loaded(&world, &path).await.signatures.is_empty(), "drawing up signs nothing");
        let shown = page(&world, prison, &path).await;
        assert!(shown.contains("Not signed by two parties") && shown.contains("HMP Cardiff"));
        assert!(shown.contains("Name, date of birth and contact details"), "who it is about");

        page(&world, prison, &format!("{path}/sign")).await;
        let sign = format!("{path}/sign");
        let signed = world.post(prison, &sign, &[("organisation", "anything")]).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
        let today = World::today();
        let one = loaded(&world, &path).await;
        assert!(one.signed_by(world.prison) && !one.signed_by(world.probation));
        assert!(!one.allows(world.prison, world.probation, today));
        assert_eq!(world.post(prison, &sign, &[]).await.status, StatusCode::CONFLICT);
        assert_eq!(world.get(prison, &sign).await.status, StatusCode::CONFLICT);

        let list = page(&world, probation, "/agreements").await;
        assert!(list.contains("Waits for your signature") && list.contains("1 of 2"));
        let signed = world.post(probation, &sign, &[]).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
        assert!(loaded(&world, &path).await.allows(world.prison, world.probation, today));
        let shown = page(&world, prison, &path).await;
        assert!(shown.contains("In force") && shown.contains("Demo dpo.probation"));

        assert!(page(&world, probation, &format!("{path}/end")).await.contains("at once"));
        let end = format!("{path}/end");
        let ended = world.post(probation, &end, &[]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
        let over = loaded(&world, &path).await;
        assert_eq!(over.ended_on, Some(today));
        assert!(!over.allows(world.prison, world.probation, today));
        for again in [&end, &sign] {
            assert_eq!(world.post(prison, again, &[]).await.status, StatusCode::CONFLICT);
            assert_eq!(world.get(prison, again).await.status, StatusCode::CONFLICT);
        }
        assert!(page(&world, prison, &path).await.contains("A party ended it on 25 November 2026"));
        for (event, times) in
            [("agreement_drawn", 1), ("agreement_signed", 2), ("agreement_ended", 1)]
        {
            assert_eq!(counted(&world, event).await, times, "{event}");
        }
    });
}

#[test]
fn what_is_wrong_comes_back_filled_in() {
    on_both(async |world| {
        let officer = world.prison_officer;
        let (us, them) = (world.prison.to_string(), world.probation.to_string());
        let whole = [
            ("title", "Work after release"),
            ("parties", them.as_str()),
            ("purposes", "service"),
            ("groups", "needs"),
            ("route", "legal_duty"),
            ("retention", "6"),
        ];
        let but = |name: &'static str, value: &'static str| {
            whole.map(|(of, old)| if of == name { (of, value) } else { (of, old) })
        };
        let ours =
            whole.map(|(of, old)| if of == "parties" { (of, us.as_str()) } else { (of, old) });
        for (rest, changed, said) in [
            (but("title", " "), vec![], "Enter a title that says"),
            (but("parties", "nobody"), vec![], "Choose at least one other organisation"),
            (
                but("parties", "00000000-0000-7000-8000-000000000000"),
                vec![],
                "Choose at least one other organisation",
            ),
            (ours, vec![], "Choose at least one other organisation"),
            (but("purposes", "evaluation"), vec![], "Choose at least one reason"),
            (but("groups", "identity"), vec![], "Choose at least one thing"),
            (but("groups", "everything"), vec![], "Choose at least one thing"),
            (but("route", ""), vec![], "Choose what the agreement rests on"),
            (but("retention", "0"), vec![], "Enter a number from 1"),
            (whole, vec![("ends", "2026-11-24")], "The last day must be after the first day"),
            (whole, vec![("ends", "2030-11-24")], "within 3 years of the first day"),
            (whole, vec![("review", "2026-11-25")], "The review must be after the first day"),
            (whole, vec![("starts", "--")], "Enter a date"),
        ] {
            let answer =
                world.post(officer, "/agreements/new", &fields(&dates(&changed), &rest)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {rest:?}");
            assert!(answer.text.contains(said), "{said}: {}", answer.text);
            assert!(answer.text.contains("2027"), "the days come back: {rest:?}");
        }
        let answer = world.post(officer, "/agreements/new?lang=cy", &[("groups", "needs")]).await;
        assert!(answer.text.contains("Dewiswch o leiaf un sefydliad arall"), "{}", answer.text);
        assert!(answer.text.contains("value=\"needs\" checked"), "{}", answer.text);
        assert_eq!(counted(&world, "agreement_drawn").await, 0);
    });
}

#[test]
fn who_is_no_party_is_told_nothing_and_who_may_not_sign_cannot() {
    on_both(async |world| {
        let path = drawn(&world).await;
        let mut tx = world.db.begin().await.unwrap();
        let provider = world.provider;
        let role = domain::Role::DataProtectionOfficer;
        let outsider = crate::harness::account(&mut tx, "outsider", provider, role, None).await;
        tx.commit().await.unwrap();
        let absent = "/agreements/00000000-0000-7000-8000-000000000000";
        for end in ["", "/sign", "/end"] {
            let there = world.get(outsider, &format!("{path}{end}")).await;
            let nowhere = world.get(outsider, &format!("{absent}{end}")).await;
            assert_eq!(
                (there.status, nowhere.status),
                (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
            );
            assert!(!there.text.contains("Work after release"));
        }
        for end in ["/sign", "/end"] {
            let there = world.post(outsider, &format!("{path}{end}"), &[]).await;
            assert_eq!(there.status, StatusCode::NOT_FOUND, "{end}");
        }
        assert!(!page(&world, outsider, "/agreements").await.contains("Work after release"));

        // An administrator reads what there is, and changes nothing.
        let own = format!("/agreements/{}", world.agreement);
        let shown = page(&world, world.administrator, &own).await;
        assert!(shown.contains("Resettlement in Wales") && !shown.contains(&format!("{own}/end")));
        let list = page(&world, world.administrator, "/agreements").await;
        assert!(!list.contains("/agreements/new"));
        let before = loaded(&world, &own).await;
        for account in [
            world.administrator,
            world.prison_worker,
            world.evaluator,
            world.board_member,
            world.person_account,
        ] {
            for end in ["/sign", "/end"] {
                for path in [&own, absent] {
                    let path = format!("{path}{end}");
                    assert_eq!(world.get(account, &path).await.status, StatusCode::FORBIDDEN);
                    assert_eq!(world.post(account, &path, &[]).await.status, StatusCode::FORBIDDEN);
                }
            }
            let answer = world.get(account, "/agreements/new").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(loaded(&world, &own).await, before);
    });
}

#[test]
fn the_same_form_twice_signs_once_and_draws_once() {
    on_both(async |world| {
        let path = drawn(&world).await;
        let token = [("form-token", "00000000-0000-7000-8000-000000000001")];
        let sign = format!("{path}/sign");
        for round in 0..2 {
            let answer = world.post(world.prison_officer, &sign, &token).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{round}: {}", answer.text);
        }
        assert_eq!(counted(&world, "agreement_signed").await, 1);
    });
}

#[test]
fn a_late_review_and_a_near_end_are_warned_of() {
    on_both(async |world| {
        let today = World::today();
        let signed =
            [(world.prison, world.prison_officer), (world.probation, world.probation_officer)];
        let mut tx = world.db.begin().await.unwrap();
        let late = Agreement {
            title: "Late review".to_owned(),
            review_on: today - Days::new(1),
            ..agreement(&signed)
        };
        let ending = Agreement {
            title: "Near end".to_owned(),
            ends_on: today + Days::new(60),
            review_on: today,
            ..agreement(&signed)
        };
        for one in [&late, &ending] {
            store::agreement::add(&mut tx, one, now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let list = page(&world, world.probation_officer, "/agreements").await;
        assert!(list.contains("“Late review” is past the day"), "{list}");
        assert!(list.contains("“Near end” ends soon"), "{list}");
        assert!(!list.contains("“Resettlement in Wales”"), "nothing is wrong with it");
        let shown =
            page(&world, world.probation_officer, &format!("/agreements/{}", late.id)).await;
        assert!(shown.contains("In force, review overdue"));
        let shown =
            page(&world, world.prison_officer, &format!("/agreements/{}?lang=cy", ending.id)).await;
        assert!(shown.contains("Daw i ben ar 24 Ionawr 2027"), "{shown}");
    });
}

#[test]
fn an_organisation_without_an_agreement_is_told_so() {
    on_both(async |world| {
        let mut tx = world.db.begin().await.unwrap();
        let kind = domain::OrganisationKind::Council;
        let council = crate::harness::organisation(&mut tx, "Aberwern Council", kind).await;
        let role = domain::Role::DataProtectionOfficer;
        let officer = crate::harness::account(&mut tx, "council", council, role, None).await;
        tx.commit().await.unwrap();
        let list = page(&world, officer, "/agreements").await;
        assert!(list.contains("is a party to no agreement yet"));
        assert!(!list.contains("govuk-table"));
    });
}
