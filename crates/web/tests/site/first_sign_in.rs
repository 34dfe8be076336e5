//! The first sign-in of a person leaving prison over HTTP: a code, a date of birth, and an account.

use crate::harness::{Answer, PASSWORD, World, boxes, encode, fields, now, on_both};
use app::sign_in::code_at;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::PersonId;

/// Rhys Morgan, as the harness adds him.
const BORN: &str = "1985-03-27";

/// Makes a code for a person, and returns it.
async fn code_for(world: &World, person: PersonId) -> String {
    let path = format!("/people/{person}/invite");
    let made = world.post(world.prison_worker, &path, &[("email", "rhys@example.org")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert!(made.text.contains("/first-sign-in"), "{}", made.text);
    let (_, rest) = made.text.split_once("<code>").unwrap();
    rest.split("</code>").next().unwrap().to_owned()
}

async fn give(world: &World, code: &str, born: &str) -> Answer {
    let dates = [boxes("born", born)];
    let body = encode(&fields(&dates, &[("code", code)]));
    world.ask("POST", "/first-sign-in", "", body).await
}

#[test]
pub(crate) fn a_code_and_a_date_of_birth_lead_to_an_account() {
    on_both(async |world| {
        let person = world.another_person().await;
        let page = world.get(world.prison_worker, &format!("/people/{person}/invite")).await;
        assert!(page.text.contains("Invite Rhys Morgan"), "{}", page.text);
        let code = code_for(&world, person).await;
        let page = world.get(world.prison_worker, &format!("/people/{person}/invite")).await;
        assert!(page.text.contains("An invitation to rhys@example.org works until"));
        assert!(!page.text.contains(&code), "it is shown once");
        let direct = format!("/invitation/{}", code.replace('-', ""));
        let direct = world.ask("GET", &direct, "", String::new()).await;
        assert_eq!(direct.status, StatusCode::GONE, "the code alone opens nothing");

        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        let given = give(&world, &typed, BORN).await;
        let link = given.location.unwrap();
        assert!(given.cookies.is_empty(), "no session before the account has its two factors");
        let page = world.ask("GET", &link, "", String::new()).await;
        assert!(page.text.contains("Rhys Morgan"), "{}", page.text);
        let (_, rest) = page.text.split_once("<code>").unwrap();
        let secret = rest.split("</code>").next().unwrap().replace(' ', "");
        let body = encode(&[("password", PASSWORD), ("code", &code_at(&secret, now()).unwrap())]);
        let taken = world.ask("POST", &link, "lang=cy", body).await;
        assert_eq!(taken.location.as_deref(), Some("/home"), "{}", taken.text);
        let session = taken.cookie();
        let home = world.ask("GET", "/home", &session, String::new()).await;
        assert_eq!(home.location.as_deref(), Some("/my-plan"));
        let other = format!("/people/{}", world.person);
        let page = world.ask("GET", &other, &session, String::new()).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);

        assert_eq!(world.ask("GET", &link, "", String::new()).await.status, StatusCode::GONE);
        let again = give(&world, &code, BORN).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is used up");
        let timeline = format!("/people/{person}/timeline");
        let timeline = world.get(world.prison_worker, &timeline).await;
        assert!(timeline.text.contains("The person gave their code and date of birth"));
        let mut conn = world.db.read().await.unwrap();
        for event in ["invitation_opened", "invitation_accepted", "sign_in_refused"] {
            assert_eq!(store::journal::count(&mut conn, None, event).await.unwrap(), 1, "{event}");
        }
    });
}

#[test]
fn what_is_wrong_is_said_the_same_and_a_code_is_tried_five_times() {
    on_both(async |world| {
        let code = code_for(&world, world.another_person().await).await;
        let unknown = give(&world, "2222-2222-22222", BORN).await;
        let mut wrong = give(&world, &code, "1985-03-28").await;
        let lines = |answer: &Answer, typed: &[&str]| {
            let kept = answer.text.lines().filter(|line| !line.contains("nonce"));
            let text = kept.collect::<Vec<_>>().join("\n");
            typed.iter().fold(text, |text, typed| text.replace(typed, ""))
        };
        assert_eq!(
            lines(&unknown, &["2222-2222-22222", "value=\"27\""]),
            lines(&wrong, &[&code, "value=\"28\""])
        );
        assert!(!wrong.text.contains("Rhys"));
        for _ in 0..4 {
            wrong = give(&world, &code, "1985-03-28").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let late = give(&world, &code, BORN).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "it was tried too often");
        assert!(late.text.contains("ask your worker for a new one"), "{}", late.text);
    });
}

#[test]
fn a_date_of_birth_typed_wrong_once_does_no_harm_and_the_page_can_be_lost() {
    on_both(async |world| {
        let code = code_for(&world, world.another_person().await).await;
        for _ in 0..2 {
            for _ in 0..4 {
                give(&world, &code, "1985-03-28").await;
            }
            let given = give(&world, &code, BORN).await;
            assert_eq!(given.status, StatusCode::SEE_OTHER, "the tries before count no longer");
        }
        let first = give(&world, &code, BORN).await.location.unwrap();
        let second = give(&world, &code, BORN).await.location.unwrap();
        let gone = world.ask("GET", &first, "", String::new()).await;
        assert_eq!(gone.status, StatusCode::GONE, "of two, the last one works");
        world.later(TimeDelta::minutes(60) - TimeDelta::seconds(1));
        let open = world.ask("GET", &second, "", String::new()).await;
        assert_eq!(open.status, StatusCode::OK);
        world.later(TimeDelta::seconds(1));
        let gone = world.ask("GET", &second, "", String::new()).await;
        assert_eq!(gone.status, StatusCode::GONE);
        assert_eq!(give(&world, &code, BORN).await.status, StatusCode::SEE_OTHER);
        world.later(TimeDelta::days(7));
        let late = give(&world, &code, BORN).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "a week is over");
    });
}

#[test]
fn what_is_missing_comes_back_with_what_was_typed() {
    on_both(async |world| {
        let page = world.ask("GET", "/sign-in", "", String::new()).await;
        assert!(page.text.contains("href=\"/first-sign-in\""));
        let page = world.ask("GET", "/first-sign-in?lang=cy", "", String::new()).await;
        assert!(page.text.contains("Mae gennyf god gan fy ngweithiwr"), "{}", page.text);
        let empty = give(&world, "", BORN).await;
        assert!(empty.text.contains("Enter the code that your worker gave you"));
        assert!(empty.text.contains("value=\"1985\""), "{}", empty.text);
        let body = encode(&[("code", "ABCD"), ("born-day", "31"), ("born-month", "2")]);
        let wrong = world.ask("POST", "/first-sign-in", "", body).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("must include a year") && wrong.text.contains("ABCD"));
    });
}

#[test]
fn without_a_date_of_birth_there_is_no_code() {
    on_both(async |world| {
        let path = format!("/people/{}/invite", world.person_born(None).await);
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("Their date of birth is not known"), "{}", page.text);
        assert!(!page.text.contains("name=\"email\""));
        let fields = [("email", "rhys@example.org")];
        let answer = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("Their date of birth is not known"), "{}", answer.text);
    });
}
