//! Shows components used in pages as their authors use them: in strict mode, with no imports.

use minijinja::{Environment, UndefinedBehavior, Value, context};

fn render(source: &str, ctx: Value) -> Result<String, minijinja::Error> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    govuk::install(&mut env);
    env.render_named_str("page.html", source, ctx)
}

fn check(source: &str, expected: &str) {
    let html = render(source, context! { name => "<Sam>", nothing => () });
    assert_eq!(html.expect(source), expected);
}

#[test]
fn a_component_is_a_function() {
    check(
        r#"{{ govuk_tag({"text": name, "classes": "govuk-tag--red"}) }}"#,
        "<strong class=\"govuk-tag govuk-tag--red\">\n  &lt;Sam&gt;\n</strong>",
    );
}

#[test]
fn html_of_another_component_or_a_block_is_not_escaped_twice() {
    check(
        r#"{% set inner %}<i>{{ name }}</i>{% endset %}{{ govuk_inset_text({"html": inner}) }}"#,
        "<div class=\"govuk-inset-text\">\n  <i>&lt;Sam&gt;</i>\n</div>",
    );
    check(
        r#"{{ govuk_inset_text({"html": moj_badge({"text": name})}) }}"#,
        "<div class=\"govuk-inset-text\">\n  <span class=\"moj-badge\">&lt;Sam&gt;</span>\n</div>",
    );
}

#[test]
fn content_can_be_called_in() {
    check(
        r#"{% call govuk_inset_text({"id": "a"}) %}<p>{{ name }}</p>{% endcall %}"#,
        "<div id=\"a\" class=\"govuk-inset-text\">\n  <p>&lt;Sam&gt;</p>\n</div>",
    );
}

#[test]
fn an_option_may_be_none() {
    check(
        r#"{{ govuk_hint({"id": nothing, "text": name, "classes": nothing}) }}"#,
        "<div class=\"govuk-hint\">\n  &lt;Sam&gt;\n</div>",
    );
}

#[test]
fn mistakes_are_named() {
    fn check(source: &str, expected: &str) {
        let error = render(source, context! {}).expect_err(source).to_string();
        assert!(error.contains(expected), "{error}");
    }
    check(r#"{{ govuk_tag("New") }}"#, "govuk/tag.html takes one map of options, not a string");
    check(r#"{{ govuk_tag(text="New") }}"#, "text");
    check(r#"{{ asset_url("none.css") }}"#, "there is no asset called none.css");
    check(r#"{{ govuk_tag({"text": missing.part}) }}"#, "undefined");
}

#[test]
fn the_skeleton_needs_nothing_and_takes_a_language_and_a_nonce() {
    let source = r#"{% extends "govuk/template.html" %}
        {% block pageTitle %}{{ name }}{% endblock %}{% block content %}Content{% endblock %}"#;
    let bare = render(source, context! { name => "A & B" }).expect("a page");
    assert!(bare.starts_with("<!DOCTYPE html>\n<html lang=\"en\""), "{bare}");
    assert!(bare.contains("<title>A &amp; B</title>"), "{bare}");
    assert!(!bare.contains("nonce"), "{bare}");

    let full = render(source, context! { name => "", lang => "cy", nonce => "n0nce" });
    let full = full.expect("a page");
    assert!(full.contains("<html lang=\"cy\""), "{full}");
    assert_eq!(full.matches("<script").count(), full.matches("nonce=\"n0nce\"").count());
    for part in full.split("\"/assets/").skip(1) {
        let url = format!("/assets/{}", part.split('"').next().unwrap_or_default());
        assert!(govuk::asset_at(&url).is_some(), "{url}");
    }
}

#[test]
fn no_page_outside_govuk_carries_its_marks() {
    let page = render("{% extends \"govuk/template.html\" %}", context! {}).expect("a page");
    for mark in ["GOV.UK", "crown", "crest", "#1d70b8", "favicon", "manifest"] {
        assert!(!page.to_lowercase().contains(&mark.to_lowercase()), "{mark} in {page}");
    }
}
