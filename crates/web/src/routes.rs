//! The route table: path, action, journal event and handler on one line each. What a role may
//! reach can be read here; that it is so is tested over the whole table.

use crate::state::Site;
use crate::{
    account, agreement, appointment, assessment, asset, board, break_glass, claim, concern,
    consent, csp_report, custody, evidence, export, feed, first_sign_in, goal, handover, import,
    invitation, join, join_sample, journal, layers, matrix, my_needs, my_people, my_plan, need,
    outcome, own_account, person, pilot, plan, problem, rate_limit, read_alert, record_use,
    recovery, referral, referral_new, release, retention, role_request, screening, service,
    service_edit, sign_in, single_sign_on, start, step, step_up, worker,
};
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Router, middleware};
use policy::Action;
use std::pin::Pin;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

/// Bytes of a form at most: every field full, with room for encoding.
pub(crate) const FORM_BYTES: usize = 256 * 1024;

/// What a log never holds, as a directive of its filter: a library that would write down whole paths, and
/// with them invitations and searches, when everything is logged.
pub const NEVER_LOGGED: &str = "tower_http::csrf::service=info";

/// Who may ask for a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody. Shows nothing of anyone.
    Public,
    /// Whoever policy allows this action.
    Needs(Action),
    /// Whoever policy allows this action, and gave their second factor lately: anybody else is led to
    /// `/step-up` first, and nothing is read or changed.
    NeedsFresh(Action),
}

impl Access {
    /// Returns the action that policy is asked about.
    #[must_use]
    pub const fn action(self) -> Option<Action> {
        match self {
            Self::Public => None,
            Self::Needs(action) | Self::NeedsFresh(action) => Some(action),
        }
    }
}

/// One line of the table.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with its parts in braces.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
    /// The code of the journal event that it writes; `None` only for public pages.
    pub journal: Option<&'static str>,
    handler: MethodRouter<Site>,
}

impl Route {
    /// Asks for a second factor that was given lately.
    fn fresh(self) -> Self {
        let access = self.access.action().map_or(self.access, Access::NeedsFresh);
        Self { access, ..self }
    }
}

/// An answer that is on its way.
type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler without its own type. What serves one is then compiled once, and not for each of some two
/// hundred: that halves what this crate takes to compile.
#[derive(Clone)]
struct Page(Arc<dyn Fn(Request, Site) -> Answering + Send + Sync>);

impl Page {
    fn of<H, T>(handler: H) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        Self(Arc::new(move |request, site| Box::pin(handler.clone().call(request, site))))
    }
}

impl Handler<(), Site> for Page {
    type Future = Answering;

    fn call(self, request: Request, site: Site) -> Answering {
        (self.0)(request, site)
    }
}

fn public<H, T>(path: &'static str, handler: H) -> Route
where
    H: Handler<T, Site>,
    T: 'static,
{
    let handler = get(Page::of(handler));
    Route { method: Method::GET, path, access: Access::Public, journal: None, handler }
}

/// A page that reads.
fn read<H, T>(path: &'static str, action: Action, journal: &'static str, handler: H) -> Route
where
    H: Handler<T, Site>,
    T: 'static,
{
    Route {
        method: Method::GET,
        path,
        access: Access::Needs(action),
        journal: Some(journal),
        handler: get(Page::of(handler)),
    }
}

/// A form that changes something.
fn change<H, T>(path: &'static str, action: Action, journal: &'static str, handler: H) -> Route
where
    H: Handler<T, Site>,
    T: 'static,
{
    Route {
        method: Method::POST,
        path,
        access: Access::Needs(action),
        journal: Some(journal),
        handler: post(Page::of(handler)),
    }
}

/// A form that brings a file and changes something.
fn upload<H, T>(path: &'static str, action: Action, journal: &'static str, handler: H) -> Route
where
    H: Handler<T, Site>,
    T: 'static,
{
    debug_assert!(crate::upload::is_sent_to(path), "its form would have to be short");
    let route = change(path, action, journal, handler);
    let limit = DefaultBodyLimit::max(crate::upload::UPLOAD_BYTES);
    Route { handler: route.handler.layer(limit), ..route }
}

/// Signing in: open to anybody, and journalled.
fn door<H, T>(path: &'static str, journal: &'static str, handler: H) -> Route
where
    H: Handler<T, Site>,
    T: 'static,
{
    Route {
        method: Method::POST,
        path,
        access: Access::Public,
        journal: Some(journal),
        handler: post(Page::of(handler)),
    }
}

/// Returns the path of the table that an address without its query is of. `/people/new` fits
/// `/people/{id}` too: the one with the fewest parts in braces is meant.
pub fn path_of(
    paths: impl IntoIterator<Item = &'static str>,
    address: &str,
) -> Option<&'static str> {
    let fits = |path: &&str| {
        let (mut asked, mut has) = (address.split('/'), path.split('/'));
        loop {
            match (asked.next(), has.next()) {
                (None, None) => return true,
                (Some(asked), Some(has)) if asked == has || has.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    paths.into_iter().filter(fits).min_by_key(|path| path.matches('{').count())
}

/// Returns the whole table.
#[must_use]
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "one line a route: the whole table is read at once")]
pub fn table() -> Vec<Route> {
    use Action as A;
    vec![
        public("/", start::show),
        public("/claims", claim::show),
        public("/evidence", evidence::list),
        public("/evidence/{id}", evidence::show),
        public("/health", start::health),
        public("/journal/checkpoint", journal::checkpoint),
        public("/sign-in", sign_in::show),
        door("/sign-in", "signed_in", sign_in::submit),
        public("/sign-in/code", sign_in::show_code),
        door("/sign-in/code", "signed_in", sign_in::submit_code),
        public("/sign-in/through", single_sign_on::come_back),
        door("/sign-in/through", "signed_in", single_sign_on::submit),
        public("/sign-in/through/{id}", single_sign_on::leave),
        public("/first-sign-in", first_sign_in::show),
        door("/first-sign-in", "invitation_opened", first_sign_in::submit),
        public("/invitation/{token}", invitation::show),
        door("/invitation/{token}", "invitation_accepted", invitation::submit),
        public("/recovery/{token}", recovery::show),
        door("/recovery/{token}", "recovered", recovery::submit),
        read("/home", A::UseAccount, "figures_read", sign_in::home),
        change("/sign-out", A::UseAccount, "signed_out", sign_in::sign_out),
        read("/account", A::UseAccount, "account_read", own_account::show),
        change("/account/sessions/{id}/end", A::UseAccount, "session_ended", own_account::end_session),
        read("/account/password", A::UseAccount, "account_read", own_account::show_password).fresh(),
        change("/account/password", A::UseAccount, "password_changed", own_account::change_password).fresh(),
        read("/account/second-factor", A::UseAccount, "account_read", own_account::show_factor).fresh(),
        change("/account/second-factor", A::UseAccount, "second_factor_changed", own_account::change_factor).fresh(),
        read("/account/single-sign-on", A::UseAccount, "account_read", single_sign_on::show_own).fresh(),
        change("/account/single-sign-on", A::UseAccount, "single_sign_on_tied", single_sign_on::tie).fresh(),
        read("/account/single-sign-on/begin", A::UseAccount, "account_read", single_sign_on::leave_to_tie).fresh(),
        change("/account/single-sign-on/untie", A::UseAccount, "single_sign_on_untied", single_sign_on::untie).fresh(),
        change("/account/recoveries", A::UseAccount, "recovery_known", own_account::recovery_known),
        read("/step-up", A::UseAccount, "account_read", step_up::show),
        change("/step-up", A::UseAccount, "stepped_up", step_up::submit),
        change("/account/sign-out-everywhere", A::UseAccount, "signed_out_everywhere", own_account::sign_out_everywhere),

        read("/my-people", A::ListMyPeople, "people_listed", my_people::list),
        read("/people", A::FindPerson, "people_listed", person::find),
        read("/people/new", A::EditPerson, "figures_read", person::show_new),
        change("/people/new", A::EditPerson, "person_added", person::add),
        read("/people/import", A::ImportPeople, "figures_read", import::show),
        upload(import::PATH, A::ImportPeople, "people_imported", import::submit),
        read("/people/{id}", A::ViewPerson, "person_read", person::show),
        read("/people/{id}/details", A::ViewRecord, "person_read", person::show_record),
        read("/people/{id}/why/{group}", A::ViewPerson, "person_read", person::why),
        read("/people/{id}/who-sees-what", A::ViewSharing, "person_read", person::who_sees),
        read("/people/{id}/who-sees-what/why", A::ViewSharing, "person_read", person::why_of),
        read("/who-sees-what/record", A::FindSharing, "people_listed", person::find_sharing),
        read("/who-sees-what", A::ViewMatrix, "figures_read", matrix::show),
        change("/who-sees-what", A::ConfirmRules, "rules_confirmed", matrix::confirm),
        read("/people/{id}/timeline", A::ViewRecord, "person_read", person::show_timeline),
        read("/people/{id}/edit", A::EditPerson, "person_read", person::show_edit),
        change("/people/{id}/edit", A::EditPerson, "person_changed", person::change),
        change("/people/{id}/details/{what}", A::EditPerson, "person_changed", person::add_detail),
        change("/people/{id}/details/{what}/{item}/end", A::EditPerson, "person_changed", person::end_detail),

        read("/screenings/late", A::ListBreaches, "people_listed", screening::late),
        read("/screenings/{id}", A::ViewAssessments, "person_read", screening::show),
        change("/screenings/{id}", A::Screen, "screened", screening::submit),
        read("/people/{id}/assessments", A::ViewAssessments, "person_read", assessment::picture::show),
        change("/people/{id}/assessments", A::Assess, "assessment_started", assessment::start),
        read("/assessments/{id}", A::ViewAssessments, "person_read", assessment::show),
        read("/assessments/{id}/areas/{area}", A::ViewAssessments, "person_read", assessment::area::show),
        change("/assessments/{id}/areas/{area}", A::Assess, "assessment_answered", assessment::area::save),
        read("/assessments/{id}/areas/{area}/rating", A::ViewAssessments, "person_read", assessment::area::show_rating),
        change("/assessments/{id}/areas/{area}/rating", A::Assess, "area_rated", assessment::area::rate),
        read("/assessments/{id}/submit", A::ViewAssessments, "person_read", assessment::check),
        change("/assessments/{id}/submit", A::Assess, "assessment_submitted", assessment::submit),
        read("/my-needs", A::AssessOneself, "person_read", my_needs::show),
        change("/my-needs", A::AssessOneself, "assessment_submitted", my_needs::say),
        read("/people/{id}/worker", A::NameWorker, "person_read", worker::show),
        change("/people/{id}/worker", A::NameWorker, "worker_named", worker::name),
        read("/people/{id}/release", A::ViewRelease, "person_read", release::show),
        change("/people/{id}/release", A::PlanRelease, "release_planned", release::plan),
        read("/people/{id}/released", A::ViewRelease, "person_read", release::show),
        change("/people/{id}/released", A::PlanRelease, "released", custody::released),
        read("/people/{id}/recall", A::ViewRelease, "person_read", release::show),
        change("/people/{id}/recall", A::PlanRelease, "received", custody::received),
        read("/people/{id}/handover", A::GiveHandover, "person_read", handover::show_offer),
        change("/people/{id}/handover", A::GiveHandover, "handover_moved", handover::create),
        read("/handovers", A::ListHandovers, "people_listed", handover::incoming),
        read("/handovers/{id}", A::ViewHandover, "person_read", handover::show),
        read("/handovers/{id}/{move}", A::ViewHandover, "person_read", handover::show_move),
        change("/handovers/{id}/{move}", A::ViewHandover, "handover_moved", handover::make_move),
        read("/people/{id}/appointments", A::KeepAppointments, "person_read", appointment::list),
        change("/people/{id}/appointments", A::KeepAppointments, "appointment_made", appointment::make),
        read("/appointments/{id}/attendance", A::KeepAppointments, "person_read", appointment::list_of),
        change("/appointments/{id}/attendance", A::KeepAppointments, "attendance_recorded", appointment::record),
        read("/people/{id}/outcomes", A::ViewRelease, "person_read", outcome::list),
        read("/outcomes/{id}", A::RecordOutcome, "person_read", outcome::list_of),
        change("/outcomes/{id}", A::RecordOutcome, "outcome_recorded", outcome::record),

        read("/break-glass", A::ListBreakGlasses, "people_listed", break_glass::list),
        read("/break-glass/new", A::BreakGlass, "figures_read", break_glass::blank).fresh(),
        change("/break-glass/new", A::BreakGlass, "glass_broken", break_glass::begin).fresh(),
        read("/break-glass/{id}", A::ViewBreakGlass, "person_read", break_glass::show),
        change("/break-glass/{id}", A::ReviewBreakGlass, "glass_reviewed", break_glass::review),

        read("/people/{id}/consents", A::ViewConsents, "person_read", consent::of_person),
        change("/people/{id}/consents", A::RecordConsent, "consent_recorded", consent::record),
        read("/people/{id}/consents/{item}/withdraw", A::ViewConsents, "person_read", consent::withdrawing),
        change("/people/{id}/consents/{item}/withdraw", A::RecordConsent, "consent_withdrawn", consent::withdraw),
        read("/my-record/consents", A::ViewOwnConsents, "person_read", consent::own),
        change("/my-record/consents", A::GiveConsent, "consent_recorded", consent::give),
        read("/my-record/consents/{item}/withdraw", A::ViewOwnConsents, "person_read", consent::withdrawing_own),
        change("/my-record/consents/{item}/withdraw", A::GiveConsent, "consent_withdrawn", consent::withdraw_own),

        read("/people/{id}/plan", A::ViewPlan, "person_read", plan::show),
        read("/people/{id}/plan/reviewed", A::ViewPlan, "person_read", plan::show),
        change("/people/{id}/plan/reviewed", A::EditPlan, "challenge_answered", plan::answer_challenge),
        read("/people/{id}/goals", A::EditPlan, "person_read", goal::show),
        change("/people/{id}/goals", A::EditPlan, "goal_added", goal::add),
        read("/goals/{id}/steps", A::EditPlan, "person_read", step::show),
        change("/goals/{id}/steps", A::EditPlan, "step_added", step::add),
        read("/steps/{id}/close", A::CloseStep, "person_read", step::closing),
        change("/steps/{id}/close", A::CloseStep, "step_closed", step::close),
        read("/steps/{id}/owner", A::EditPlan, "person_read", step::giving),
        change("/steps/{id}/owner", A::EditPlan, "step_given", step::give),
        change("/steps/{id}/take", A::TakeStep, "step_taken", step::take),
        read("/needs/{id}/close", A::EditPlan, "person_read", need::closing),
        change("/needs/{id}/close", A::EditPlan, "need_closed", need::close),
        read("/people/{id}/passport", A::PrintPassport, "person_read", my_plan::passport_of),
        read("/my-plan", A::ViewOwnPlan, "person_read", my_plan::show),
        read("/my-plan/answer", A::ViewOwnPlan, "person_read", my_plan::show),
        change("/my-plan/answer", A::AnswerPlan, "plan_answered", my_plan::answer),
        read("/my-record/reads", A::ViewOwnReads, "person_read", record_use::show),
        read("/my-record/export", A::ExportOwnRecord, "record_exported", export::own_document).fresh(),
        read("/my-record/export/file", A::ExportOwnRecord, "record_exported", export::own_file).fresh(),
        read("/my-record/wrong", A::RaiseConcern, "person_read", concern::show_own),
        change("/my-record/wrong", A::RaiseConcern, "concern_raised", concern::raise),
        read("/people/{id}/concerns", A::AnswerConcern, "person_read", concern::list),
        read("/people/{id}/concerns/{item}", A::AnswerConcern, "person_read", concern::show),
        change("/people/{id}/concerns/{item}", A::AnswerConcern, "concern_answered", concern::answer),
        read("/people/{id}/export", A::ExportRecord, "record_exported", export::document).fresh(),
        read("/people/{id}/export/file", A::ExportRecord, "record_exported", export::file).fresh(),
        read("/my-plan/passport", A::ViewOwnPlan, "person_read", my_plan::passport),

        read("/people/{id}/referrals", A::ViewPerson, "person_read", referral_new::of_person),
        read("/people/{id}/referrals/new", A::OfferServices, "person_read", referral_new::offers),
        read("/people/{id}/referrals/new/{service}", A::OfferServices, "person_read", referral_new::blank),
        change("/people/{id}/referrals/new/{service}", A::OfferServices, "referral_moved", referral_new::write),
        read("/people/{id}/invite", A::InvitePerson, "person_read", invitation::of_person).fresh(),
        change("/people/{id}/invite", A::InvitePerson, "invited", invitation::invite_person).fresh(),
        read("/people/{id}/recover", A::InvitePerson, "person_read", recovery::of_person).fresh(),
        change("/people/{id}/recover", A::InvitePerson, "recovery_begun", recovery::begin_for_person).fresh(),

        read("/services", A::SearchServices, "services_listed", service::list),
        read("/services/new", A::EditServices, "services_listed", service_edit::blank),
        change("/services/new", A::EditServices, "service_changed", service_edit::add),
        read("/services/{id}", A::SearchServices, "services_listed", service::show),
        read("/services/{id}/edit", A::EditServices, "services_listed", service_edit::show),
        change("/services/{id}/edit", A::EditServices, "service_changed", service_edit::submit),

        read("/accounts", A::Invite, "accounts_listed", account::list),
        read("/accounts/invite", A::Invite, "accounts_listed", invitation::blank).fresh(),
        change("/accounts/invite", A::Invite, "invited", invitation::invite).fresh(),
        change("/accounts/{id}/deactivate", A::Invite, "account_deactivated", account::deactivate).fresh(),
        change("/accounts/{id}/wake", A::Invite, "account_woken", account::wake).fresh(),
        read("/accounts/{id}/recover", A::Invite, "accounts_listed", recovery::of_account).fresh(),
        change("/accounts/{id}/recover", A::Invite, "recovery_begun", recovery::begin).fresh(),
        read("/accounts/{id}/role", A::Invite, "accounts_listed", role_request::changing).fresh(),
        change("/accounts/{id}/role", A::Invite, "role_asked", role_request::ask).fresh(),
        read("/role-requests", A::ConfirmRoles, "accounts_listed", role_request::list),
        read("/role-requests/{id}", A::ConfirmRoles, "accounts_listed", role_request::show).fresh(),
        change("/role-requests/{id}/confirm", A::ConfirmRoles, "role_confirmed", role_request::confirm).fresh(),
        change("/role-requests/{id}/refuse", A::ConfirmRoles, "role_refused", role_request::refuse).fresh(),
        change("/role-requests/{id}/withdraw", A::Invite, "role_withdrawn", role_request::withdraw).fresh(),

        read("/agreements", A::ViewAgreements, "agreements_listed", agreement::list),
        read("/agreements/new", A::EditAgreements, "agreements_listed", agreement::blank),
        change("/agreements/new", A::EditAgreements, "agreement_drawn", agreement::draw),
        read("/agreements/{id}", A::ViewAgreements, "agreements_listed", agreement::show),
        read("/agreements/{id}/sign", A::EditAgreements, "agreements_listed", agreement::signing).fresh(),
        change("/agreements/{id}/sign", A::EditAgreements, "agreement_signed", agreement::sign).fresh(),
        read("/agreements/{id}/end", A::EditAgreements, "agreements_listed", agreement::ending).fresh(),
        change("/agreements/{id}/end", A::EditAgreements, "agreement_ended", agreement::end).fresh(),

        read("/read-alerts", A::AnswerReadAlerts, "read_alerts_listed", read_alert::list),
        read("/read-alerts/{id}", A::AnswerReadAlerts, "read_alerts_listed", read_alert::show),
        change("/read-alerts/{id}", A::AnswerReadAlerts, "read_alert_seen", read_alert::see),

        read("/retention", A::ViewRetention, "retention_read", retention::show),
        change("/retention/holds", A::KeepHolds, "hold_placed", retention::place),
        read("/retention/holds/{id}/lift", A::KeepHolds, "retention_read", retention::lifting),
        change("/retention/holds/{id}/lift", A::KeepHolds, "hold_lifted", retention::lift),

        read("/referrals", A::ListReferrals, "people_listed", referral::inbox),
        read("/referrals/{id}", A::ViewReferral, "person_read", referral::show),
        read("/referrals/{id}/edit", A::Refer, "person_read", referral_new::edit),
        change("/referrals/{id}/edit", A::Refer, "referral_changed", referral_new::submit_edit),
        change("/referrals/{id}/message", A::MessageReferral, "message_sent", referral::message),
        change("/referrals/{id}/{move}", A::ViewReferral, "referral_moved", referral::make_move),

        read("/pilots", A::ViewPilots, "figures_read", pilot::list),
        read("/pilots/new", A::EditPilots, "figures_read", pilot::show_new),
        change("/pilots/new", A::EditPilots, "pilot_added", pilot::add),
        read("/pilots/{id}", A::ViewPilots, "figures_read", pilot::show),
        read("/pilots/{id}/records/{measure}", A::EditPilots, "figures_read", pilot::records),
        read("/pilots/{id}/plan", A::EditPilots, "figures_read", pilot::plan::show),
        change("/pilots/{id}/plan", A::EditPilots, "pilot_planned", pilot::plan::change),
        change("/pilots/{id}/plan/fix", A::EditPilots, "pilot_plan_fixed", pilot::plan::fix),
        read(pilot::pool::PATH, A::EditPilots, "figures_read", pilot::pool::show),
        upload(pilot::pool::PATH, A::EditPilots, "pilot_pool_added", pilot::pool::add),
        read(pilot::reoffending::PATH, A::EditPilots, "figures_read", pilot::reoffending::show),
        upload(pilot::reoffending::PATH, A::EditPilots, "reoffending_added", pilot::reoffending::add),
        read("/pilots/{id}/results", A::ViewPilots, "figures_read", pilot::report::results),
        change("/pilots/{id}/results/stop", A::ViewPilots, "study_stopped", pilot::study_run::stop),
        read("/pilots/{id}/report", A::ViewPilots, "figures_read", pilot::report::show),
        read("/pilots/{id}/cohort", A::EditPilots, "cohort_exported", pilot::report::cohort).fresh(),
        read(pilot::justice_data_lab::PATH, A::ExportForJusticeDataLab, "figures_read", pilot::justice_data_lab::show).fresh(),
        change(pilot::justice_data_lab::PATH, A::ExportForJusticeDataLab, "justice_data_lab_file_made", pilot::justice_data_lab::make).fresh(),
        read("/pilots/{id}/decision", A::DecidePilots, "figures_read", pilot::plan::show_decision),
        change("/pilots/{id}/decision", A::DecidePilots, "pilot_decided", pilot::plan::decide),
        read("/pilots/{id}/publish", A::DecidePilots, "figures_read", evidence::show_publish),
        change("/pilots/{id}/publish", A::DecidePilots, "evidence_published", evidence::publish),

        read("/feeds", A::SendFeeds, "figures_read", feed::list),
        read(feed::PATH, A::SendFeeds, "figures_read", feed::blank).fresh(),
        upload(feed::PATH, A::SendFeeds, "feed_sent", feed::send).fresh(),
        read("/feeds/{id}", A::SendFeeds, "people_listed", feed::show),
        read("/joins", A::ListJoins, "people_listed", join::list),
        read("/joins/quality", A::ViewJoinQuality, "figures_read", join::quality),
        change("/joins/quality", A::DrawJoinSample, "join_sample_drawn", join_sample::take),
        read("/join-samples", A::ListJoins, "people_listed", join_sample::list),
        read("/join-samples/{id}", A::AnswerJoinSample, "person_read", join_sample::show),
        change("/join-samples/{id}", A::AnswerJoinSample, "join_sample_answered", join_sample::answer),
        read("/joins/{id}", A::DecideJoin, "person_read", join::show),
        change("/joins/{id}", A::DecideJoin, "join_moved", join::decide),

        read("/board", A::ViewBoard, "figures_read", board::show),
        read("/board/{measure}", A::ViewBoard, "figures_read", board::open),
    ]
}

/// Returns the site as a service.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for route in table() {
        let handler = match route.access {
            Access::NeedsFresh(_) => {
                let layer = middleware::from_fn_with_state(site.clone(), step_up::require);
                route.handler.layer(layer)
            }
            Access::Public | Access::Needs(_) => route.handler,
        };
        let handler = match route.access {
            Access::Public => handler
                .route_layer(middleware::from_fn_with_state(site.clone(), rate_limit::public)),
            Access::Needs(_) | Access::NeedsFresh(_) => handler
                .route_layer(middleware::from_fn_with_state(site.clone(), rate_limit::signed_in)),
        };
        router = router.route(route.path, handler);
    }
    let report = post(csp_report::take)
        .layer(DefaultBodyLimit::max(csp_report::MOST_BYTES))
        .route_layer(middleware::from_fn_with_state(site.clone(), rate_limit::report));
    router
        .route("/assets/{*path}", get(asset::show))
        .route(csp_report::PATH, report)
        .fallback(|| async { StatusCode::NOT_FOUND })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(site.clone(), rate_limit::whole))
        .layer(middleware::from_fn(layers::refuse))
        .layer(middleware::from_fn_with_state(site.clone(), problem::render))
        .layer(middleware::from_fn_with_state(site.clone(), layers::around))
        .with_state(site)
}
