//! A referral's way over HTTP, from sent to concluded.

use crate::harness::{World, on_both};
use crate::service::{save, service};
use axum::http::StatusCode;
use domain::referral::{Achieved, AimResult, DeclineReason, ReferralMove, Side, WithdrawReason};
use domain::{Conclusion, Owner, Referral, ReferralId, ReferralState};
use uuid::Uuid;

/// Puts a referral that was sent to the provider into the world.
pub(crate) async fn sent(world: &World) -> ReferralId {
    in_state(world, ReferralState::Sent).await
}

/// Puts a referral in some state into the world.
pub(crate) async fn in_state(world: &World, state: ReferralState) -> ReferralId {
    let rent = service(world);
    save(world, std::slice::from_ref(&rent)).await;
    let referral = Referral {
        id: ReferralId(Uuid::now_v7()),
        person: world.person,
        need: world.need,
        service: rent.id,
        sender: Owner::worker(world.prison, world.prison_worker),
        provider: world.provider,
        aims: vec!["A tenancy signed".to_owned()],
        background: String::new(),
        state,
        since: World::today(),
    };
    let mut tx = world.db.begin().await.unwrap();
    store::referral::save(&mut tx, &referral, World::today()).await.unwrap();
    tx.commit().await.unwrap();
    referral.id
}

/// Returns every state.
fn states(world: &World) -> Vec<ReferralState> {
    let (worker, on) = (world.service_worker, World::today());
    let results =
        || vec![AimResult { aim: "A tenancy signed".to_owned(), achieved: Achieved::Yes }];
    let (how, summary) = (Conclusion::Completed, "Done".to_owned());
    vec![
        ReferralState::Draft,
        ReferralState::Sent,
        ReferralState::Received,
        ReferralState::Returned { question: "Who?".to_owned() },
        ReferralState::Declined { reason: DeclineReason::NoCapacity },
        ReferralState::Accepted { by: worker },
        ReferralState::Assigned { worker },
        ReferralState::InitialContact { worker, on },
        ReferralState::InDelivery { worker, started_on: on, complete_by: on },
        ReferralState::Reported {
            started_on: on,
            on,
            how,
            results: results(),
            summary: summary.clone(),
        },
        ReferralState::Concluded { started_on: on, on, how, results: results(), summary },
        ReferralState::Withdrawn {
            reason: WithdrawReason::Mistake,
            sent: true,
            after_contact: false,
            started_on: None,
        },
    ]
}

/// A form that is right for every move at once.
fn right(worker: &str) -> Vec<(&str, &str)> {
    vec![
        ("answer", "It is Siân"),
        ("question", "Which day?"),
        ("decline-reason", "no_capacity"),
        ("withdraw-reason", "mistake"),
        ("worker", worker),
        ("contact-day", "24"),
        ("contact-month", "11"),
        ("contact-year", "2026"),
        ("start-day", "25"),
        ("start-month", "11"),
        ("start-year", "2026"),
        ("complete-day", "20"),
        ("complete-month", "2"),
        ("complete-year", "2027"),
        ("aim", "A tenancy signed"),
        ("achieved-0", "yes"),
        ("how", "completed"),
        ("summary", "Keys handed over"),
    ]
}

#[test]
fn every_move_from_every_state_by_either_side_is_made_or_refused() {
    on_both(async |world| {
        let worker = world.service_worker.to_string();
        for state in states(&world) {
            let offered = in_state(&world, state.clone()).await;
            for (code, side) in ReferralMove::CODES {
                for by in Side::ALL {
                    let account = match by {
                        Side::Sender => world.prison_worker,
                        Side::Provider => world.service_worker,
                    };
                    let expected = if *by == Side::Provider && state == ReferralState::Draft {
                        StatusCode::NOT_FOUND
                    } else if *by != side {
                        StatusCode::FORBIDDEN
                    } else if state.moves(side).contains(&code) {
                        StatusCode::SEE_OTHER
                    } else {
                        StatusCode::CONFLICT
                    };
                    let name = format!("{by} {code} from {}", state.code());
                    let page = world.get(account, &format!("/referrals/{offered}")).await;
                    let form = format!("/referrals/{offered}/{code}\"");
                    let shown = page.text.contains(&form);
                    assert_eq!(shown, expected == StatusCode::SEE_OTHER, "{name}: {}", page.text);
                    let id = in_state(&world, state.clone()).await;
                    let path = format!("/referrals/{id}/{code}");
                    let before = world.journalled("referral_moved").await;
                    let answer = world.post(account, &path, &right(&worker)).await;
                    assert_eq!(answer.status, expected, "{name}: {}", answer.text);
                    if expected != StatusCode::SEE_OTHER {
                        assert_eq!(world.journalled("referral_moved").await, before, "{name}");
                        // An empty form is refused for the same reason, not for what it lacks.
                        let empty = world.post(account, &path, &[]).await;
                        assert_eq!(empty.status, expected, "{name}, empty");
                    }
                }
            }
        }
    });
}

#[test]
fn a_question_is_answered_and_the_referral_sent_again_in_one_form() {
    on_both(async |world| {
        let path = format!("/referrals/{}", sent(&world).await);
        let asked = [("question", "When is she released?")];
        let answer = world.post(world.service_worker, &format!("{path}/return"), &asked).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let empty = world.post(world.prison_worker, &format!("{path}/send"), &[]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("Write your answer"), "{}", empty.text);
        let token = Uuid::now_v7().to_string();
        let fields = [("answer", "On 4 December"), ("form-token", token.as_str())];
        for _ in 0..2 {
            let sent = world.post(world.prison_worker, &format!("{path}/send"), &fields).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        }
        let page = world.get(world.service_worker, &path).await;
        for text in ["When is she released?", "On 4 December", "Question asked", "History"] {
            assert!(page.text.contains(text), "{text}: {}", page.text);
        }
        assert_eq!(world.journalled("message_sent").await, 2);
        assert_eq!(world.journalled("referral_moved").await, 2);
    });
}

#[test]
fn nobody_writes_about_a_referral_that_its_other_side_does_not_read() {
    on_both(async |world| {
        for state in states(&world) {
            let open = !state.is_closed() && state != ReferralState::Draft;
            let name = state.code();
            let path = format!("/referrals/{}", in_state(&world, state).await);
            let page = world.get(world.prison_worker, &path).await;
            assert_eq!(page.text.contains(&format!("{path}/message")), open, "{name}");
            let written = world.journalled("message_sent").await;
            let words = [("words", "Is there a bed?")];
            let sent = world.post(world.prison_worker, &format!("{path}/message"), &words).await;
            let expected = if open { StatusCode::SEE_OTHER } else { StatusCode::CONFLICT };
            assert_eq!(sent.status, expected, "{name}: {}", sent.text);
            assert_eq!(world.journalled("message_sent").await, written + i64::from(open));
        }
    });
}

#[test]
fn another_reason_says_which() {
    on_both(async |world| {
        for (code, account) in
            [("decline", world.service_worker), ("withdraw", world.prison_worker)]
        {
            let path = format!("/referrals/{}", sent(&world).await);
            let (reason, note) = (format!("{code}-reason"), format!("{code}-note"));
            let fields = [(reason.as_str(), "other")];
            let wrong = world.post(account, &format!("{path}/{code}"), &fields).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(wrong.text.contains("Say what the reason is"), "{}", wrong.text);
            let fields = [(reason.as_str(), "other"), (note.as_str(), "The roof fell in")];
            let right = world.post(account, &format!("{path}/{code}"), &fields).await;
            assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
            let page = world.get(world.prison_worker, &format!("{path}?lang=cy")).await;
            assert!(page.text.contains("The roof fell in") && page.text.contains("Rheswm arall"));
        }
    });
}

#[test]
fn an_organisation_sees_its_referrals_by_whose_move_it_is() {
    on_both(async |world| {
        sent(&world).await;
        in_state(&world, ReferralState::Returned { question: "Who?".to_owned() }).await;
        in_state(&world, ReferralState::Draft).await;
        in_state(&world, ReferralState::Declined { reason: DeclineReason::NoCapacity }).await;
        for (account, query, title, rows) in [
            (world.service_worker, "", "To us (2)", 2),
            (world.service_worker, "?list=closed", "Recently closed", 1),
            (world.prison_worker, "", "From us (3)", 0),
            (world.prison_worker, "?list=from-us", "Waiting for the provider", 3),
            (world.prison_worker, "?list=from-us&page=2", "From us (3)", 0),
            (world.prison_worker, "?list=closed", "Closed on", 1),
            (world.stranger_worker, "", "To us (0)", 0),
        ] {
            let page = world.get(account, &format!("/referrals{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.text.contains(title), "{query}: {}", page.text);
            assert_eq!(page.text.matches("href=\"/referrals/").count(), rows, "{query}");
        }
    });
}

#[test]
fn the_loop_is_closed() {
    on_both(async |world| {
        let path = format!("/referrals/{}", sent(&world).await);
        let worker = world.service_worker.to_string();
        let provider: &[(&str, &[(&str, &str)])] = &[
            ("receive", &[]),
            ("accept", &[]),
            ("assign", &[("worker", &worker)]),
            (
                "contact",
                &[("contact-day", "24"), ("contact-month", "11"), ("contact-year", "2026")],
            ),
            (
                "start",
                &[
                    ("start-day", "25"),
                    ("start-month", "11"),
                    ("start-year", "2026"),
                    ("complete-day", "20"),
                    ("complete-month", "2"),
                    ("complete-year", "2027"),
                ],
            ),
            (
                "report",
                &[
                    ("aim", "A tenancy signed"),
                    ("achieved-0", "yes"),
                    ("how", "completed"),
                    ("summary", "Keys handed over"),
                ],
            ),
        ];
        for (step, fields) in provider {
            let answer = world.post(world.service_worker, &format!("{path}/{step}"), fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text);
        }
        let answer = world.post(world.prison_worker, &format!("{path}/conclude"), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("Concluded") && page.text.contains("Keys handed over"));
        assert_eq!(world.journalled("referral_concluded").await, 1);
    });
}

#[test]
fn the_wrong_side_or_the_wrong_time_changes_nothing() {
    on_both(async |world| {
        let path = format!("/referrals/{}", sent(&world).await);
        let accept = format!("{path}/accept");
        let by_sender = world.post(world.prison_worker, &accept, &[]).await;
        assert_eq!(by_sender.status, StatusCode::FORBIDDEN);
        let by_stranger = world.post(world.stranger_worker, &accept, &[]).await;
        assert_eq!(by_stranger.status, StatusCode::NOT_FOUND);
        let conclude = world.post(world.prison_worker, &format!("{path}/conclude"), &[]).await;
        assert_eq!(conclude.status, StatusCode::CONFLICT);
        assert_eq!(world.journalled("referral_moved").await, 0);
    });
}

#[test]
fn a_wrong_form_comes_back_filled_in_and_the_second_submit_changes_nothing() {
    on_both(async |world| {
        let path = format!("/referrals/{}", sent(&world).await);
        let wrong = world.post(world.service_worker, &format!("{path}/decline"), &[]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            wrong.text.contains("There is a problem") && wrong.text.contains("Choose a reason")
        );

        let token = Uuid::now_v7().to_string();
        let fields = [("words", "When can he start?"), ("form-token", token.as_str())];
        for _ in 0..2 {
            let answer =
                world.post(world.service_worker, &format!("{path}/message"), &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(world.journalled("message_sent").await, 1);
    });
}
