//! Handovers over HTTP: the case stays with the giver until the taker accepts, and then goes whole.

use crate::harness::{World, account, boxes, fields, on_both, received};
use axum::http::StatusCode;
use domain::{HandoverId, Owner, Role};
use store::clock::Listed;
use uuid::Uuid;

/// Offers the person to the probation region on release, as the prison.
async fn offered(world: &World) -> String {
    let path = format!("/people/{}/handover", world.person);
    let taker = world.probation.to_string();
    let day = [boxes("effective", "2026-12-03")];
    let rest = [("taker", &*taker), ("kind", "release"), ("summary", "Needs a home first")];
    let answer = world.post(world.prison_worker, &path, &fields(&day, &rest)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let location = answer.location.unwrap();
    location.split('?').next().unwrap().to_owned()
}

/// Hands the person over to the probation region.
pub(crate) async fn accepted_by_probation(world: &World) -> String {
    let path = offered(world).await;
    let answer = world.post(world.probation_worker, &format!("{path}/accept"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    path
}

async fn clocks(world: &World) -> Vec<Listed> {
    let mut conn = world.db.read().await.unwrap();
    store::clock::of_person(&mut conn, world.person).await.unwrap()
}

#[test]
pub(crate) fn it_stays_with_the_giver_until_the_taker_accepts() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        let form = format!("/people/{}/handover", world.person);
        let first = world.get(world.prison_worker, &form).await;
        assert!(first.text.contains("Wales Probation") && !first.text.contains("Partnership"));
        let second = format!("{form}?taker={}", world.probation);
        let second = world.get(world.prison_worker, &second).await;
        assert!(second.text.contains("Demo probation"), "{}", second.text);

        let path = offered(&world).await;
        assert!(
            clocks(&world).await.iter().all(|one| one.clock.owner.organisation == world.prison)
        );
        let person = world.get(world.prison_worker, &format!("/people/{}", world.person)).await;
        assert!(person.text.contains(&path) && person.text.contains("offered to Wales Probation"));
        let page = world.get(world.probation_worker, &path).await;
        assert!(page.text.contains("Needs a home first") && page.text.contains("1 open need"));
        assert!(page.text.contains("Accept the person") && !page.text.contains("Give up"));

        let accepted = world.post(world.probation_worker, &format!("{path}/accept"), &[]).await;
        assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
        let owner = Owner::worker(world.probation, world.probation_worker);
        assert!(clocks(&world).await.iter().all(|one| one.clock.owner == owner));
        let person = format!("/people/{}", world.person);
        assert_eq!(world.get(world.prison_worker, &person).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.get(world.probation_worker, &person).await.status, StatusCode::OK);
        let giver = world.get(world.prison_worker, &path).await;
        assert_eq!(giver.status, StatusCode::OK, "the giver still prepares the meeting");
        assert_eq!(world.journalled("handover_moved").await, 2);
    });
}

#[test]
fn the_meeting_and_the_work_through_the_gate_end_it() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        let path = accepted_by_probation(&world).await;
        let meet = format!("{path}/meet");
        let met = |day: &str| [boxes("met", day)];
        for (day, attended, words) in [
            ("2026-11-26", "yes", "cannot be in the future"),
            ("2026-05-01", "yes", "too long before"),
            ("2026-11-25", "", "Say whether the person was there"),
        ] {
            let form = met(day);
            let form = fields(&form, &[("attended", attended)]);
            let answer = world.post(world.probation_worker, &meet, &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        let early = world.post(world.probation_worker, &format!("{path}/complete"), &[]).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        let form = met("2026-11-25");
        let answer =
            world.post(world.probation_worker, &meet, &fields(&form, &[("attended", "no")])).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let early = world.post(world.probation_worker, &format!("{path}/complete"), &[]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "release is still to come");
        assert!(early.text.contains("still to come"));
    });
}

#[test]
fn only_the_right_side_at_the_right_time_moves_it() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        let path = offered(&world).await;
        let accept = format!("{path}/accept");
        let abandon = format!("{path}/abandon");
        let why = [("abandon-reason", "date_changed")];
        for (account, status) in [
            (world.prison_worker, StatusCode::FORBIDDEN),
            (world.stranger_worker, StatusCode::NOT_FOUND),
            (world.service_worker, StatusCode::NOT_FOUND),
            (world.person_account, StatusCode::FORBIDDEN),
        ] {
            let status_of = world.post(account, &accept, &[]).await.status;
            assert!(status_of == status || status_of == StatusCode::NOT_FOUND, "{status_of}");
        }
        let by_taker = world.post(world.probation_worker, &abandon, &why).await;
        assert_eq!(by_taker.status, StatusCode::FORBIDDEN);
        let no_reason = world.post(world.prison_worker, &abandon, &[]).await;
        assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(no_reason.text.contains("Choose a reason"));
        let welsh = world.get(world.prison_worker, &format!("{abandon}?lang=cy")).await;
        assert_eq!(welsh.status, StatusCode::OK, "the same page in the other language");
        assert!(welsh.text.contains("Rhoi’r gorau i’r trosglwyddiad hwn"));
        let given_up = world.post(world.prison_worker, &abandon, &why).await;
        assert_eq!(given_up.status, StatusCode::SEE_OTHER);
        let late = world.post(world.probation_worker, &accept, &[]).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND, "it is no longer theirs to see");
        let twice = world.post(world.prison_worker, &abandon, &why).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let unknown = format!("/handovers/{}/accept", HandoverId(Uuid::now_v7()));
        let unknown = world.post(world.prison_worker, &unknown, &[]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_offer_that_contradicts_the_record_is_refused() {
    on_both(async |world| {
        received(&world, "2026-11-02").await;
        let path = format!("/people/{}/handover", world.person);
        let (own, other) = (world.prison.to_string(), world.probation.to_string());
        let (council, own_worker) = (Uuid::now_v7().to_string(), world.prison_worker.to_string());
        let day = [boxes("effective", "2026-12-03")];
        let early = [boxes("effective", "2026-11-01")];
        let none: [Vec<(String, String)>; 0] = [];
        for (day, taker, kind, worker, words) in [
            (&day[..], &own, "release", "", "This is your own organisation"),
            (&day[..], &other, "change_of_worker", "", "Only your own organisation"),
            (&day[..], &council, "release", "", "Choose an organisation"),
            (&day[..], &own, "change_of_worker", "", "Choose a worker"),
            (&day[..], &own, "change_of_worker", &own_worker, "leads the case already"),
            (&day[..], &other, "release", &own_worker, "Choose a worker"),
            (&early[..], &other, "release", "", "before the person came to prison"),
            (&none[..], &other, "transfer", "", "Enter a date"),
            (&day[..], &other, "", "", "Choose why"),
        ] {
            let rest = [
                ("taker", &**taker),
                ("kind", kind),
                ("worker", worker),
                ("summary", "Words kept"),
            ];
            let answer = world.post(world.prison_worker, &path, &fields(day, &rest)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        let rest = [("taker", &*other), ("kind", "release"), ("summary", " ")];
        let answer = world.post(world.prison_worker, &path, &fields(&day, &rest)).await;
        assert!(answer.text.contains("Say what the taker must know"), "{}", answer.text);
        assert_eq!(world.journalled("handover_moved").await, 0);
        offered(&world).await;
        let rest = [("taker", &*other), ("kind", "release"), ("summary", "Again")];
        let twice = world.post(world.prison_worker, &path, &fields(&day, &rest)).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "to one taker at a time");
    });
}

#[test]
fn a_colleague_takes_over_and_the_second_submit_changes_nothing() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        let mut tx = world.db.begin().await.unwrap();
        let role = Role::ResettlementWorker;
        let colleague = account(&mut tx, "colleague", world.prison, role, None).await;
        let third = account(&mut tx, "third", world.prison, role, None).await;
        tx.commit().await.unwrap();
        let (own, worker) = (world.prison.to_string(), colleague.to_string());
        let token = Uuid::now_v7().to_string();
        let form = [
            ("taker", own.as_str()),
            ("kind", "change_of_worker"),
            ("worker", worker.as_str()),
            ("summary", "On leave from Monday"),
            ("form-token", token.as_str()),
        ];
        let offer = format!("/people/{}/handover", world.person);
        let first = world.post(world.prison_worker, &offer, &form).await;
        let second = world.post(world.prison_worker, &offer, &form).await;
        assert_eq!(second.status, StatusCode::SEE_OTHER);
        assert_eq!(world.journalled("handover_moved").await, 1);
        let path = first.location.unwrap();
        let accept = format!("{}/accept", path.split('?').next().unwrap());
        let other = world.post(third, &accept, &[]).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN, "only who was asked accepts");
        let accepted = world.post(colleague, &accept, &[]).await;
        assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
        let owner = Owner::worker(world.prison, colleague);
        assert!(clocks(&world).await.iter().all(|one| one.clock.owner == owner));
    });
}

#[test]
fn the_next_handover_takes_the_place_of_one_that_is_not_complete() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        let first = accepted_by_probation(&world).await;
        let back = format!("/people/{}/handover", world.person);
        let taker = world.prison.to_string();
        let day = [boxes("effective", "2026-11-25")];
        let rest = [("taker", &*taker), ("kind", "transfer"), ("summary", "Back to prison")];
        let answer = world.post(world.probation_worker, &back, &fields(&day, &rest)).await;
        let path = answer.location.unwrap();
        let accept = format!("{}/accept", path.split('?').next().unwrap());
        let accepted = world.post(world.prison_worker, &accept, &[]).await;
        assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
        let owner = Owner::worker(world.prison, world.prison_worker);
        assert!(clocks(&world).await.iter().all(|one| one.clock.owner == owner));
        let old = world.get(world.prison_worker, &format!("{first}?lang=cy")).await;
        assert!(old.text.contains("Trosglwyddwyd ymlaen"), "{}", old.text);
        assert_eq!(world.get(world.probation_worker, &first).await.status, StatusCode::NOT_FOUND);
    });
}
