//! Appointments and attendance over HTTP, with the two nights on which clocks change.

use crate::harness::{NOW, World, boxes, fields, on_both};
use crate::referral::sent;
use axum::http::StatusCode;
use domain::{AccountId, Appointment, Attendance};
use uuid::Uuid;

/// Makes an appointment, and returns the answer.
async fn make(
    world: &World,
    account: AccountId,
    day: &str,
    time: &str,
    more: &[(&str, &str)],
) -> crate::harness::Answer {
    let path = format!("/people/{}/appointments", world.person);
    let day = [boxes("on", day)];
    let rest = [("time", time), ("kind", "at_office"), ("place", "Room 4")];
    let form: Vec<_> = fields(&day, &rest).into_iter().chain(more.iter().copied()).collect();
    world.post(account, &path, &form).await
}

/// Returns the appointments whose attendance is not recorded.
async fn open(world: &World) -> Vec<Appointment> {
    let allowed = crate::release::cleared(world).await;
    let mut conn = world.db.read().await.unwrap();
    store::appointment::scheduled_of_person(&mut conn, &allowed).await.unwrap()
}

#[test]
fn a_time_is_kept_as_clocks_here_show_it() {
    on_both(async |world| {
        let worker = world.prison_worker;
        for (day, time) in [("2026-12-01", "09:30"), ("2027-06-01", "9.30")] {
            let answer = make(&world, worker, day, time, &[]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        let kept: Vec<String> = open(&world).await.iter().map(|one| one.at.to_rfc3339()).collect();
        assert_eq!(kept, ["2026-12-01T09:30:00+00:00", "2027-06-01T08:30:00+00:00"]);
        let path = format!("/people/{}/appointments", world.person);
        let page = world.get(worker, &path).await;
        assert!(page.text.contains("1 June 2027, 09:30") && page.text.contains("Room 4"));
        let welsh = world.get(worker, &format!("{path}?lang=cy")).await;
        assert!(welsh.text.contains("1 Mehefin 2027, 09:30"));
        assert!(welsh.text.contains("Gwneud apwyntiad"));

        for (day, time, words) in [
            ("2027-03-28", "01:30", "Clocks go forward that night"),
            ("2027-10-31", "01:30", "this time comes twice"),
            ("2026-12-01", "25:00", "24-hour clock"),
            ("2026-12-01", "", "Enter a time"),
            ("2026-10-01", "09:00", "more than four weeks ago"),
            ("2062-12-01", "09:00", "more than two years ahead"),
        ] {
            let answer = make(&world, worker, day, time, &[]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day} {time}");
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
            assert!(answer.text.contains("Room 4"), "it comes back filled in");
        }
        assert_eq!(world.journalled("appointment_made").await, 2);
    });
}

#[test]
fn attendance_is_recorded_once_and_not_before_the_time() {
    on_both(async |world| {
        let worker = world.prison_worker;
        make(&world, worker, "2026-11-25", "14:29", &[]).await;
        make(&world, worker, "2026-11-25", "14:31", &[]).await;
        let [past, later] = open(&world).await.try_into().unwrap();
        assert!(past.at <= NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
        let list = format!("/people/{}/appointments", world.person);
        let page = world.get(worker, &list).await;
        assert_eq!(page.text.matches("Not recorded yet").count(), 1, "only the past one");
        let record = async |one: &Appointment, attendance: &str, token: &str| {
            let (name, note) = (format!("attendance-{}", one.id), format!("note-{}", one.id));
            let form = [(&*name, attendance), (&*note, "Came early"), ("form-token", token)];
            let path = format!("/appointments/{}/attendance", one.id);
            world.post(worker, &path, &form).await
        };
        let early = record(&later, "attended", "").await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        for wrong in ["", "scheduled"] {
            let answer = record(&past, wrong, "").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains("Choose whether the person came"));
            assert!(answer.text.contains("Came early"), "it comes back filled in");
        }
        let token = Uuid::now_v7().to_string();
        for _ in 0..2 {
            let answer = record(&past, "attended", &token).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(record(&past, "attended_late", "").await.status, StatusCode::CONFLICT);
        assert_eq!(record(&later, "cancelled", "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.journalled("attendance_recorded").await, 2);
        let page = world.get(worker, &list).await;
        assert!(page.text.contains("Came early") && !page.text.contains("Not recorded yet"));
    });
}

#[test]
fn a_provider_keeps_its_own_and_leaves_none_behind() {
    on_both(async |world| {
        let referral = sent(&world).await;
        make(&world, world.prison_worker, "2026-12-01", "08:15", &[]).await;
        let without = make(&world, world.service_worker, "2026-12-02", "10:00", &[]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(without.text.contains("Choose the referral"));
        let id = referral.to_string();
        for (day, time) in [("2026-11-25", "09:00"), ("2026-12-02", "10:00")] {
            let made = make(&world, world.service_worker, day, time, &[("referral", &id)]).await;
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        }
        let path = format!("/people/{}/appointments", world.person);
        let theirs = world.get(world.service_worker, &path).await;
        assert!(theirs.text.contains("10:00") && !theirs.text.contains("08:15"));
        let ours = world.get(world.prison_worker, &path).await;
        assert!(ours.text.contains("10:00") && ours.text.contains("08:15"));
        let stranger = world.get(world.stranger_worker, &path).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        let prison = &open(&world).await[1];
        assert_eq!(prison.owner.organisation, world.prison);
        let record = format!("/appointments/{}/attendance", prison.id);
        let not_theirs = world.post(world.service_worker, &record, &[]).await;
        assert_eq!(not_theirs.status, StatusCode::NOT_FOUND);

        let withdraw = format!("/referrals/{referral}/withdraw");
        let why = [("withdraw-reason", "moved")];
        let answer = world.post(world.prison_worker, &withdraw, &why).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let left = open(&world).await;
        assert!(left.iter().all(|one| one.owner.organisation == world.prison), "{left:?}");
        assert_eq!(left.len(), 2, "what was to come with the provider is cancelled");
        assert!(left.iter().all(|one| one.attendance == Attendance::Scheduled));
    });
}
