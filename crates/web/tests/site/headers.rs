//! What every answer carries, whatever it answers; and that nothing but the site's own forms, paths
//! and sessions has an effect. Over the whole route table and everything that is not in it.

use crate::harness::{World, encode, on_both, on_sqlite};
use crate::kept::{changed, kept};
use crate::matrix::{Ask, asks};
use crate::rich::Rich;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::Role;
use web::table;

/// Methods that no route has.
const UNUSED: [&str; 7] = ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"];

/// Another site.
const ELSEWHERE: &str = "evil.example";

/// An answer with its headers.
struct Full {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Full {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Asks as a browser does, with more headers.
async fn ask(world: &World, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Full {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "resettle.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let response = world.respond(request.body(Body::from(body.to_owned())).unwrap()).await;
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Full { status: parts.status, headers: parts.headers, text }
}

/// Checks the headers that no answer may lack, and that none of them says too much.
fn check_headers(answer: &Full, name: &str) {
    let csp = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "script-src 'self' 'nonce-",
        "report-uri /csp-reports; report-to csp",
    ] {
        assert!(csp.contains(part), "{name}: {part} is not in {csp}");
    }
    assert!(!csp.contains("unsafe") && !csp.contains('*'), "{name}: {csp}");
    for (header, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("reporting-endpoints", "csp=\"/csp-reports\""),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ] {
        assert_eq!(answer.header(header), value, "{name}: {header}");
    }
    for banner in ["server", "x-powered-by", "via", "access-control-allow-origin"] {
        assert!(!answer.headers.contains_key(banner), "{name}: {banner}");
    }
    let kind = answer.header("content-type");
    // JSON is UTF-8 and has no character set to name (RFC 8259 section 11).
    let told = kind.ends_with("charset=utf-8") || kind == "application/json";
    assert!(answer.text.is_empty() || told, "{name}: {kind:?}");
    for cookie in answer.headers.get_all(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.starts_with("__Host-"), "{name}: {cookie}");
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(part), "{name}: {part} is not in {cookie}");
        }
    }
    check_scripts(answer, csp, name);
}

/// Every script of a page is a file of ours or has the word of this one answer.
fn check_scripts(answer: &Full, csp: &str, name: &str) {
    if !answer.header("content-type").starts_with("text/html") {
        return;
    }
    let nonce = csp.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert_eq!(nonce.len(), 64, "{name}: 256 bits");
    for script in answer.text.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        let is_ours = tag.contains("src=\"/assets/") || tag.contains(&format!("nonce=\"{nonce}\""));
        assert!(is_ours, "{name}: <script{tag}>");
    }
    for inline in [" onclick=", " onload=", " onerror=", " style=", "javascript:"] {
        assert!(!answer.text.contains(inline), "{name}: {inline}");
    }
}

/// Nothing of a page about people stays in a browser or a proxy.
fn check_not_kept(answer: &Full, name: &str) {
    assert_eq!(answer.header("cache-control"), "no-store", "{name}");
}

/// Returns the cookie of somebody over TLS.
async fn session(world: &World, rich: &Rich, place: &str, role: Role) -> String {
    let account = rich.place(place).account(role);
    format!("__Host-{}", world.session(account).await)
}

#[test]
fn every_answer_has_every_header() {
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let world = world.over_tls();
        let asks = asks(&rich);
        let mut seen = std::collections::BTreeSet::new();
        for role in Role::ALL {
            let cookie = session(&world, &rich, "lead", *role).await;
            for ask_of in asks.iter().filter(|ask| ask.method == Method::GET) {
                let path = format!("{}{}lang=cy", ask_of.path, query(&ask_of.path));
                let answer = ask(&world, "GET", &path, &[("cookie", &cookie)], "").await;
                check_headers(&answer, &path);
                check_not_kept(&answer, &path);
                seen.insert(answer.status);
            }
        }
        let cookie = session(&world, &rich, "lead", Role::ResettlementWorker).await;
        for (method, path, body) in elsewhere() {
            let answer = ask(&world, method, &path, &[("cookie", &cookie)], &body).await;
            let name = format!("{method} {path}");
            check_headers(&answer, &name);
            if !path.starts_with("/assets/") {
                check_not_kept(&answer, &name);
            }
            seen.insert(answer.status);
        }
        for status in [200, 303, 400, 403, 404, 405, 410, 413, 415, 422] {
            assert!(seen.contains(&StatusCode::from_u16(status).unwrap()), "{status}: {seen:?}");
        }
    });
}

/// Returns what is asked beside the pages: the public routes, files, mistakes.
fn elsewhere() -> Vec<(&'static str, String, String)> {
    let page = govuk::assets().iter().map(|asset| ("GET", asset.url.clone(), String::new()));
    let mut all: Vec<_> = page.collect();
    for (method, path, body) in [
        ("GET", "/", ""),
        ("GET", "/health", ""),
        ("GET", "/journal/checkpoint", ""),
        ("GET", "/sign-in", ""),
        ("GET", "/sign-in/code", ""),
        ("GET", "/invitation/none", ""),
        ("GET", "/assets/none.css", ""),
        ("GET", "/no/such/page", ""),
        ("GET", "/people/not-an-id", ""),
        ("GET", "/.git/config", ""),
        ("GET", "/people/%ff", ""),
        ("PUT", "/people", ""),
        ("TRACE", "/", ""),
        ("POST", "/sign-in", "email=a&password=b"),
        ("POST", "/sign-in", "email=%ff"),
        ("POST", "/people/new", ""),
        ("POST", "/sign-out", ""),
        ("POST", "/csp-reports", ""),
        ("GET", "/csp-reports", ""),
    ] {
        all.push((method, path.to_owned(), body.to_owned()));
    }
    all.push(("POST", "/sign-in".to_owned(), "a".repeat(300 * 1024)));
    all
}

fn query(path: &str) -> char {
    if path.contains('?') { '&' } else { '?' }
}

#[test]
fn two_answers_never_share_their_word_for_scripts() {
    on_both(async |world| {
        let mut words = std::collections::BTreeSet::new();
        for _ in 0..20 {
            let answer = ask(&world, "GET", "/sign-in", &[], "").await;
            words.insert(answer.header("content-security-policy").to_owned());
        }
        assert_eq!(words.len(), 20);
    });
}

#[test]
fn a_method_that_a_route_does_not_have_is_refused_and_says_which_it_has() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let cookie = world.session(world.prison_worker).await;
        let before = kept(&world.db).await;
        for asked in asks(&rich) {
            let mut methods: Vec<&str> = UNUSED.to_vec();
            for method in [Method::GET, Method::POST] {
                let has = table().iter().any(|one| one.path == asked.route && one.method == method);
                if !has {
                    methods.push(if method == Method::GET { "GET" } else { "POST" });
                }
            }
            // Each path once with each method, not once for each thing.
            if asked.thing.is_some_and(|(case, _)| case.name != "first") {
                continue;
            }
            for method in methods {
                let answer = ask(&world, method, &asked.path, &[("cookie", &cookie)], "").await;
                let name = format!("{method} {}", asked.path);
                assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{name}");
                assert!(!answer.header("allow").is_empty(), "{name}");
            }
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}

#[test]
fn nothing_is_changed_by_a_form_of_another_site() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let cookie = world.session(world.prison_worker).await;
        let before = kept(&world.db).await;
        let evil = format!("https://{ELSEWHERE}");
        let mut routes: Vec<String> = asks(&rich)
            .into_iter()
            .filter(|ask| ask.method == Method::POST)
            .map(|ask| ask.path)
            .collect();
        routes.extend(["/sign-in", "/sign-in/code", "/invitation/none"].map(str::to_owned));
        for path in routes {
            for forged in [
                &[("sec-fetch-site", "cross-site")][..],
                &[("sec-fetch-site", "same-site")],
                &[("origin", &*evil)],
                &[("origin", "null")],
                &[("origin", "http://resettle.example.evil.example")],
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-mode", "navigate"),
                    ("sec-fetch-dest", "document"),
                ],
            ] {
                let mut headers = forged.to_vec();
                headers.push(("cookie", &cookie));
                let answer = ask(&world, "POST", &path, &headers, "").await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {forged:?}");
            }
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}

#[test]
fn no_page_is_put_into_a_page_of_another_site() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let cookie = world.session(world.prison_worker).await;
        for asked in asks(&rich).iter().filter(|ask| ask.method == Method::GET) {
            for (mode, dest) in [("navigate", "iframe"), ("no-cors", "image"), ("cors", "empty")] {
                let headers = [
                    ("cookie", &*cookie),
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-mode", mode),
                    ("sec-fetch-dest", dest),
                ];
                let answer = ask(&world, "GET", &asked.path, &headers, "").await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} as {dest}", asked.path);
                assert!(!answer.text.contains("O’Neill"), "{}", asked.path);
            }
        }
        // A link in an e-mail still leads here.
        let headers = [
            ("cookie", &*cookie),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        let answer = ask(&world, "GET", "/my-people", &headers, "").await;
        assert_eq!(answer.status, StatusCode::OK);
    });
}

/// Headers by which some proxies and frameworks are told who asks, for what, and from where.
const FORGED: [(&str, &str); 16] = [
    ("x-forwarded-for", "127.0.0.1"),
    ("x-forwarded-host", ELSEWHERE),
    ("x-forwarded-proto", "gopher"),
    ("x-forwarded-prefix", "//evil.example"),
    ("forwarded", "for=127.0.0.1;host=evil.example;proto=https"),
    ("x-original-url", "/accounts"),
    ("x-rewrite-url", "/accounts"),
    ("x-http-method-override", "POST"),
    ("x-http-method", "POST"),
    ("x-method-override", "DELETE"),
    ("x-remote-user", "administrator@demo.example"),
    ("remote-user", "administrator@demo.example"),
    ("x-user-id", "1"),
    ("x-real-ip", "127.0.0.1"),
    ("authorization", "Basic YWRtaW5pc3RyYXRvcjphZG1pbmlzdHJhdG9y"),
    ("x-client-cert", "CN=administrator"),
];

#[test]
fn forged_headers_have_no_effect() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let worker = world.session(world.prison_worker).await;
        let stranger = world.session(world.stranger_worker).await;
        let before = kept(&world.db).await;
        let first = |ask: &&Ask<'_>| ask.thing.is_none_or(|(case, _)| case.name == "first");
        for asked in asks(&rich).iter().filter(first).filter(|ask| ask.method == Method::GET) {
            for cookie in ["", &worker, &stranger] {
                let plain = ask(&world, "GET", &asked.path, &[("cookie", cookie)], "").await;
                let mut headers = FORGED.to_vec();
                headers.push(("cookie", cookie));
                let forged = ask(&world, "GET", &asked.path, &headers, "").await;
                assert_eq!(plain.status, forged.status, "{}", asked.path);
                assert_eq!(plain.header("location"), forged.header("location"), "{}", asked.path);
                assert_eq!(title(&plain.text), title(&forged.text), "{}", asked.path);
                assert!(!forged.text.contains(ELSEWHERE), "{}", asked.path);
            }
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}

fn title(page: &str) -> &str {
    page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default()
}

#[test]
fn no_redirect_leaves_the_site() {
    // Where an answer leads is decided above the database.
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let names = ["next", "return", "return_to", "url", "redirect", "redirect_uri", "done"];
        let targets = [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "/x\r\nLocation: https://evil.example",
        ];
        let mut followed = 0;
        for target in targets {
            let form: Vec<_> = names.iter().map(|name| (*name, target)).collect();
            let sent = encode(&form);
            for account in [world.prison_worker, world.stranger_worker, world.administrator] {
                let cookie = world.session(account).await;
                let headers = [("cookie", &*cookie), ("referer", "https://evil.example/")];
                for asked in asks(&rich) {
                    if asked.thing.is_some_and(|(case, _)| case.name != "second") {
                        continue;
                    }
                    let path = format!("{}{}{sent}", asked.path, query(&asked.path));
                    let answer = ask(&world, asked.method.as_str(), &path, &headers, &sent).await;
                    let leads_to = answer.header("location");
                    let ours = leads_to.is_empty()
                        || leads_to.starts_with('/') && !leads_to.starts_with("//");
                    assert!(ours && !leads_to.contains(ELSEWHERE), "{path}: {leads_to}");
                    assert!(!answer.text.contains("href=\"https://evil"), "{path}");
                    followed += usize::from(!leads_to.is_empty());
                }
            }
        }
        assert!(followed > 0, "nothing redirected");
    });
}

/// Whoever writes a link chooses no words in the box that says what was done.
#[test]
fn a_link_puts_no_words_of_its_own_on_a_page() {
    on_both(async |world| {
        let path = "/my-people?done=Ring+0800+000000+to+unlock+your+account";
        let page = world.get(world.prison_worker, path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("0800 000000"), "{}", page.text);
        assert!(!page.text.contains("govuk-notification-banner"));
        let page = world.get(world.prison_worker, "/my-people?done=done-person-added").await;
        assert!(page.text.contains("govuk-notification-banner"), "{}", page.text);
        let page = world.get(world.prison_worker, "/my-people?done=problem-ours").await;
        assert!(!page.text.contains("govuk-notification-banner"));
    });
}

#[test]
fn what_is_refused_before_any_route_is_a_page_too() {
    on_both(async |world| {
        let frame = [("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "iframe")];
        for (path, headers, status) in [
            ("/people?q=%00", &[][..], StatusCode::BAD_REQUEST),
            ("/sign-in", &frame[..], StatusCode::FORBIDDEN),
            ("/assets/none.css", &frame[..], StatusCode::FORBIDDEN),
        ] {
            let answer = ask(&world, "GET", path, headers, "").await;
            assert_eq!(answer.status, status, "{path}");
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
            assert!(answer.text.contains("<h1"), "{path}: {}", answer.text);
        }
    });
}
