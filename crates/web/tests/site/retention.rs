//! The retention schedule and legal holds over HTTP: placed and lifted by who answers for data protection,
//! for their own organisation, without a look at the record.

use crate::harness::{World, on_both};
use axum::http::StatusCode;
use domain::IdentifierKind;

const PAGE: &str = "/retention";

/// Gives the person of the world a number.
async fn numbered(world: &World) {
    let mut tx = world.db.begin().await.unwrap();
    let (kind, now) = (IdentifierKind::PrisonNumber, world.app.now());
    store::person::add_identifier(&mut tx, world.person, kind, "A9876ZY", now).await.unwrap();
    tx.commit().await.unwrap();
}

/// Places a hold, and returns the path on which it is lifted.
async fn placed(world: &World) -> String {
    let form = [("number", "a9876zy"), ("reason", "A claim for an injury")];
    let answer = world.post(world.prison_officer, "/retention/holds", &form).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/retention?done=done-hold-placed"),
        "{}",
        answer.text
    );
    let page = world.get(world.prison_officer, PAGE).await;
    let (_, rest) = page.text.split_once("href=\"/retention/holds/").unwrap();
    format!("/retention/holds/{}", rest.split('"').next().unwrap())
}

#[test]
pub(crate) fn a_hold_is_placed_and_lifted_with_a_reason() {
    on_both(async |world| {
        numbered(&world).await;
        let empty = world.get(world.prison_officer, PAGE).await;
        for shown in
            ["has placed no legal hold", "72 months", "no law sets it", "Everything about a person"]
        {
            assert!(empty.text.contains(shown), "{shown}: {}", empty.text);
        }
        let path = placed(&world).await;
        let page = world.get(world.prison_officer, PAGE).await;
        assert!(page.text.contains("A9876ZY") && page.text.contains("A claim for an injury"));
        assert!(!page.text.contains("O’Neill"), "who holds sees nobody’s record");
        let before = world.get(world.prison_officer, &path).await;
        assert!(before.text.contains("A claim for an injury"), "{}", before.text);
        let nothing = world.post(world.prison_officer, &path, &[("reason", " ")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            nothing.text.contains("Enter why the record is no longer needed"),
            "{}",
            nothing.text
        );
        let reason = [("reason", "The claim was settled")];
        let lifted = world.post(world.prison_officer, &path, &reason).await;
        assert_eq!(lifted.location.as_deref(), Some("/retention?done=done-hold-lifted"));
        let twice = world.post(world.prison_officer, &path, &reason).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let page = world.get(world.prison_officer, PAGE).await;
        assert!(
            page.text.contains("The claim was settled") && !page.text.contains("Lift the hold on")
        );
        assert_eq!(world.journalled("hold_placed").await, 1);
        assert_eq!(world.journalled("hold_lifted").await, 1);
        // The worker sees that there was one, and not why.
        let timeline = format!("/people/{}/timeline", world.person);
        let timeline = world.get(world.prison_worker, &timeline).await;
        assert!(timeline.text.contains("A legal hold was placed"), "{}", timeline.text);
        assert!(!timeline.text.contains("A claim for an injury"));
    });
}

#[test]
fn a_form_with_a_mistake_comes_back_filled_in() {
    on_both(async |world| {
        numbered(&world).await;
        let check = async |number: &str, reason: &str, why: &str| {
            let form = [("number", number), ("reason", reason)];
            let answer = world.post(world.prison_officer, "/retention/holds?lang=en", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
            assert!(answer.text.contains(why), "{why}: {}", answer.text);
            assert!(answer.text.contains(reason) && answer.text.contains(number));
        };
        check("12", "A claim", "Enter a prison number like A1234BC").await;
        check("A0000AA", "A claim", "leads the case of nobody with this number").await;
        check("A9876ZY", "", "Enter why the record must be kept").await;
        let form = [("number", "x"), ("reason", "")];
        let answer = world.post(world.prison_officer, "/retention/holds?lang=cy", &form).await;
        assert!(answer.text.contains("Rhowch pam y mae’n rhaid cadw’r cofnod"), "{}", answer.text);
        assert_eq!(world.journalled("hold_placed").await, 0);
    });
}

#[test]
fn nobody_holds_for_another_organisation() {
    on_both(async |world| {
        numbered(&world).await;
        let path = placed(&world).await;
        // Probation does not lead the case, and does not learn that the number is somebody's.
        let form = [("number", "A9876ZY"), ("reason", "A claim")];
        let theirs = world.post(world.probation_officer, "/retention/holds", &form).await;
        assert!(
            theirs.text.contains("leads the case of nobody with this number"),
            "{}",
            theirs.text
        );
        let reason = [("reason", "It is over")];
        for answer in [
            world.get(world.probation_officer, &path).await,
            world.post(world.probation_officer, &path, &reason).await,
        ] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text);
        }
        let page = world.get(world.probation_officer, PAGE).await;
        assert!(!page.text.contains("A9876ZY"));
        // An administrator reads the schedule, and places nothing.
        let page = world.get(world.administrator, PAGE).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("Place a legal hold"), "{}", page.text);
        for account in [world.administrator, world.prison_worker, world.person_account] {
            let answer = world.post(account, "/retention/holds", &form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            let answer = world.post(account, &path, &reason).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(world.journalled("hold_placed").await, 1);
        assert_eq!(world.journalled("hold_lifted").await, 0);
    });
}
