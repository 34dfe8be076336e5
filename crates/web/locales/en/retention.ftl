# How long what is held is kept, and legal holds.

retention-title = How long records are kept
retention-what = What is held about people is kept no longer than it is needed. Nothing that is still open is ever erased: no case in which something is to be done, nobody in prison, no record with a legal hold.
retention-how = Nothing is erased by itself. The operator is shown what is due, and erases exactly that. Each erasure is in the journal.
retention-caption = What is kept for how long
retention-what-is-kept = What is kept
retention-period = For how long
retention-from = From when
retention-then = Then
retention-source = What the period rests on
retention-erased = Erased
retention-months =
    { $months ->
        [one] { $months } month
       *[other] { $months } months
    }
retention-kind-case = Everything about a person
retention-kind-case-from = The last change of the record, or the last date of a sentence if that is later, once nothing is open
retention-kind-invitation = An invitation that nobody took up
retention-kind-invitation-from = Its last day
retention-kind-form-token = What tells the second submit of a form from the first
retention-kind-form-token-from = The first submit
retention-kind-superseded-record = What an agency said of somebody and then said otherwise
retention-kind-superseded-record-from = The day on which a later row took its place
retention-kind-unjoined-record = What an agency said of somebody who is joined with nobody
retention-kind-unjoined-record-from = The day on which it last said anything of them, once nobody has to decide
retention-source-proposed = Proposed by the program: no law sets it. The organisations that lead cases must agree on it
retention-source-settings = Set by the operator for the organisations that lead cases

holds-title = Legal holds
holds-what = A legal hold keeps a person’s record from being erased while it is needed, such as for a claim, an inquest or an inquiry. It does not show you the record. These are the holds of your organisation.
holds-none = Your organisation has placed no legal hold.
hold-stands = Stands
hold-lifted = Lifted
hold-placed-on = Placed on { $at }
hold-lifted-on = Lifted on { $at }
hold-place = Place a legal hold
hold-number = Prison number or CRN
hold-number-hint = For example A1234BC or X123456, of a person whose case your organisation leads
hold-number-form = Enter a prison number like A1234BC, or a CRN like X123456
hold-nobody = Your organisation leads the case of nobody with this number. Check it, or ask who leads the case
hold-reason = Why the record must be kept
hold-reason-hint = Say what it is needed for, not what is in it
hold-without-reason = Enter why the record must be kept
hold-place-send = Place this hold
done-hold-placed = The legal hold was placed. The record is not erased while it stands
hold-lift-link = Lift the hold on { $number }
hold-lift = Lift a legal hold
hold-lift-what = When no other hold stands and its period is over, the record can be erased. That cannot be undone.
hold-lift-reason = Why the record is no longer needed for this
hold-lift-reason-hint = For example: the claim was settled
hold-without-reason-to-lift = Enter why the record is no longer needed for this
hold-lift-send = Lift this hold
done-hold-lifted = The legal hold was lifted
