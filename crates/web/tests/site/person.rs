//! Finding, adding and changing people, and what each organisation sees of them.

use crate::harness::on_both;
use axum::http::StatusCode;
use uuid::Uuid;

const NEW: [(&str, &str); 8] = [
    ("given-name", "Ann"),
    ("family-name", "Example"),
    ("date-of-birth-day", "17"),
    ("date-of-birth-month", "5"),
    ("date-of-birth-year", "1990"),
    ("language", "cy"),
    ("prison-number", "a1234bc"),
    ("pnc-id", "02/73319Z"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = NEW
        .into_iter()
        .filter(|(name, _)| changes.iter().all(|(other, _)| other != name))
        .collect();
    fields.extend_from_slice(changes);
    fields
}

/// What is added: its kind, the fields of its form, and what the page then shows.
type Part<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[test]
fn somebody_is_added_found_and_changed_and_what_was_there_stays() {
    on_both(async |world| {
        let received = [
            ("received-day", "24"),
            ("received-month", "11"),
            ("received-year", "2026"),
            ("reception", "recall"),
        ];
        let added = world.post(world.prison_worker, "/people/new", &with(&received)).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let path = added.location.unwrap().split('?').next().unwrap().to_owned();
        let page = world.get(world.prison_worker, &path).await;
        let details = world.get(world.prison_worker, &format!("{path}/details")).await;
        for part in ["17 May 1990", "basic screening", "28 November"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        for part in ["2002/0073319Z", "Recalled"] {
            assert!(details.text.contains(part), "{part}: {}", details.text);
        }
        for asked in ["exam", "Ann Example", "Example, Ann", "A1234BC", "2002/0073319Z"] {
            let query = serde_urlencoded::to_string([("q", asked)]).unwrap();
            let found = world.get(world.prison_worker, &format!("/people?{query}")).await;
            assert!(found.text.contains("Example, Ann"), "{asked}");
        }

        let edit = format!("{path}/edit");
        let form = world.get(world.prison_worker, &edit).await;
        for part in ["value=\"Example\"", "value=\"A1234BC\""] {
            assert!(form.text.contains(part), "{part}: {}", form.text);
        }
        let changes = [("family-name", "Sample"), ("date-of-birth-day", "18"), ("crn", "x123456")];
        let changed = world.post(world.prison_worker, &edit, &with(&changes)).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        let page = world.get(world.prison_worker, &format!("{path}/details")).await;
        for part in ["Ann Sample", "Former name", "Ann Example", "X123456"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        let page = world.get(world.prison_worker, &format!("{path}/timeline")).await;
        assert!(page.text.contains("(was 17 May 1990)"), "{}", page.text);
    });
}

#[test]
fn details_are_added_and_ended() {
    on_both(async |world| {
        let path = format!("/people/{}", world.person);
        let parts: [Part<'_>; 5] = [
            (
                "name",
                &[("name-kind", "alias"), ("name-given", "Sian"), ("name-family", "Neill")],
                "Sian Neill",
            ),
            (
                "address",
                &[
                    ("address-kind", "proposed"),
                    ("address-words", "1 Quay"),
                    ("address-postcode", "cf101bh"),
                ],
                "CF10 1BH",
            ),
            (
                "contact",
                &[("contact-kind", "phone"), ("contact-value", "029 2018 0982")],
                "029 2018 0982",
            ),
            (
                "condition",
                &[("condition-kind", "bespoke"), ("condition-words", "Not to  enter Anytown")],
                "Not to  enter Anytown",
            ),
            (
                "flag",
                &[
                    ("flag-kind", "self-harm"),
                    ("flag-note", "After visits"),
                    ("flag-from-day", "1"),
                    ("flag-from-month", "11"),
                    ("flag-from-year", "2026"),
                ],
                "After visits",
            ),
        ];
        for (what, fields, shown) in parts {
            let to = format!("{path}/details/{what}");
            let answer = world.post(world.prison_worker, &to, fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}: {}", answer.text);
            let page = world.get(world.prison_worker, &format!("{path}/details")).await;
            assert!(page.text.contains(shown), "{shown}: {}", page.text);
        }
        let page = world.get(world.prison_worker, &format!("{path}/details")).await;
        let end =
            page.text.split("action=\"").find(|part| part.contains("/details/flag/")).unwrap();
        let end = end.split('"').next().unwrap();
        let answer = world.post(world.prison_worker, end, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let again = world.post(world.prison_worker, end, &[]).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND, "it has ended");
        let page = world.get(world.prison_worker, &format!("{path}/details")).await;
        assert!(page.text.contains("from 1 November 2026 to 25 November 2026"), "{}", page.text);
        assert_eq!(world.journalled("person_changed").await, 6);
    });
}

#[test]
fn a_wrong_form_comes_back_filled_in_and_in_its_language() {
    on_both(async |world| {
        let changes = [
            ("family-name", ""),
            ("date-of-birth-month", "13"),
            ("pnc-id", "02/73319A"),
            ("given-name", "Mair"),
        ];
        let answer = world.post(world.prison_worker, "/people/new?lang=cy", &with(&changes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in
            ["Rhowch enw", "rhif o 1 i 12", "ID PNC", "value=\"Mair\"", "value=\"02/73319A\""]
        {
            assert!(answer.text.contains(part), "{part}: {}", answer.text);
        }
        let taken = world.post(world.prison_worker, "/people/new", &with(&[])).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        let taken = world.post(world.prison_worker, "/people/new", &with(&[])).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.text.contains("Somebody else here has this number"));

        let path = format!("/people/{}/details/address", world.person);
        let fields = [
            ("address-kind", "main"),
            ("address-words", "2 Quay"),
            ("address-from-day", "2"),
            ("address-from-month", "11"),
            ("address-from-year", "2026"),
            ("address-to-day", "1"),
            ("address-to-month", "11"),
            ("address-to-year", "2026"),
        ];
        let answer = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("The last day is before the first"), "{}", answer.text);
        assert!(answer.text.contains("2 Quay") && answer.text.contains("value=\"Siân\""));
        assert!(answer.text.contains("#address-to-day"));
    });
}

#[test]
fn a_second_submit_leads_to_the_person_of_the_first() {
    on_both(async |world| {
        let token = Uuid::now_v7().to_string();
        let fields = with(&[("form-token", token.as_str())]);
        let first = world.post(world.prison_worker, "/people/new", &fields).await;
        let second = world.post(world.prison_worker, "/people/new", &fields).await;
        let path = first.location.unwrap();
        assert_eq!(second.location.as_deref(), path.split('?').next());
    });
}

#[test]
fn only_who_leads_sees_the_whole_record() {
    on_both(async |world| {
        crate::referral::sent(&world).await;
        let path = format!("/people/{}", world.person);
        let flag = [
            ("flag-kind", "gangs"),
            ("flag-from-day", "1"),
            ("flag-from-month", "11"),
            ("flag-from-year", "2026"),
        ];
        world.post(world.prison_worker, &format!("{path}/details/flag"), &flag).await;
        let lead = world.get(world.prison_worker, &path).await;
        let served = world.get(world.service_worker, &path).await;
        assert_eq!(served.status, StatusCode::OK, "{}", served.text);
        for part in ["O’Neill", "17 May 1990", "Rent deposits"] {
            assert!(lead.text.contains(part) && served.text.contains(part), "{part}");
        }
        let details = world.get(world.prison_worker, &format!("{path}/details")).await;
        let timeline = world.get(world.prison_worker, &format!("{path}/timeline")).await;
        for (page, part) in [
            (&lead, "Needs in ten areas"),
            (&lead, "What happened last"),
            (&details, "Gangs"),
            (&details, "Change these details"),
            (&timeline, "Details changed"),
        ] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
            assert!(!served.text.contains(part), "{part}: {}", served.text);
        }
        for section in ["details", "timeline"] {
            let refused = world.get(world.service_worker, &format!("{path}/{section}")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{section}");
        }
        assert!(served.text.contains("Not shared with you, because"));
        assert_eq!(lead.text.matches("class=\"site-area").count(), 11, "ten areas in one list");
        for account in [world.service_worker, world.stranger_worker] {
            let answer = world.get(account, &format!("{path}/edit")).await;
            assert!(matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
        }
        let answer = world.get(world.stranger_worker, "/people?q=O").await;
        assert!(!answer.text.contains("O’Neill"), "{}", answer.text);
    });
}

#[test]
fn nobody_is_found_whom_another_organisation_leads() {
    on_both(async |world| {
        let found = world.get(world.probation_worker, "/people?q=O%27Neill").await;
        assert_eq!(found.status, StatusCode::OK);
        assert!(found.text.contains("Nobody found") && !found.text.contains("Siân"));
        let found = world.get(world.prison_worker, "/people?q=o%27neill").await;
        assert!(found.text.contains("O’Neill, Siân"), "{}", found.text);
    });
}
