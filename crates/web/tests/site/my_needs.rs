//! What the person says they need, over HTTP: theirs alone until they send it, and then beside the
//! worker's view.

use crate::harness::{World, on_both};
use axum::http::StatusCode;
use domain::Voice;
use policy::{Action, Relation, authorise};
use uuid::Uuid;

/// Returns the person's draft, if there is one.
async fn draft(world: &World) -> Option<domain::AssessmentId> {
    let mut conn = world.db.read().await.unwrap();
    let actor = store::account::actor(&mut conn, world.person_account).await.unwrap().unwrap();
    let own = authorise(&actor, Action::AssessOneself, Relation::Own, world.person).unwrap();
    let open = store::assessment::open_of_person(&mut conn, &own, Voice::Person).await.unwrap();
    open.map(|open| open.id)
}

#[test]
fn a_person_says_what_they_need_and_the_worker_sees_it_beside_theirs() {
    on_both(async |world| {
        let page = world.get(world.person_account, "/my-needs").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("What I need") && page.text.contains("116 123"));

        let saved = [("home", "no"), ("do", "save")];
        let answer = world.post(world.person_account, "/my-needs", &saved).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = world.get(world.person_account, "/my-needs").await;
        assert!(page.text.contains("value=\"no\" checked"), "the draft is kept");
        let id = draft(&world).await.unwrap();
        let path = format!("/assessments/{id}");
        let early = world.get(world.prison_worker, &path).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND, "a draft is the person’s alone");

        let token = Uuid::now_v7().to_string();
        let sent =
            [("home", "no"), ("home_help", "yes"), ("do", "send"), ("form-token", token.as_str())];
        for _ in 0..2 {
            let answer = world.post(world.person_account, "/my-needs", &sent).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(world.journalled("assessment_submitted").await, 1);
        assert_eq!(world.journalled("need_opened").await, 0, "what is said opens no need");
        assert_eq!(draft(&world).await, None);
        let said = world.get(world.person_account, "/my-needs").await;
        assert!(said.text.contains("You told us this on 25 November 2026"), "{}", said.text);
        let again = world.get(world.person_account, "/my-needs?again=yes").await;
        assert!(again.text.contains("Send to my worker"));

        let shown = world.get(world.prison_worker, &path).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        assert!(shown.text.contains("The person’s own view"));
        let list = format!("/people/{}/assessments", world.person);
        let list = world.get(world.prison_worker, &list).await;
        assert!(list.text.contains(&path));
        let changed = world.post(world.prison_worker, &format!("{path}/areas/drugs"), &[]).await;
        assert_eq!(changed.status, StatusCode::NOT_FOUND, "a worker changes nothing in it");
    });
}

#[test]
fn what_the_person_says_that_cannot_wait_reaches_the_worker() {
    on_both(async |world| {
        let asked = domain::Instruments::built_in().get("self-assessment", 1).unwrap();
        let harm = asked
            .questions()
            .find(|question| {
                question
                    .answers
                    .iter()
                    .any(|answer| answer.follow_up == Some(domain::FollowUp::SelfHarm))
            })
            .unwrap();
        let fields = [(harm.id.as_str(), "now"), ("do", "send")];
        world.post(world.person_account, "/my-needs", &fields).await;
        let said = world.get(world.person_account, "/my-needs?lang=cy").await;
        assert!(said.text.contains("Samariaid") && !said.text.contains("Samaritans"));
        let list = format!("/people/{}/assessments", world.person);
        let list = world.get(world.prison_worker, &list).await;
        assert!(list.text.contains("Do not leave the person alone"));
    });
}

#[test]
fn nothing_and_nonsense_are_refused_and_others_have_no_such_page() {
    on_both(async |world| {
        for (fields, expected) in [
            (&[("do", "send")][..], "Answer at least one question"),
            (&[("home", "no"), ("home", "yes")], "Choose one answer only"),
            (&[("home", "no"), ("castle", "yes")], "not part of this assessment"),
        ] {
            let refused = world.post(world.person_account, "/my-needs", fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(refused.text.contains(expected), "{expected}: {}", refused.text);
        }
        assert_eq!(draft(&world).await, None, "a refused form leaves nothing");
        for other in [world.prison_worker, world.service_worker, world.administrator] {
            assert_eq!(world.get(other, "/my-needs").await.status, StatusCode::NOT_FOUND);
            let said = world.post(other, "/my-needs", &[("home", "no")]).await;
            assert_eq!(said.status, StatusCode::NOT_FOUND);
        }
    });
}
