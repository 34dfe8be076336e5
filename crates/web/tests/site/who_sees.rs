//! Who sees what of one record, side by side, and why: for the lead of the case, and for the data protection
//! officers of organisations that have a part in it, who are shown nothing of the record.

use crate::harness::{Answer, World, account, now, on_both, organisation};
use axum::http::StatusCode;
use domain::{AccountId, FieldGroup, IdentifierKind, OrganisationKind, Role};

async fn officer(world: &World, name: &str, organisation: domain::OrganisationId) -> AccountId {
    let mut tx = world.db.begin().await.unwrap();
    let role = Role::DataProtectionOfficer;
    let officer = account(&mut tx, name, organisation, role, None).await;
    tx.commit().await.unwrap();
    officer
}

fn path(world: &World) -> String {
    format!("/people/{}/who-sees-what", world.person)
}

async fn why(world: &World, by: AccountId, who: &str, role: &str, group: &str) -> Answer {
    let path = format!("{}/why?who={who}&role={role}&group={group}", path(world));
    world.get(by, &path).await
}

/// Returns the heads of the columns of a page, with who they are in an address.
fn columns(page: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in page.split("/why?who=").skip(1) {
        let who = part.split("&amp;group").next().unwrap().to_owned();
        if !all.contains(&who) {
            all.push(who);
        }
    }
    all
}

#[test]
fn one_person_is_seen_by_eight_roles_side_by_side() {
    on_both(async |world| {
        let page = world.get(world.prison_worker, &path(&world)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let lead = format!("{}&amp;role=resettlement_worker", world.prison);
        let officer = format!("{}&amp;role=data_protection_officer", world.prison);
        let expected = [
            lead.as_str(),
            "any-probation&amp;role=resettlement_worker",
            "any-provider&amp;role=service_worker",
            "any-council&amp;role=service_worker",
            "any-employer&amp;role=service_worker",
            "stranger&amp;role=service_worker",
            officer.as_str(),
            "person&amp;role=person",
        ];
        assert_eq!(columns(&page.text), expected);
        // A referral makes a provider one that is there.
        crate::referral::sent(&world).await;
        let page = world.get(world.prison_worker, &path(&world)).await.text;
        let provider = format!("{}&amp;role=service_worker", world.provider);
        assert!(columns(&page).contains(&provider), "{page}");
        assert!(!columns(&page).iter().any(|who| who.starts_with("any-provider")), "{page}");
        for group in FieldGroup::ALL {
            let links = page.matches(&format!("group={}\"", group.code())).count();
            assert_eq!(links, 8, "{group}");
        }
        let welsh = world.get(world.prison_worker, &format!("{}?lang=cy", path(&world))).await.text;
        assert!(
            welsh.contains("Unrhyw sefydliad arall") && !welsh.contains("Any other"),
            "{welsh}"
        );
    });
}

#[test]
fn the_answers_are_those_of_the_policies_and_change_with_the_facts() {
    on_both(async |world| {
        crate::referral::sent(&world).await;
        let of = async |who: &str, role: &str, group: &str| {
            why(&world, world.prison_worker, who, role, group).await.text
        };
        let provider = world.provider.to_string();
        let needs = of(&provider, "service_worker", "needs").await;
        for part in [
            "A summary is shown to them",
            "Whoever works with a person sees what they need",
            "Crime and Disorder Act 1998 section 115",
            "Serves the person",
            "Resettlement in Wales: in force until",
            "Not asked for: it is not a matter of choice",
        ] {
            assert!(needs.contains(part), "{part}: {needs}");
        }
        let employer = of("any-employer", "service_worker", "identity").await;
        assert!(employer.contains("it takes the person’s consent and none stands"), "{employer}");
        let offence = of("any-employer", "service_worker", "convictions").await;
        assert!(offence.contains("nobody in this role"), "{offence}");
        let stranger = of("stranger", "service_worker", "needs").await;
        assert!(stranger.contains("they do nothing for this person"), "{stranger}");
        let officer = of(&world.prison.to_string(), "data_protection_officer", "needs").await;
        assert!(officer.contains("No policy allows it"), "{officer}");
        let own = of("person", "person", "risk").await;
        assert!(own.contains("The law lets what it says be withheld"), "{own}");

        let mut tx = world.db.begin().await.unwrap();
        store::agreement::end(&mut tx, world.agreement, World::today()).await.unwrap();
        tx.commit().await.unwrap();
        let ended = of(&provider, "service_worker", "needs").await;
        assert!(ended.contains("no sharing agreement in force with HMP Cardiff"), "{ended}");
        assert!(ended.contains("Resettlement in Wales: not in force"), "{ended}");
    });
}

#[test]
fn a_question_that_is_not_whole_is_asked_again_and_one_about_nobody_finds_nothing() {
    on_both(async |world| {
        let provider = world.provider.to_string();
        for (who, role, group) in [
            ("", "", ""),
            (&*provider, "service_worker", ""),
            (&*provider, "king", "needs"),
            (&*provider, "person", "needs"),
            ("person", "service_worker", "needs"),
            ("nobody", "service_worker", "needs"),
        ] {
            let page = why(&world, world.prison_worker, who, role, group).await;
            assert_eq!(page.status, StatusCode::OK, "{who} {role} {group}");
            assert!(
                page.text.contains("Choose an organisation, a role and a group"),
                "{who} {role}"
            );
        }
        let page = why(&world, world.prison_worker, &provider, "service_worker", "needs").await;
        let chosen = format!("<option value=\"{provider}\" selected>");
        assert!(page.text.contains(&chosen), "it comes back filled in: {}", page.text);
        let nobody = uuid::Uuid::nil().to_string();
        let page = why(&world, world.prison_worker, &nobody, "service_worker", "needs").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_officer_sees_the_sharing_of_a_record_in_which_their_organisation_has_a_part_and_nothing_of_it()
 {
    on_both(async |world| {
        let of_provider = officer(&world, "officer.provider", world.provider).await;
        let other = {
            let mut tx = world.db.begin().await.unwrap();
            let id = organisation(&mut tx, "Elsewhere", OrganisationKind::Health).await;
            tx.commit().await.unwrap();
            officer(&world, "officer.other", id).await
        };
        let mut tx = world.db.begin().await.unwrap();
        let number = IdentifierKind::PrisonNumber;
        store::person::add_identifier(&mut tx, world.person, number, "A9182ZX", now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let find = "/who-sees-what/record?number=a9182zx";
        let nothing = "has no part in a record with this number";
        // Before anything is done for the person, the provider has no part.
        for by in [of_provider, other, world.probation_officer] {
            let page = world.get(by, &path(&world)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            let page = world.get(by, find).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains(nothing), "{}", page.text);
        }
        crate::referral::sent(&world).await;
        let read = world.journalled("person_read").await;
        for by in [of_provider, world.prison_officer] {
            let found = world.get(by, find).await;
            assert_eq!(found.location, Some(path(&world)), "{}", found.text);
            let page = world.get(by, &path(&world)).await;
            let answer =
                why(&world, by, &world.provider.to_string(), "service_worker", "money").await;
            for page in [page, answer] {
                assert_eq!(page.status, StatusCode::OK, "{}", page.text);
                for said in ["O’Neill", "Siân", "A9182ZX", "17 May 1990"] {
                    assert!(!page.text.contains(said), "{said}: {}", page.text);
                }
                assert!(page.text.contains("Harbour Steps"), "{}", page.text);
            }
            let opened = world.get(by, &format!("/people/{}", world.person)).await;
            assert!(matches!(opened.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
        }
        assert_eq!(world.journalled("person_read").await, read + 4);
        let page = world.get(other, &path(&world)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(world.get(other, find).await.text.contains(nothing));
        let missing = world.get(world.prison_officer, "/who-sees-what/record?number=A0000AA").await;
        assert!(missing.text.contains(nothing), "unknown looks the same: {}", missing.text);
        // Only officers find records so.
        for by in [world.prison_worker, world.administrator, world.person_account] {
            assert_eq!(world.get(by, find).await.status, StatusCode::NOT_FOUND);
        }
    });
}

/// The officer is told most where the least is shared: also when no agreement stands.
#[test]
fn an_officer_sees_why_nothing_is_shared_when_the_agreement_has_ended() {
    on_both(async |world| {
        let by = officer(&world, "officer.provider", world.provider).await;
        crate::referral::sent(&world).await;
        let mut tx = world.db.begin().await.unwrap();
        store::agreement::end(&mut tx, world.agreement, World::today()).await.unwrap();
        tx.commit().await.unwrap();
        let page = why(&world, by, &world.provider.to_string(), "service_worker", "identity").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("no sharing agreement in force"), "{}", page.text);
    });
}

/// The person sees that an officer looked.
#[test]
fn the_person_sees_that_an_officer_looked() {
    on_both(async |world| {
        world.get(world.prison_officer, &path(&world)).await;
        let page = world.get(world.person_account, "/my-record/reads").await;
        assert!(page.text.contains("Data protection officer"), "{}", page.text);
    });
}
