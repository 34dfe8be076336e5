//! What is sent in a way that could be read in two: bytes that are no text, other encodings, names twice.
//! The same everywhere: refused as a whole, or read in one way that is written down here.

use crate::harness::{World, on_both, on_sqlite};
use crate::kept::{changed, kept};
use crate::matrix::asks;
use crate::rich::Rich;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

const FORM: &str = "application/x-www-form-urlencoded";

async fn send(world: &World, cookie: &str, path: &str, kind: &str, body: &[u8]) -> StatusCode {
    let request = Request::post(path).header(header::COOKIE, cookie);
    let request =
        if kind.is_empty() { request } else { request.header(header::CONTENT_TYPE, kind) };
    world.respond(request.body(Body::from(body.to_owned())).unwrap()).await.status()
}

/// Whether a path takes its form in parts, with a file.
fn is_upload(path: &str) -> bool {
    ["/people/import", "/feeds/new"].contains(&path)
        || path.ends_with("/pool")
        || path.ends_with("/reoffending")
}

/// What is behind percent signs and is no text: half a character, a byte that is none, one that is too
/// long, a surrogate, NUL.
const NO_TEXT: [&str; 7] = ["%C5", "%FF", "%C0%80", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "%00"];

#[test]
fn an_address_that_is_no_text_is_refused_on_every_route() {
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let cookie = world.session(world.prison_worker).await;
        let before = kept(&world.db).await;
        for asked in asks(&rich) {
            if asked.thing.is_some_and(|(case, _)| case.name != "first") {
                continue;
            }
            for text in NO_TEXT {
                let path = asked.path.split('?').next().unwrap();
                for path in
                    [format!("{path}?q={text}"), format!("{path}?{text}"), format!("{path}/{text}")]
                {
                    let method = asked.method.as_str();
                    let answer = world.ask(method, &path, &cookie, String::new()).await;
                    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{method} {path}");
                }
            }
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}

#[test]
fn a_form_that_is_no_text_is_refused_on_every_route() {
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let cookie = world.session(world.prison_worker).await;
        let before = kept(&world.db).await;
        for asked in asks(&rich).iter().filter(|ask| ask.method == Method::POST) {
            let other = asked.thing.is_some_and(|(case, _)| case.name != "first");
            // Leaves no session to ask the rest with; and a list comes in parts, below.
            if other || asked.path.contains("sign-out") || is_upload(&asked.path) {
                continue;
            }
            for (kind, body) in [
                (FORM, &b"words=\xff"[..]),
                (FORM, b"words=%FF"),
                (FORM, b"%C0%80=words"),
                (FORM, b"w\0o\0r\0d\0s\0=\xfe\xff"),
                ("application/x-www-form-urlencoded; charset=utf-16", b"words=a"),
                ("application/x-www-form-urlencoded; charset=\"iso-8859-1\"", b"words=a"),
                ("text/plain", b"words=a"),
                ("application/json", b"{\"words\": \"a\"}"),
                ("multipart/form-data; boundary=a", b"--a--"),
                ("nonsense", b"words=a"),
            ] {
                let status = send(&world, &cookie, &asked.path, kind, body).await;
                // Who may not, or has to give a code first, is told that whatever the form is.
                let refused = [400, 403, 404, 415].contains(&status.as_u16())
                    || status == StatusCode::SEE_OTHER;
                assert!(refused, "{} {kind} {body:?}: {status}", asked.path);
            }
        }
        let left = changed(&before, &kept(&world.db).await);
        assert_eq!(left, [] as [String; 0]);
    });
}

#[test]
fn each_way_in_refuses_what_is_no_text() {
    on_both(async |world: World| {
        for path in ["/sign-in", "/sign-in/code", "/first-sign-in", "/invitation/x", "/recovery/x"]
        {
            for (kind, body, status) in [
                (FORM, &b"email=\xff"[..], StatusCode::BAD_REQUEST),
                (FORM, b"email=%FF", StatusCode::BAD_REQUEST),
                ("text/plain", b"email=a", StatusCode::UNSUPPORTED_MEDIA_TYPE),
                (
                    "application/x-www-form-urlencoded;charset=utf-7",
                    b"a=b",
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ),
            ] {
                assert_eq!(send(&world, "", path, kind, body).await, status, "{path} {kind}");
            }
            let plain =
                send(&world, "", path, "application/x-www-form-urlencoded; charset=UTF-8", b"a=b");
            let plain = plain.await;
            assert!(![400, 415].contains(&plain.as_u16()), "{path}: {plain}");
        }
    });
}

#[test]
fn a_body_that_is_packed_or_said_twice_is_refused() {
    on_both(async |world: World| {
        for (name, value, status) in [
            ("content-encoding", "gzip", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("content-encoding", "identity", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("transfer-encoding", "chunked", StatusCode::LENGTH_REQUIRED),
            ("content-type", "text/plain", StatusCode::BAD_REQUEST),
        ] {
            let request = Request::post("/sign-in")
                .header(header::CONTENT_TYPE, FORM)
                .header(name, value)
                .body(Body::from("email=a"))
                .unwrap();
            let answer = world.respond(request).await;
            assert_eq!(answer.status(), status, "{name}: {value}");
            assert_eq!(answer.headers()[header::CONNECTION], "close");
        }
    });
}

#[test]
fn a_name_that_is_given_twice_counts_once_and_it_is_the_first() {
    on_both(async |world: World| {
        // In an address.
        let page = world.get(world.prison_worker, "/my-people?lang=cy&lang=en").await;
        assert!(page.text.contains("<html lang=\"cy\""));
        assert_eq!(page.cookies.iter().filter(|one| one.starts_with("lang=")).count(), 1);
        // In a form.
        let form = [("kind", "complaint"), ("words", "The first"), ("words", "The second")];
        let said = world.post(world.person_account, "/my-record/wrong", &form).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        let page = world.get(world.person_account, "/my-record/wrong").await;
        assert!(page.text.contains("The first") && !page.text.contains("The second"));
        // Among the cookies: a second one, as a neighbour's site might set, is not looked at.
        let worker = world.session(world.prison_worker).await;
        let person = world.session(world.person_account).await;
        let both = format!("{worker}; {person}");
        let answer = world.ask("GET", "/home", &both, String::new()).await;
        assert_eq!(answer.location.as_deref(), Some("/my-people"));
    });
}

#[test]
fn parts_of_an_upload_that_are_no_text_are_refused() {
    on_both(async |world: World| {
        let cookie = world.session(world.prison_worker).await;
        let before = kept(&world.db).await;
        let part = |head: &str, value: &[u8]| {
            let mut body =
                format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n--b--\r\n");
            body
        };
        let kind = "multipart/form-data; boundary=b";
        for (kind, body, status) in [
            (kind, part("name=\"what\"", b"\xff"), StatusCode::BAD_REQUEST),
            (
                kind,
                part("name=\"what\"\r\nContent-Type: text/plain; charset=utf-16", b"\xff\xfel\0"),
                StatusCode::BAD_REQUEST,
            ),
            (kind, b"--b\r\n\r\n".to_vec(), StatusCode::BAD_REQUEST),
            (kind, b"--b".to_vec(), StatusCode::BAD_REQUEST),
            (kind, b"\xff\0".to_vec(), StatusCode::BAD_REQUEST),
            (kind, part("name=\"what\"", &[b'a'; 4_000]), StatusCode::PAYLOAD_TOO_LARGE),
            ("multipart/form-data", part("name=\"what\"", b"load"), StatusCode::BAD_REQUEST),
            (FORM, b"what=load".to_vec(), StatusCode::BAD_REQUEST),
        ] {
            let answered = send(&world, &cookie, "/people/import", kind, &body).await;
            assert_eq!(answered, status, "{kind} {}", String::from_utf8_lossy(&body));
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}
