//! Files of people with whom those who were served by a pilot are compared.

use crate::cohort::{served, service};
use crate::harness::{Answer, World, on_both};
use crate::pilot::{add_from, fixed, planned};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::OutcomeStatus;
use parquet::data_type::Int64Type;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::fmt::Write as _;
use std::sync::Arc;
use store::journal::count;
use uuid::Uuid;

/// Sets up a pilot whose plan compares with people in a file, of whose people three
/// quarters were housed. Returns its path.
async fn pilot(world: &World, people: u64) -> String {
    let service = service(world).await;
    let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    for at in 0..people {
        let housed = if at % 4 == 0 { OutcomeStatus::No } else { OutcomeStatus::Yes };
        served(world, service, day + Days::new(at), Some(housed), None).await;
    }
    let added = add_from(world, service, ["1", "1"]).await;
    let path = added.location.unwrap().split('?').next().unwrap().to_owned();
    planned(world, &path, &[("comparison", "pool")]).await;
    path
}

/// A file of people of the same ages, of whom every so many were not housed.
fn file(people: u64, not_housed: u64) -> String {
    let mut rows = String::from("treated,male,age,accommodation,housed_first_night\n");
    for at in 0..people {
        let housed = u64::from(at % not_housed != 0);
        writeln!(rows, "0,1,{},80,{housed}", 20 + at % 40).unwrap();
    }
    rows
}

/// The same file in Parquet.
fn parquet(csv: &str) -> Vec<u8> {
    let mut lines = csv.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let fields: String = names.iter().map(|name| format!("optional int64 {name};")).collect();
    let schema = parse_message_type(&format!("message pool {{ {fields} }}")).unwrap();
    let rows: Vec<Vec<Option<i64>>> =
        lines.map(|line| line.split(',').map(|cell| cell.parse().ok()).collect()).collect();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema.into(), properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for at in 0..names.len() {
        let mut column = group.next_column().unwrap().unwrap();
        let known: Vec<i16> = rows.iter().map(|row| i16::from(row[at].is_some())).collect();
        let values: Vec<i64> = rows.iter().filter_map(|row| row[at]).collect();
        column.typed::<Int64Type>().write_batch(&values, Some(&known), None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

async fn send(world: &World, path: &str, file: impl AsRef<[u8]>) -> Answer {
    let token = Uuid::now_v7().to_string();
    let fields = [("source", "The partnership next door"), ("form-token", token.as_str())];
    world.upload(world.evaluator, &format!("{path}/pool"), &fields, file.as_ref()).await
}

async fn entries(world: &World) -> i64 {
    count(&mut world.db.read().await.unwrap(), None, "pilot_pool_added").await.unwrap()
}

#[test]
pub(crate) fn a_file_is_added_once_the_plan_is_fixed() {
    on_both(async |world| {
        let path = pilot(&world, 2).await;
        let pool = format!("{path}/pool");
        let early = send(&world, &path, &file(3, 2)).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "what is looked at may still change");
        fixed(&world, &path).await;
        let page = world.get(world.evaluator, &path).await;
        assert!(page.text.contains("when a file of people to compare with"), "{}", page.text);
        let results = world.get(world.evaluator, &format!("{path}/results")).await;
        assert_eq!(results.status, StatusCode::CONFLICT, "there is nobody to compare with");
        let form = world.get(world.evaluator, &pool).await;
        assert!(form.text.contains("Whether they took part"), "{}", form.text);
        for account in [world.board_member, world.prison_worker, world.service_worker] {
            assert_eq!(world.get(account, &pool).await.status, StatusCode::NOT_FOUND);
        }
        let sent = send(&world, &path, &file(3, 2)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert_eq!(entries(&world).await, 1);
        let page = world.get(world.board_member, &path).await;
        assert!(page.text.contains("The partnership next door"), "{}", page.text);
        assert!(!page.text.contains(&pool), "who decides does not choose the comparison");
    });
}

#[test]
fn those_who_were_served_are_held_against_the_latest_file() {
    on_both(async |world| {
        let path = pilot(&world, 80).await;
        fixed(&world, &path).await;
        let results = format!("{path}/results");
        assert_eq!(send(&world, &path, &file(200, 2)).await.status, StatusCode::SEE_OTHER);
        let said = world.get(world.board_member, &results).await;
        assert!(said.text.contains("was higher, by 25.6 percentage points"), "{}", said.text);
        assert!(said.text.contains("compared on them: stays_before, employment"), "{}", said.text);
        assert!(!said.text.contains("It is not the first"));
        // A first line and 80 who were served; of the file five are 59, which nobody of those is.
        let rows = world.get(world.evaluator, &format!("{path}/cohort")).await;
        assert_eq!(rows.text.lines().count(), 276, "{}", rows.text);

        let again = send(&world, &path, &file(200, 2)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("This file is the one that counts already"));
        assert_eq!(send(&world, &path, &file(200, 4)).await.status, StatusCode::SEE_OTHER);
        let said = world.get(world.evaluator, &results).await;
        assert!(said.text.contains("It is not the first. Files before it: 1"), "{}", said.text);
        let welsh = world.get(world.evaluator, &format!("{results}?lang=cy")).await;
        assert!(welsh.text.contains("Nid hon yw’r gyntaf"), "{}", welsh.text);
        for other in 5..13 {
            assert_eq!(send(&world, &path, &file(200, other)).await.status, StatusCode::SEE_OTHER);
        }
        let eleventh = send(&world, &path, &file(200, 13)).await;
        assert_eq!(eleventh.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(eleventh.text.contains("10 files have been added"), "{}", eleventh.text);
        assert_eq!(entries(&world).await, 10);
    });
}

#[test]
fn as_many_people_as_a_page_compares_with_are_taken_and_no_more() {
    on_both(async |world| {
        let path = pilot(&world, 2).await;
        fixed(&world, &path).await;
        // The limits of rate hold back a form that is long, and let this one through.
        let limits = Some(web::Limits::default());
        let world = world.with(web::Settings { limits, ..web::Settings::default() });
        assert_eq!(send(&world, &path, &file(100_000, 2)).await.status, StatusCode::SEE_OTHER);
        let refused = send(&world, &path, &file(100_001, 2)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("more than 100000 people"), "{}", refused.text);
    });
}

#[test]
fn a_file_that_is_wrong_is_refused_by_line_and_column_and_nothing_of_it_is_kept() {
    on_both(async |world| {
        let path = pilot(&world, 2).await;
        fixed(&world, &path).await;
        let wrong = "name,male,age,accommodation,housed_first_night\n\
                     Ann,1,30,80,1\n";
        let refused = send(&world, &path, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("There is no column “name”: take it out"));
        let wrong = "treated,male,age,housed_first_night\n\
                     0,1,30,1\n\
                     1,2,30.5,yes\n\
                     0,1,30\n";
        let refused = send(&world, &path, wrong).await;
        for said in [
            "Whoever took part is not somebody to compare with",
            "Write 1 for yes or 0 for no",
            "Write a whole number from 0 to 120",
            "The row has 3 cells and the first line has 4",
            "The partnership next door",
        ] {
            assert!(refused.text.contains(said), "{said}: {}", refused.text);
        }
        for (wrong, said) in [
            ("", "The file is empty"),
            ("male,age,housed_first_night\n", "The file has a first line but no rows"),
            ("male;age;housed_first_night\n1;30;1\n", "The columns are not separated by commas"),
            ("male,age\n1,30\n", "The column housed_first_night is missing"),
            ("male,age,housed_first_night\n1,30\n", "Mistakes (1)"),
        ] {
            let refused = send(&world, &path, wrong).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
            assert!(refused.text.contains(said), "{wrong:?}: {}", refused.text);
        }
        assert_eq!(entries(&world).await, 0);
        let page = world.get(world.evaluator, &path).await;
        assert!(!page.text.contains("next door"), "{}", page.text);
    });
}

#[test]
fn a_file_in_parquet_is_the_same_file() {
    on_both(async |world| {
        let path = pilot(&world, 2).await;
        fixed(&world, &path).await;
        let csv = file(30, 2).replace("0,1,25,", "0,1,,");
        let sent = send(&world, &path, parquet(&csv)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let same = send(&world, &path, &csv).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(same.text.contains("counts already"), "rows are what counts: {}", same.text);
        let page = world.get(world.evaluator, &format!("{path}/pool")).await;
        assert!(page.text.contains("or a Parquet file"), "{}", page.text);
    });
}

#[test]
fn a_mistake_in_parquet_is_told_by_its_row_and_column() {
    on_both(async |world| {
        let path = pilot(&world, 2).await;
        fixed(&world, &path).await;
        let wrong = file(3, 2).replace("0,1,22,80", "0,7,22,180");
        let sent = send(&world, &path, parquet(&wrong)).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.text);
        assert!(sent.text.contains("Write 1 for yes or 0 for no"), "{}", sent.text);
        assert!(sent.text.contains("Write a whole number from 0 to 100"), "{}", sent.text);
        let name = file(3, 2).replace("housed_first_night", "full_name");
        let sent = send(&world, &path, parquet(&name)).await;
        assert!(sent.text.contains("full_name"), "{}", sent.text);
        let mut cut = parquet(&file(3, 2));
        cut.truncate(cut.len() / 2);
        let sent = send(&world, &path, cut).await;
        assert!(sent.text.contains("The Parquet file cannot be read"), "{}", sent.text);
        assert_eq!(entries(&world).await, 0);
    });
}
