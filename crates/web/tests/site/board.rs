//! The board's figures over HTTP.

use crate::cohort::{served, service};
use crate::harness::{World, on_both};
use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::OutcomeStatus;

/// Releases people in a month with a status.
async fn released(world: &World, month: u32, count: u32, status: Option<OutcomeStatus>) {
    let service = service(world).await;
    for day in 1..=count {
        let on = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        served(world, service, on, status, None).await;
    }
}

#[test]
fn a_figure_has_its_parts_and_opens_down_to_months_and_regions() {
    on_both(async |world| {
        use OutcomeStatus::{No, Unknown, Yes};
        released(&world, 5, 20, Some(Yes)).await;
        released(&world, 5, 12, Some(No)).await;
        released(&world, 6, 11, Some(Yes)).await;
        released(&world, 6, 10, Some(No)).await;
        released(&world, 6, 10, Some(Unknown)).await;
        released(&world, 6, 11, None).await;
        // This month is still going on, so it is not counted.
        released(&world, 11, 20, Some(No)).await;
        let board = world.get(world.board_member, "/board").await;
        assert_eq!(board.status, StatusCode::OK, "{}", board.text);
        // 31 of 53, by Wilson.
        for part in [
            "1 November 2025 to 31 October 2026",
            "what happened, not why",
            "31",
            "53",
            "58.5% (45.1% to 70.7%)",
            "Each release counts",
            "Nothing was due in this time",
        ] {
            assert!(board.text.contains(part), "{part}: {}", board.text);
        }
        let open = world.get(world.board_member, "/board/housed_first_night").await;
        assert_eq!(open.status, StatusCode::OK, "{}", open.text);
        for part in ["May 2026", "62.5% (", "June 2026", "52.4% (", "Wales", "Fewer than 10"] {
            assert!(open.text.contains(part), "{part}: {}", open.text);
        }
        assert_eq!(
            world.get(world.board_member, "/board/nothing").await.status,
            StatusCode::NOT_FOUND
        );
    });
}

#[test]
fn small_numbers_are_not_shown() {
    on_both(async |world| {
        released(&world, 5, 9, Some(OutcomeStatus::Yes)).await;
        released(&world, 6, 20, Some(OutcomeStatus::No)).await;
        let board = world.get(world.board_member, "/board").await;
        assert!(board.text.contains("Fewer than 10") && board.text.contains("Too few to show"));
        assert!(!board.text.contains("31.0%"), "{}", board.text);
    });
}

#[test]
fn only_the_board_sees_it_and_in_both_languages() {
    on_both(async |world| {
        for account in [world.prison_worker, world.service_worker, world.evaluator] {
            assert_eq!(world.get(account, "/board").await.status, StatusCode::NOT_FOUND);
        }
        let board = world.get(world.board_member, "/board?lang=cy").await;
        assert!(board.text.contains("beth ddigwyddodd, nid pam"), "{}", board.text);
        assert!(board.text.contains("Nid oedd dim yn ddyledus"), "{}", board.text);
        let mut conn = world.db.read().await.unwrap();
        let read = store::journal::count(&mut conn, None, "figures_read").await.unwrap();
        assert_eq!(read, 1);
    });
}
