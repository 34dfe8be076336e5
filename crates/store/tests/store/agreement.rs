//! Sharing agreements: kept whole, signed once by each party, ended once.

use crate::build::{World, agreement, day, id, now, organisation, today};
use domain::agreement::Signature;
use domain::{Agreement, FieldGroup, Purpose};
use std::collections::BTreeSet;

/// Returns it with its lists in one order: that in which they are kept has no meaning.
fn ordered(mut agreement: Agreement) -> Agreement {
    agreement.parties.sort_unstable();
    agreement.purposes.sort_unstable();
    agreement.groups.sort_unstable();
    agreement.signatures.sort_by_key(|signature| signature.organisation);
    agreement
}

both! {
    async fn an_agreement_is_read_as_it_was_written(db: Db) {
        let w = World::new(&db).await;
        let written = Agreement {
            id: id(),
            purposes: vec![Purpose::Service],
            groups: vec![FieldGroup::Identity, FieldGroup::Needs],
            ended_on: Some(today()),
            ..agreement(&[w.worker, w.charity])
        };
        let mut tx = db.begin().await.unwrap();
        store::agreement::add(&mut tx, &written, now()).await.unwrap();
        let read = store::agreement::find(&mut tx, written.id).await.unwrap().unwrap();
        assert_eq!(ordered(read), ordered(written.clone()));
        assert_eq!(store::agreement::find(&mut tx, id()).await.unwrap(), None);
        let listed = |organisation| {
            let db = db.clone();
            async move {
                let mut conn = db.read().await.unwrap();
                store::agreement::of_organisation(&mut conn, organisation).await.unwrap()
            }
        };
        tx.commit().await.unwrap();
        assert_eq!(listed(w.worker.organisation).await.len(), 2);
        let of_probation = listed(w.probation.organisation).await;
        assert_eq!(of_probation.len(), 1, "it is no party to the other");
        let groups: BTreeSet<_> = of_probation[0].groups.iter().copied().collect();
        assert_eq!(groups, FieldGroup::ALL.iter().copied().collect());
        assert!(of_probation[0].allows(w.probation.organisation, w.charity.organisation, today()));
        assert_eq!(listed(id()).await, []);
    }
}

both! {
    async fn a_party_signs_once_and_an_agreement_ends_once(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let drawn =
            Agreement { id: id(), signatures: Vec::new(), ..agreement(&[w.worker, w.charity]) };
        store::agreement::add(&mut tx, &drawn, now()).await.unwrap();
        let by = |organisation| Signature {
            organisation,
            account: w.worker.account.unwrap(),
            at: now(),
        };
        let ours = by(w.worker.organisation);
        for (signature, signs) in [(ours, true), (ours, false), (by(organisation().id), false)] {
            let signed = store::agreement::sign(&mut tx, drawn.id, &signature).await.unwrap();
            assert_eq!(signed, signs);
        }
        let parties = store::agreement::parties(&mut tx, drawn.id).await.unwrap();
        let shown: Vec<_> =
            parties.iter().map(|party| (party.name.as_str(), party.signed.clone())).collect();
        let signed = Some(("Wyn Worker".to_owned(), now()));
        assert_eq!(shown, [("A New Start", None), ("Test Prison", signed)]);
        for (on, ends) in [("2026-03-02", true), ("2026-03-03", false)] {
            let ended = store::agreement::end(&mut tx, drawn.id, day(on)).await.unwrap();
            assert_eq!(ended, ends);
        }
        let read = store::agreement::find(&mut tx, drawn.id).await.unwrap().unwrap();
        assert_eq!((read.signatures, read.ended_on), (vec![ours], Some(day("2026-03-02"))));
        tx.commit().await.unwrap();
    }
}
