//! The claims checker over HTTP: open to anybody, and never an effect.

use crate::harness::{Answer, World, on_sqlite};
use axum::http::StatusCode;

const PASSPORT: &str = "/claims?people=375&rate=5&compared=40&cost=%C2%A318,000";

async fn ask(world: &World, path: &str) -> Answer {
    world.ask("GET", path, "", String::new()).await
}

fn check_says(answer: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
}

#[test]
fn a_claim_is_taken_apart_in_both_languages() {
    on_sqlite(&async |world: World| {
        let form = ask(&world, "/claims").await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        assert!(!form.text.contains("What this claim can say"), "{}", form.text);
        let found = ask(&world, PASSPORT).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.text);
        check_says(
            &found,
            &[
                "This is not adjusted for who takes part",
                "5.0% (3.2% to 7.7%)",
                "35.0 points lower. Not an effect",
                "£48",
                "£514",
                "It does not rule this out",
                "four times in five",
                // Filled in, and the other language shows the same claim.
                "value=\"375\"",
                "href=\"/claims?people=375&amp;rate=5&amp;compared=40&amp;cost=%C2%A318%2C000&amp;lang=cy\"",
            ],
        );
        let welsh = ask(&world, &format!("{PASSPORT}&lang=cy")).await;
        check_says(&welsh, &["35.0 pwynt yn is", "Nid yw’n diystyru hyn"]);
    });
}

#[test]
fn what_the_claim_says_is_set_against_the_reasons() {
    on_sqlite(&async |world: World| {
        let more = "&untraced=125&months=6&measured=police_record&counted=stayed";
        let found = ask(&world, &format!("{PASSPORT}{more}")).await;
        check_says(
            &found,
            &[
                "Between 3.8%, if none of them reoffended, and 28.8%, if all did",
                "It says that this is so",
                "It rules this out",
                "It is known from the police record, as the average is",
                "followed for less than 18 months",
            ],
        );
        let higher = ask(&world, "/claims?people=30&rate=60&compared=40&cost=5").await;
        check_says(&higher, &["20.0 points higher, or the same", "Not worked out", "£0.17"]);
        let few = ask(&world, "/claims?people=3&rate=0&compared=5").await;
        check_says(&few, &["3 people are too few to show any fall"]);
    });
}

#[test]
fn a_wrong_claim_comes_back_filled_in() {
    on_sqlite(&async |world: World| {
        let wrong = "/claims?people=none&rate=120&compared=0&cost=-3&months=1.5&measured=x";
        for (language, says) in [
            ("en", ["Enter a whole number in digits", "Enter a number from 0 to 100"]),
            ("cy", ["Rhowch rif cyfan mewn digidau", "Rhowch rif o 0 i 100"]),
        ] {
            let page = ask(&world, &format!("{wrong}&lang={language}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
            check_says(&page, &says);
            check_says(&page, &["value=\"none\"", "value=\"120\"", "value=\"-3\""]);
        }
        let missing = ask(&world, "/claims?people=10").await;
        check_says(&missing, &["Enter a number"]);
    });
}
