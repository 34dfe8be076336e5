//! The first sign-in of a person leaving prison: a code and a date of birth.

use crate::form::Form;
use crate::problem::Problem;
use crate::visit::Visit;
use app::{Error, first_sign_in};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Invalid;
use minijinja::context;

/// Shows the form.
pub(crate) async fn show(visit: Visit) -> Result<Response, Problem> {
    visit.render("first_sign_in/show.html", context! {})
}

/// Takes the code and the date of birth, and leads to the invitation.
pub(crate) async fn submit(visit: Visit, form: Form) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let code = fields.read("code", |text| match text {
        "" => Err(Invalid::new("first-sign-in-no-code")),
        text => Ok(text.to_owned()),
    });
    let born = fields.date("born");
    let result = match fields.finish(code.zip(born)) {
        Ok((code, born)) => {
            first_sign_in::begin(&visit.site.app, &code, born, visit.asked.request).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(path) => Ok(Redirect::to(&path).into_response()),
        Err(Error::Invalid(errors)) => {
            visit.render_again("first_sign_in/show.html", context! {}, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
