//! Puts the components within reach of a page: one function each, no imports to write.
//!
//! Components are rendered in an environment of their own, where a missing option is simply not
//! there, so that pages can run in strict mode and still leave options out.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior, Value, context};

use crate::components::{COMPONENTS, PAGE_TEMPLATE, PARTIALS};
use crate::{assets, attributes, content, escape};

/// Adds the component functions, `asset_url`, the page skeleton `govuk/template.html` and
/// Nunjucks' way of escaping to an environment of pages.
///
/// Call it before adding templates: a template takes its escaping when it is added.
pub fn install(env: &mut Environment<'static>) {
    env.set_formatter(escape::format);
    env.set_auto_escape_callback(escape::auto_escape);
    env.add_function("asset_url", asset_url);
    env.add_function("govuk_attributes", |options: &Value| attributes::govuk_attributes(options));
    add_template(env, "govuk/template.html", PAGE_TEMPLATE);

    let inner = Arc::new(component_environment());
    for component in COMPONENTS {
        let inner = Arc::clone(&inner);
        env.add_function(
            component.function(),
            move |state: &mut State, params: Option<Value>, kwargs: Kwargs| {
                let caller = called_content(state, &kwargs)?;
                render(&inner, component.template, params, caller)
            },
        );
    }
}

fn component_environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_formatter(escape::format);
    env.set_auto_escape_callback(escape::auto_escape);
    env.set_undefined_behavior(UndefinedBehavior::Chainable);
    let blocks_leave_no_lines =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    env.set_syntax(blocks_leave_no_lines.expect("the delimiters are the usual ones"));
    content::add_to(&mut env);
    for (name, source) in PARTIALS {
        add_template(&mut env, name, source);
    }
    for component in COMPONENTS {
        add_template(&mut env, component.template, component.source);
        env.add_function(
            component.function(),
            |state: &mut State, params: Option<Value>, kwargs: Kwargs| {
                let caller = called_content(state, &kwargs)?;
                render(state.env(), component.template, params, caller)
            },
        );
    }
    env
}

fn add_template(env: &mut Environment<'static>, name: &'static str, source: &'static str) {
    env.add_template(name, source)
        .expect("templates are part of this crate, and its tests parse every one");
}

/// Returns what stands between `{% call govuk_details({…}) %}` and `{% endcall %}`.
fn called_content(state: &mut State, kwargs: &Kwargs) -> Result<Option<Value>, Error> {
    let caller: Option<Value> = kwargs.get("caller")?;
    kwargs.assert_all_used()?;
    caller.map(|caller| caller.call(state, &[])).transpose()
}

fn render(
    env: &Environment,
    template: &str,
    params: Option<Value>,
    caller: Option<Value>,
) -> Result<Value, Error> {
    let params = params.unwrap_or_default();
    if !matches!(params.kind(), ValueKind::Map | ValueKind::Undefined) {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("{template} takes one map of options, not a {}", params.kind()),
        ));
    }
    let caller = caller.unwrap_or_default();
    let html = env.get_template(template)?.render(context! { params, caller })?;
    Ok(Value::from_safe_string(html.trim().to_owned()))
}

fn asset_url(path: &str) -> Result<&'static str, Error> {
    assets::asset_url(path).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("there is no asset called {path}"))
    })
}
