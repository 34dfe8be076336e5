//! Everything that can be done, by name. Each route names one of these.

use domain::coded_enum;

coded_enum! {
    /// Something a person who signs in can ask to do.
    pub enum Action("action") {
        /// See the list of one's own people.
        ListMyPeople = "list_my_people",
        /// Find a person by name or number.
        FindPerson = "find_person",
        /// Read a person's record.
        ViewPerson = "view_person",
        /// Read the whole record: numbers, addresses, sentence, conditions, what to watch for, and
        /// everything that happened.
        ViewRecord = "view_record",
        /// Read convictions that are spent. What is read of a record at all is decided before.
        ReadSpent = "read_spent",
        /// See who sees what of a person's record.
        ViewSharing = "view_sharing",
        /// Find a record by a number, to see who sees what of it.
        FindSharing = "find_sharing",
        /// See who sees what by rule.
        ViewMatrix = "view_matrix",
        /// Add a person, or change who they are.
        EditPerson = "edit_person",
        /// Import a list of people.
        ImportPeople = "import_people",
        /// Name the person's worker.
        NameWorker = "name_worker",
        /// Do the screening.
        Screen = "screen",
        /// Read a person's screenings and assessments.
        ViewAssessments = "view_assessments",
        /// Assess as a worker.
        Assess = "assess",
        /// Say what one needs oneself.
        AssessOneself = "assess_oneself",
        /// Read a plan: all of it, or the steps that one's organisation owns.
        ViewPlan = "view_plan",
        /// Print the page that a person carries out of the gate.
        PrintPassport = "print_passport",
        /// Add goals and steps, and close needs.
        EditPlan = "edit_plan",
        /// Close a step that one's organisation owns.
        CloseStep = "close_step",
        /// Take on a step that one's organisation owns.
        TakeStep = "take_step",
        /// Agree or challenge one's own plan.
        AnswerPlan = "answer_plan",
        /// Read one's own plan.
        ViewOwnPlan = "view_own_plan",
        /// See who looked at one's own record.
        ViewOwnReads = "view_own_reads",
        /// Be given everything that is held about oneself.
        ExportOwnRecord = "export_own_record",
        /// Hand a person everything that is held about them.
        ExportRecord = "export_record",
        /// Say what is wrong in one's own record, or complain about its use.
        RaiseConcern = "raise_concern",
        /// Read and answer what a person says of their record.
        AnswerConcern = "answer_concern",
        /// Open groups of a record that is withheld, in an emergency.
        BreakGlass = "break_glass",
        /// See the records that one's organisation opened in emergencies, and those of its own that were.
        ListBreakGlasses = "list_break_glasses",
        /// See that a record was opened in an emergency, by whom and why; who opened it, what is open.
        ViewBreakGlass = "view_break_glass",
        /// Review whether a record was rightly opened in an emergency.
        ReviewBreakGlass = "review_break_glass",
        /// Search the services.
        SearchServices = "search_services",
        /// Keep the services of one's organisation.
        EditServices = "edit_services",
        /// See what a person can use, and write a referral of theirs.
        OfferServices = "offer_services",
        /// Change, send and close a referral that was written.
        Refer = "refer",
        /// Read a referral.
        ViewReferral = "view_referral",
        /// Take a referral through its way as the provider.
        ServeReferral = "serve_referral",
        /// Write a message about a referral.
        MessageReferral = "message_referral",
        /// See the referrals to one's organisation.
        ListReferrals = "list_referrals",
        /// Give a person over.
        GiveHandover = "give_handover",
        /// Take a person on.
        TakeHandover = "take_handover",
        /// Read a handover, as either side.
        ViewHandover = "view_handover",
        /// See the handovers to one's organisation.
        ListHandovers = "list_handovers",
        /// Make an appointment, and record attendance.
        KeepAppointments = "keep_appointments",
        /// Plan a release, and record it.
        PlanRelease = "plan_release",
        /// Read how a person leaves prison, and what came of it.
        ViewRelease = "view_release",
        /// Record an outcome.
        RecordOutcome = "record_outcome",
        /// Read what a person said to the sharing of their details.
        ViewConsents = "view_consents",
        /// Write down what a person said to it.
        RecordConsent = "record_consent",
        /// Read what one said oneself.
        ViewOwnConsents = "view_own_consents",
        /// Say it oneself, and withdraw it.
        GiveConsent = "give_consent",
        /// See the screening limits that were missed.
        ListBreaches = "list_breaches",
        /// Read a pilot's figures.
        ViewPilots = "view_pilots",
        /// Set up a pilot, plan it and fix its plan.
        EditPilots = "edit_pilots",
        /// Decide what becomes of a pilot.
        DecidePilots = "decide_pilots",
        /// Make the file of those whom one's organisation helped, with their names, for the Justice Data Lab.
        ExportForJusticeDataLab = "export_for_justice_data_lab",
        /// Have a person in that file.
        GiveToJusticeDataLab = "give_to_justice_data_lab",
        /// Send what one's organisation knows of people as a feed, and see what became of it.
        SendFeeds = "send_feeds",
        /// See which joins with other agencies' records wait for one's organisation.
        ListJoins = "list_joins",
        /// See another agency's record beside the person's, and decide whether they are of one person.
        DecideJoin = "decide_join",
        /// Read how good the joins are, in figures.
        ViewJoinQuality = "view_join_quality",
        /// Draw a sample of joins, at which somebody looks.
        DrawJoinSample = "draw_join_sample",
        /// Look at a pair of such a sample, and say whether it is of one person.
        AnswerJoinSample = "answer_join_sample",
        /// Read the board's figures.
        ViewBoard = "view_board",
        /// Read one's organisation's sharing agreements.
        ViewAgreements = "view_agreements",
        /// Draw up a sharing agreement, sign it for one's organisation, and end it.
        EditAgreements = "edit_agreements",
        /// See the alerts that an account of one's organisation reads many records, and say what it was.
        AnswerReadAlerts = "answer_read_alerts",
        /// Read the retention schedule, and one's organisation's legal holds.
        ViewRetention = "view_retention",
        /// Place and lift legal holds for one's organisation.
        KeepHolds = "keep_holds",
        /// Invite people to the organisation.
        Invite = "invite",
        /// See the roles that wait for a second person, and confirm or refuse them.
        ConfirmRoles = "confirm_roles",
        /// Look at the rules of who may see what for everybody, when they have changed.
        ConfirmRules = "confirm_rules",
        /// Invite a person leaving prison to see their own plan.
        InvitePerson = "invite_person",
        /// Use one's own account.
        UseAccount = "use_account",
    }
}

impl Action {
    /// Returns whether it is done to a person's record, or to a thing in it. Everything else is done
    /// to what belongs to an organisation.
    #[must_use]
    pub const fn is_about_a_person(self) -> bool {
        !matches!(
            self,
            Self::UseAccount
                | Self::ListMyPeople
                | Self::FindPerson
                | Self::FindSharing
                | Self::ViewMatrix
                | Self::ImportPeople
                | Self::BreakGlass
                | Self::ListBreakGlasses
                | Self::ListReferrals
                | Self::ListHandovers
                | Self::ListBreaches
                | Self::SearchServices
                | Self::EditServices
                | Self::ViewAgreements
                | Self::EditAgreements
                | Self::AnswerReadAlerts
                | Self::ViewRetention
                | Self::KeepHolds
                | Self::Invite
                | Self::ConfirmRoles
                | Self::ConfirmRules
                | Self::ViewPilots
                | Self::EditPilots
                | Self::DecidePilots
                | Self::ExportForJusticeDataLab
                | Self::SendFeeds
                | Self::ListJoins
                | Self::ViewJoinQuality
                | Self::DrawJoinSample
                | Self::ViewBoard
        )
    }
}
