//! Accounts, invitations, sessions, organisations, settings and forms that were taken.

use crate::build::{
    World, account as new_account, at, id, now, organisation as charity, today, waiter,
};
use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::{
    AccountId, Area, Organisation, OrganisationKind, Role, RoleAnswer, RoleRequest, Session,
};
use store::invitation::Invitation;
use store::recovery::Recovery;
use store::{
    account, clock, invitation as offer, need, organisation, recovery, role_request, session,
    setting, submission,
};
use uuid::Uuid;

fn signed_in(account: AccountId, at: DateTime<Utc>) -> Session {
    Session::begin(id(), account, true, at)
}

both! {
    async fn an_account_signs_in_and_no_code_works_twice(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let mut new = new_account(w.worker.organisation, "Sam");
        new.person = Some(w.person.id);
        new.role = Role::Person;
        account::add(&mut tx, &new, now()).await.unwrap();
        let found = account::credentials(&mut tx, &new.email).await.unwrap().unwrap();
        assert_eq!((found.id, found.active, found.totp_last_step), (new.id, true, 0));
        assert!(account::credentials(&mut tx, "nobody@example.org").await.unwrap().is_none());

        let until = now() + TimeDelta::minutes(15);
        account::refuse(&mut tx, new.id, Some(until)).await.unwrap();
        let refused = account::credentials_of(&mut tx, new.id).await.unwrap().unwrap();
        assert_eq!((refused.failed_attempts, refused.locked_until), (1, Some(until)));

        assert!(account::use_step(&mut tx, new.id, 7).await.unwrap());
        assert!(!account::use_step(&mut tx, new.id, 7).await.unwrap());
        let used = account::credentials_of(&mut tx, new.id).await.unwrap().unwrap();
        assert_eq!((used.failed_attempts, used.locked_until), (0, None));

        let actor = account::actor(&mut tx, new.id).await.unwrap().unwrap();
        assert_eq!(actor.organisation_kind, OrganisationKind::Prison);
        assert_eq!((actor.role, actor.person), (Role::Person, Some(w.person.id)));
        assert!(account::actor(&mut tx, id::<AccountId>()).await.unwrap().is_none());
    }
}

both! {
    async fn an_e_mail_address_has_one_account(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let new = new_account(w.worker.organisation, "Sam");
        account::add(&mut tx, &new, now()).await.unwrap();
        let same = account::NewAccount { id: id(), ..new };
        assert!(account::add(&mut tx, &same, now()).await.is_err());
    }
}

both! {
    async fn an_invitation_works_once_and_in_time(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let invitation = Invitation {
            token_hash: "hash".to_owned(),
            email: "new@example.org".to_owned(),
            name: "New".to_owned(),
            organisation: w.worker.organisation,
            role: Role::ServiceWorker,
            person: None,
            totp_secret: "SECRET".to_owned(),
            invited_by: w.worker.account,
            expires_at: now() + Days::new(7),
        };
        offer::add(&mut tx, &invitation, now()).await.unwrap();
        let found = offer::find(&mut tx, "hash", now()).await.unwrap().unwrap();
        assert_eq!((found.role, found.expires_at), (Role::ServiceWorker, invitation.expires_at));
        let late = now() + Days::new(8);
        assert!(offer::find(&mut tx, "hash", late).await.unwrap().is_none());
        assert!(!offer::take(&mut tx, "hash", late).await.unwrap());
        assert!(offer::take(&mut tx, "hash", now()).await.unwrap());
        assert!(!offer::take(&mut tx, "hash", now()).await.unwrap());
        assert!(offer::find(&mut tx, "hash", now()).await.unwrap().is_none());
    }
}

both! {
    async fn of_two_invitations_to_an_address_the_last_one_works(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let first = Invitation {
            token_hash: "first".to_owned(),
            email: "new@example.org".to_owned(),
            name: "New".to_owned(),
            organisation: w.worker.organisation,
            role: Role::Administrator,
            person: None,
            totp_secret: "SECRET".to_owned(),
            invited_by: None,
            expires_at: now() + Days::new(7),
        };
        let second = Invitation { token_hash: "second".to_owned(), ..first.clone() };
        offer::add(&mut tx, &first, now()).await.unwrap();
        offer::add(&mut tx, &second, now()).await.unwrap();
        assert!(offer::find(&mut tx, "first", now()).await.unwrap().is_none());
        let open = offer::open_of_organisation(&mut tx, w.worker.organisation, now()).await.unwrap();
        assert_eq!(open.len(), 1);
        assert_eq!((open[0].token_hash.as_str(), open[0].invited_by), ("second", None));
        let person = w.cleared();
        assert!(offer::open_of_person(&mut tx, &person, now()).await.unwrap().is_none());
        assert!(account::of_person(&mut tx, &person).await.unwrap().is_none());
    }
}

both! {
    async fn a_deactivated_account_is_out_and_drops_nobody(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let worker = w.worker.account.unwrap();
        need::save(&mut tx, &w.need(Area::Accommodation)).await.unwrap();
        session::add(&mut tx, "token", &signed_in(worker, now())).await.unwrap();
        let before = account::find(&mut tx, worker).await.unwrap().unwrap();
        assert_eq!((before.active, before.seen_at), (true, Some(now())));
        let waiting = clock::waiting(&mut tx, waiter(w.worker), clock::Part::FIRST).await.unwrap().len();

        account::deactivate(&mut tx, worker).await.unwrap();
        assert_eq!(session::find(&mut tx, "token").await.unwrap(), None);
        assert!(account::actor(&mut tx, worker).await.unwrap().is_none());
        let listed = account::of_organisation(&mut tx, w.worker.organisation).await.unwrap();
        let after = listed.into_iter().find(|account| account.id == worker).unwrap();
        assert!(!after.active);
        // What was in the account's name now waits for the whole organisation.
        let now_waiting = clock::waiting(&mut tx, waiter(w.worker), clock::Part::FIRST).await.unwrap().len();
        assert_eq!(now_waiting, waiting + usize::try_from(after.owns).unwrap());
        assert!(after.owns > 0);
    }
}

both! {
    async fn a_role_request_waits_until_it_is_answered_once(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let us = w.worker.organisation;
        let new = ["asker", "second", "receiver"].map(|name| new_account(us, name));
        for one in &new {
            account::add(&mut tx, one, now()).await.unwrap();
        }
        let [asker, second, receiver] = new.map(|one| one.id);
        let ask = |of| {
            RoleRequest::ask(id(), (us, Role::Administrator, of), (asker, now()), today()).unwrap()
        };
        let whom = |email: &str| role_request::Whom {
            name: "Bethan".to_owned(),
            email: email.to_owned(),
            token_hash: None,
        };
        let (first, other) = (ask(Some(receiver)), ask(None));
        role_request::add(&mut tx, &first, &whom("one@example.org")).await.unwrap();
        assert!(!role_request::waits_already(&mut tx, &other, "two@example.org", today()).await.unwrap());
        assert!(role_request::waits_already(&mut tx, &other, "one@example.org", today()).await.unwrap());
        assert!(role_request::waits_already(&mut tx, &first, "x@example.org", today()).await.unwrap());
        let over = today() + Days::new(15);
        assert!(!role_request::waits_already(&mut tx, &first, "x@example.org", over).await.unwrap());
        role_request::add(&mut tx, &other, &whom("two@example.org")).await.unwrap();
        let found = role_request::find(&mut tx, first.id).await.unwrap().unwrap();
        assert_eq!((&found.request, found.answered), (&first, None));
        assert_eq!(role_request::count_waiting(&mut tx, us, today()).await.unwrap(), 2);
        assert_eq!(role_request::count_waiting(&mut tx, us, over).await.unwrap(), 0);
        assert_eq!(role_request::waiting(&mut tx, over).await.unwrap().len(), 0);

        role_request::hold(&mut tx, first.id).await.unwrap();
        let refused = first.clone().refuse(second, today()).unwrap();
        let why = Some("No");
        assert!(role_request::answer(&mut tx, &refused, Some(second), why, now()).await.unwrap());
        let late = first.confirm(Some(second), today()).unwrap();
        assert!(!role_request::answer(&mut tx, &late, Some(second), None, now()).await.unwrap());
        let found = role_request::find(&mut tx, refused.id).await.unwrap().unwrap();
        assert_eq!(found.request, refused);
        assert_eq!(found.answered.unwrap().reason.as_deref(), why);

        role_request::withdraw_of(&mut tx, asker, None, now()).await.unwrap();
        let all = role_request::of_organisation(&mut tx, us).await.unwrap();
        let answers: Vec<_> = all.iter().map(|one| one.request.answer).collect();
        assert_eq!(answers, [Some(RoleAnswer::Withdrawn), Some(RoleAnswer::Refused)]);
    }
}

both! {
    async fn another_role_ends_the_sessions(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let worker = w.worker.account.unwrap();
        session::add(&mut tx, "token", &signed_in(worker, now())).await.unwrap();
        let clocks = account::find(&mut tx, worker).await.unwrap().unwrap().owns;
        assert!(account::count_held(&mut tx, worker).await.unwrap() > clocks, "the person too");
        account::set_role(&mut tx, worker, Role::Administrator).await.unwrap();
        assert_eq!(account::find(&mut tx, worker).await.unwrap().unwrap().role, Role::Administrator);
        assert_eq!(session::find(&mut tx, "token").await.unwrap(), None);
    }
}

both! {
    async fn a_session_is_kept_until_it_ends(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let begun = signed_in(w.worker.account.unwrap(), now());
        session::add(&mut tx, "token", &begun).await.unwrap();
        let later = now() + TimeDelta::minutes(5);
        session::touch(&mut tx, "token", later).await.unwrap();
        let found = session::find(&mut tx, "token").await.unwrap().unwrap();
        assert_eq!(found, Session { seen_at: later, ..begun });
        session::end(&mut tx, "token").await.unwrap();
        assert_eq!(session::find(&mut tx, "token").await.unwrap(), None);
    }
}

both! {
    async fn a_session_is_renewed_under_another_token(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let begun = signed_in(w.worker.account.unwrap(), now());
        session::add(&mut tx, "old", &begun).await.unwrap();
        let later = now() + TimeDelta::minutes(20);
        session::renew(&mut tx, "old", "new", later).await.unwrap();
        assert_eq!(session::find(&mut tx, "old").await.unwrap(), None);
        let (found, actor) = session::find_actor(&mut tx, "new").await.unwrap().unwrap();
        assert_eq!(found, Session { factor_at: Some(later), seen_at: later, ..begun });
        assert_eq!(actor.account, begun.account);
    }
}

both! {
    async fn sessions_are_of_their_account_alone(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let (own, other) = (w.worker.account.unwrap(), new_account(w.worker.organisation, "Sam"));
        account::add(&mut tx, &other, now()).await.unwrap();
        let hour = |hours| now() + TimeDelta::hours(hours);
        let half = Session { factor_at: None, ..signed_in(own, hour(5)) };
        let [first, second, third] = [0, 1, 2].map(|hours| signed_in(own, hour(hours)));
        let foreign = signed_in(other.id, now());
        for (token, one) in
            [("1", &first), ("2", &second), ("3", &third), ("half", &half), ("4", &foreign)]
        {
            session::add(&mut tx, token, one).await.unwrap();
        }
        let listed = session::of_account(&mut tx, own).await.unwrap();
        assert_eq!(listed, [third.clone(), second.clone(), first.clone()]);
        assert!(!session::end_of(&mut tx, own, foreign.id).await.unwrap());
        assert!(session::end_of(&mut tx, own, second.id).await.unwrap());
        session::forget_ended(&mut tx, own, hour(-9), now()).await.unwrap();
        let left = session::of_account(&mut tx, own).await.unwrap();
        assert_eq!(left, std::slice::from_ref(&third));
        session::add(&mut tx, "1", &first).await.unwrap();
        session::end_all(&mut tx, own, Some(first.id)).await.unwrap();
        assert_eq!(session::of_account(&mut tx, own).await.unwrap(), [first]);
        session::end_all(&mut tx, own, None).await.unwrap();
        assert_eq!(session::of_account(&mut tx, own).await.unwrap(), []);
        assert_eq!(session::of_account(&mut tx, other.id).await.unwrap(), [foreign]);
    }
}

both! {
    async fn an_account_is_awake_from_its_last_use(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let id = w.worker.account.unwrap();
        let before = account::credentials_of(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((before.role, before.awake_at), (Role::ResettlementWorker, now()));
        let later = now() + TimeDelta::days(100);
        account::wake(&mut tx, id, later).await.unwrap();
        account::set_password(&mut tx, id, "another").await.unwrap();
        account::refuse(&mut tx, id, Some(later)).await.unwrap();
        account::set_factor(&mut tx, id, "SECRET", 9).await.unwrap();
        let after = account::credentials_of(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((after.awake_at, after.locked_until), (later, None));
        assert_eq!((after.password_hash.as_str(), after.totp_secret.as_str()), ("another", "SECRET"));
        assert!(!account::use_step(&mut tx, id, 9).await.unwrap(), "its code was used");
        assert_eq!(account::find(&mut tx, id).await.unwrap().unwrap().awake_at, later);
    }
}

both! {
    async fn organisations_are_listed_by_name_with_their_workers(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let housing = Organisation {
            name: "Aardvark Housing".to_owned(),
            kind: OrganisationKind::Housing,
            region: None,
            ..charity()
        };
        organisation::add(&mut tx, &housing, now()).await.unwrap();
        assert_eq!(organisation::find(&mut tx, housing.id).await.unwrap(), Some(housing.clone()));
        let prisons = organisation::prisons(&mut tx).await.unwrap();
        assert_eq!(prisons.into_iter().collect::<Vec<_>>(), [("TST".to_owned(), w.worker.organisation)]);
        let names: Vec<_> =
            organisation::list(&mut tx).await.unwrap().into_iter().map(|o| o.name).collect();
        let expected = ["A New Start", "Aardvark Housing", "Test Prison", "Test Probation"];
        assert_eq!(names, expected);
        let workers = organisation::workers(&mut tx, w.worker.organisation).await.unwrap();
        assert_eq!(workers, [(w.worker.account.unwrap(), "Wyn Worker".to_owned())]);
    }
}

both! {
    async fn the_same_form_twice_leads_to_the_same_place(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let (token, account) = (Uuid::now_v7(), w.worker.account);
        let first = submission::take(&mut tx, token, account, "/people/1", now()).await.unwrap();
        assert_eq!(first, None);
        let second = submission::take(&mut tx, token, account, "/people/2", now()).await.unwrap();
        assert_eq!(second.as_deref(), Some("/people/1"));
    }
}

both! {
    async fn a_setting_is_what_was_last_set(db: Db) {
        let mut tx = db.begin().await.unwrap();
        assert_eq!(setting::get(&mut tx, "demo").await.unwrap(), None);
        setting::set(&mut tx, "demo", "loading").await.unwrap();
        setting::set(&mut tx, "demo", "loaded").await.unwrap();
        assert_eq!(setting::get(&mut tx, "demo").await.unwrap().as_deref(), Some("loaded"));
    }
}

both! {
    async fn moments_and_days_come_back_as_they_went(db: Db) {
        let w = World::new(&db).await;
        for moment in ["2026-03-02T00:00:00Z", "2026-03-02T23:59:59.999999Z"] {
            let mut tx = db.begin().await.unwrap();
            let begun = signed_in(w.worker.account.unwrap(), at(moment));
            session::add(&mut tx, moment, &begun).await.unwrap();
            let found = session::find(&mut tx, moment).await.unwrap().unwrap();
            assert_eq!(found.began_at, at(moment));
        }
        assert_eq!(w.episode.started_on, today() - Days::new(4));
    }
}

both! {
    async fn a_recovery_works_once_in_time_and_for_who_may_sign_in(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let mut of = new_account(w.worker.organisation, "Sam");
        of.name = "Sam".to_owned();
        account::add(&mut tx, &of, now()).await.unwrap();
        let begun = Recovery {
            id: id(),
            account: of.id,
            totp_secret: "SECRET".to_owned(),
            begun_by: w.worker.account,
            expires_at: now() + TimeDelta::minutes(30),
        };
        recovery::add(&mut tx, "first", &begun, now()).await.unwrap();
        let found = recovery::find(&mut tx, "first", now()).await.unwrap().unwrap();
        assert_eq!((found.id, found.account, found.begun_by), (begun.id, of.id, begun.begun_by));
        let late = begun.expires_at;
        assert!(recovery::find(&mut tx, "first", late).await.unwrap().is_none());
        assert!(!recovery::take(&mut tx, "first", late).await.unwrap());

        let later = now() + TimeDelta::minutes(1);
        let second = Recovery { id: id(), begun_by: None, ..begun };
        recovery::add(&mut tx, "second", &second, later).await.unwrap();
        assert!(recovery::find(&mut tx, "first", later).await.unwrap().is_none(), "closed");
        assert!(recovery::take(&mut tx, "second", later).await.unwrap());
        assert!(!recovery::take(&mut tx, "second", later).await.unwrap());
        let listed = recovery::of_account(&mut tx, of.id).await.unwrap();
        let shown: Vec<_> = listed.iter().map(|one| (one.begun_by.as_deref(), one.used_at)).collect();
        assert_eq!(shown, [(None, Some(later)), (Some("Wyn Worker"), None)]);
        assert!(listed.iter().all(|one| one.known_at.is_none()));
        recovery::known(&mut tx, of.id, later).await.unwrap();
        let listed = recovery::of_account(&mut tx, of.id).await.unwrap();
        assert!(listed.iter().all(|one| one.known_at == Some(later)));

        let third = Recovery { id: id(), ..second };
        recovery::add(&mut tx, "third", &third, later).await.unwrap();
        account::deactivate(&mut tx, of.id).await.unwrap();
        assert!(recovery::find(&mut tx, "third", later).await.unwrap().is_none());
    }
}

both! {
    async fn a_code_of_a_person_opens_for_a_pass_and_is_tried_a_few_times(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let invitation = Invitation {
            token_hash: "code".to_owned(),
            email: "sian@example.org".to_owned(),
            name: "Siân".to_owned(),
            organisation: w.worker.organisation,
            role: Role::Person,
            person: Some(w.person.id),
            totp_secret: "SECRET".to_owned(),
            invited_by: w.worker.account,
            expires_at: now() + Days::new(7),
        };
        offer::add(&mut tx, &invitation, now()).await.unwrap();
        assert!(offer::find(&mut tx, "code", now()).await.unwrap().is_none());
        assert!(!offer::take(&mut tx, "code", now()).await.unwrap());
        let born = w.person.date_of_birth.unwrap();
        let of = |day| (day == born).then_some(w.person.id);
        for day in [born.succ_opt().unwrap(), born] {
            assert!(offer::count_try(&mut tx, "code", 2, now()).await.unwrap());
            assert_eq!(offer::of_person_born(&mut tx, "code", day).await.unwrap(), of(day));
        }
        assert!(!offer::count_try(&mut tx, "code", 2, now()).await.unwrap(), "tried twice");
        assert!(!offer::count_try(&mut tx, "none", 2, now()).await.unwrap());
        let until = now() + TimeDelta::hours(1);
        offer::give_pass(&mut tx, "code", "pass", until).await.unwrap();
        assert!(offer::count_try(&mut tx, "code", 2, now()).await.unwrap(), "counted anew");
        assert!(!offer::count_try(&mut tx, "code", 2, now() + Days::new(7)).await.unwrap());
        assert!(offer::find(&mut tx, "pass", until).await.unwrap().is_none());
        let found = offer::find(&mut tx, "pass", now()).await.unwrap().unwrap();
        assert_eq!(found.person, Some(w.person.id));
        assert!(offer::take(&mut tx, "pass", now()).await.unwrap());
        assert!(!offer::take(&mut tx, "pass", now()).await.unwrap());
        assert!(!offer::count_try(&mut tx, "code", 2, now()).await.unwrap(), "used up");
    }
}
