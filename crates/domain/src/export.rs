//! Everything held about a person, handed to them: in what form, and what is left out and why.

use crate::coded_enum;

coded_enum! {
    /// The form of an export.
    pub enum ExportForm("export-form") {
        /// To read and to print.
        Document = "document",
        /// For a machine (UK GDPR article 20).
        File = "file",
    }
}

coded_enum! {
    /// What an export leaves out. Each is marked where it is left out, and named with its reason.
    pub enum LeftOut("export-left-out") {
        /// Workers' names: staff are third parties, and their organisation and role are given (Data
        /// Protection Act 2018, schedule 2, paragraph 16).
        WorkerNames = "worker-names",
        /// E-mail addresses and telephone numbers in free text that are not the person's own
        /// (schedule 2, paragraph 16).
        OthersContacts = "others-contacts",
        /// What was written beside a risk flag: it may say whom to protect and how (schedule 2,
        /// paragraphs 2 and 16). A worker has to look at each before it is told.
        RiskNotes = "risk-notes",
        /// Attempts to open the record that were refused: they showed nothing, and telling of them
        /// may hinder finding out who tried (schedule 2, paragraph 2).
        RefusedAttempts = "refused-attempts",
        /// Legal holds: a reason may say what is being looked into, or what a lawyer advised (schedule 2,
        /// paragraphs 2 and 19). That one was placed or lifted is in the journal.
        LegalHolds = "legal-holds",
        /// Passwords, one-time secrets and session tokens, which are kept only as what protects the
        /// account (UK GDPR article 32), and what a machine works out from the rest to search by.
        Secrets = "secrets",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::check_list;

    #[test]
    fn messages_are_there() {
        check_list::<ExportForm>("export");
        check_list::<LeftOut>("export");
    }
}
