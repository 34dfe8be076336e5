//! Consent over HTTP: asked only where there is a choice, by the worker and by the person, withdrawn
//! at once, and what is shared without asking beside it.

use crate::harness::{World, account, agreement, now, on_both, organisation};
use axum::http::StatusCode;
use domain::consent::PURPOSE;
use domain::{FieldGroup, FieldGroups, OrganisationId, OrganisationKind, Role};

/// Adds an employer, and a council in England with which the prison has an agreement.
async fn world_of_choice(world: &World) -> (OrganisationId, OrganisationId) {
    let mut tx = world.db.begin().await.unwrap();
    let employer = organisation(&mut tx, "Pennant Stone", OrganisationKind::Employer).await;
    let council = domain::Organisation {
        id: OrganisationId(uuid::Uuid::now_v7()),
        name: "Severnmouth Council".to_owned(),
        sector: domain::Sector::Public,
        kind: OrganisationKind::Council,
        region: Some("south-west".to_owned()),
        prison_code: None,
    };
    store::organisation::add(&mut tx, &council, now()).await.unwrap();
    let role = Role::DataProtectionOfficer;
    let officer = account(&mut tx, "dpo.council", council.id, role, None).await;
    let agreed = domain::Agreement {
        title: "Homes in Severnmouth".to_owned(),
        groups: vec![FieldGroup::Identity, FieldGroup::Needs, FieldGroup::Accommodation],
        ..agreement(&[(world.prison, world.prison_officer), (council.id, officer)])
    };
    store::agreement::add(&mut tx, &agreed, now()).await.unwrap();
    tx.commit().await.unwrap();
    (employer, council.id)
}

async fn granted(world: &World, to: OrganisationId) -> Vec<FieldGroup> {
    let mut conn = world.db.read().await.unwrap();
    let today = World::today();
    let groups: FieldGroups =
        store::consent::granted(&mut conn, world.person, to, PURPOSE, today).await.unwrap();
    groups.iter().collect()
}

/// Returns the path of the withdrawal of the only answer that holds.
fn withdrawal(page: &str, base: &str) -> String {
    let start = page.find(&format!("{base}/")).unwrap();
    let path = page[start..].split('"').next().unwrap();
    assert!(path.ends_with("/withdraw"), "{path}");
    path.to_owned()
}

#[test]
pub(crate) fn the_worker_writes_down_and_the_person_withdraws() {
    on_both(async |world| {
        let (employer, _) = world_of_choice(&world).await;
        let path = format!("/people/{}/consents", world.person);
        let page = world.get(world.prison_worker, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("has not been asked yet"));
        for part in ["It is not optional", "Resettlement in Wales", "Public task"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        let form = world.get(world.prison_worker, &format!("{path}?organisation={employer}")).await;
        for part in ["answer-identity", "answer-ni_number", "answer-employment", "Not asked yet"] {
            assert!(form.text.contains(part), "{part}: {}", form.text);
        }
        assert!(!form.text.contains("answer-convictions"));
        let to = employer.to_string();
        let fields =
            [("organisation", to.as_str()), ("answer-identity", "yes"), ("answer-ni_number", "no")];
        let saved = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        assert_eq!(granted(&world, employer).await, [FieldGroup::Identity]);
        assert_eq!(world.journalled("consent_recorded").await, 2);

        let own = "/my-record/consents";
        let page = world.get(world.person_account, own).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Demo prison") && page.text.contains("Holds until"));
        assert!(page.text.contains("Pennant Stone is told nothing else"), "{}", page.text);
        let withdraw = withdrawal(&page.text, own);
        let before = world.get(world.person_account, &withdraw).await;
        assert_eq!(before.status, StatusCode::OK, "{}", before.text);
        assert!(before.text.contains("It still knows what it was told before"));
        let done = world.post(world.person_account, &withdraw, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(granted(&world, employer).await, []);
        assert_eq!(world.journalled("consent_withdrawn").await, 1);
        for again in [
            world.post(world.person_account, &withdraw, &[]).await,
            world.get(world.person_account, &withdraw).await,
        ] {
            assert_eq!(again.status, StatusCode::CONFLICT);
        }
        let timeline =
            world.get(world.prison_worker, &format!("/people/{}/timeline", world.person)).await;
        assert!(timeline.text.contains("Withdrew the consent that Pennant Stone is told"));
    });
}

#[test]
pub(crate) fn an_answer_is_withdrawn_by_the_person_and_their_lead_and_nobody_else() {
    on_both(async |world| {
        let (employer, _) = world_of_choice(&world).await;
        let to = employer.to_string();
        let path = format!("/people/{}/consents", world.person);
        let fields = [("organisation", to.as_str()), ("answer-identity", "yes")];
        let saved = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let page = world.get(world.person_account, "/my-record/consents").await;
        let own = withdrawal(&page.text, "/my-record/consents");
        let item = own.split('/').nth(3).unwrap();
        let kept = format!("{path}/{item}/withdraw");
        let other = world.another_person().await;
        let through = format!("/people/{other}/consents/{item}/withdraw");
        for (account, path) in [
            (world.service_worker, &kept),
            (world.stranger_worker, &kept),
            (world.prison_officer, &kept),
            (world.prison_worker, &own),
            (world.prison_worker, &through),
        ] {
            for answer in [world.get(account, path).await, world.post(account, path, &[]).await] {
                let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
                assert!(refused.contains(&answer.status), "{path}: {}", answer.status);
            }
        }
        assert_eq!(granted(&world, employer).await, [FieldGroup::Identity]);
        let done = world.post(world.prison_worker, &kept, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(granted(&world, employer).await, []);
    });
}

#[test]
pub(crate) fn a_new_answer_takes_the_place_of_the_one_before() {
    on_both(async |world| {
        let (_, council) = world_of_choice(&world).await;
        let to = council.to_string();
        let path = format!("/people/{}/consents", world.person);
        let say = |answer| [("organisation", to.clone()), ("answer-accommodation", answer)];
        for (mine, answer, holds) in
            [(false, "yes", true), (true, "no", false), (false, "yes", true), (true, "yes", true)]
        {
            let (account, path) = if mine {
                (world.person_account, "/my-record/consents")
            } else {
                (world.prison_worker, path.as_str())
            };
            let said = say(answer.to_owned());
            let fields: Vec<_> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let saved = world.post(account, path, &fields).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
            assert_eq!(granted(&world, council).await.len(), usize::from(holds));
        }
        let page = world.get(world.person_account, "/my-record/consents").await;
        assert_eq!(page.text.matches("Replaced by a later answer").count(), 3, "{}", page.text);
        // What the council is told anyway, without what it is asked for.
        let told = page.text.split("What each of them is told whatever the answer").nth(1).unwrap();
        let told = told.split("Shared without asking").next().unwrap();
        assert!(told.contains("Homes in Severnmouth") && told.contains("Needs and how urgent"));
        assert!(!told.contains("Where they live"), "{told}");
        let welsh = world.get(world.person_account, "/my-record/consents?lang=cy").await;
        assert!(welsh.text.contains("Nid yw’n ddewisol"), "{}", welsh.text);
    });
}

#[test]
fn nothing_is_asked_where_there_is_no_choice() {
    on_both(async |world| {
        let (employer, council) = world_of_choice(&world).await;
        let (employer, council) = (employer.to_string(), council.to_string());
        let provider = world.provider.to_string();
        let path = format!("/people/{}/consents", world.person);
        let page = world.get(world.prison_worker, &path).await;
        assert!(!page.text.contains("Harbour Steps"), "a provider is no choice");
        for fields in [
            vec![("organisation", provider.as_str()), ("answer-identity", "yes")],
            vec![("organisation", "nobody"), ("answer-identity", "yes")],
            vec![("answer-identity", "yes")],
            vec![("organisation", employer.as_str())],
            vec![("organisation", employer.as_str()), ("answer-identity", "perhaps")],
            vec![("organisation", employer.as_str()), ("answer-convictions", "yes")],
            vec![("organisation", council.as_str()), ("answer-health", "yes")],
            vec![("organisation", council.as_str()), ("answer-nothing", "yes")],
        ] {
            let answer = world.post(world.prison_worker, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(answer.text.contains("govuk-error-summary"), "{fields:?}");
        }
        assert_eq!(world.journalled("consent_recorded").await, 0);
    });
}

#[test]
fn only_the_lead_and_the_person_see_and_answer() {
    on_both(async |world| {
        let (employer, _) = world_of_choice(&world).await;
        let to = employer.to_string();
        let fields = [("organisation", to.as_str()), ("answer-identity", "yes")];
        let path = format!("/people/{}/consents", world.person);
        for account in [
            world.service_worker,
            world.stranger_worker,
            world.probation_worker,
            world.evaluator,
            world.administrator,
            world.prison_officer,
            world.person_account,
        ] {
            for answer in
                [world.get(account, &path).await, world.post(account, &path, &fields).await]
            {
                assert!(
                    matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                    "{}",
                    answer.status
                );
            }
        }
        for account in [world.prison_worker, world.prison_officer, world.evaluator] {
            let own = "/my-record/consents";
            for answer in [world.get(account, own).await, world.post(account, own, &fields).await] {
                assert!(answer.status.is_client_error(), "{}", answer.status);
            }
        }
        assert_eq!(granted(&world, employer).await, []);
    });
}
