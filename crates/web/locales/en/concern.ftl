# Concerns: what a person says is wrong in their record, and complaints.

my-record-wrong-link = Say that something is wrong, or complain
person-concerns-link = What the person says of their record

concern-kind-wrong = Something is wrong or missing in my record
concern-kind-complaint = I want to complain about how my details are used

concern-own-title = Say what is wrong, or complain
concern-own-what = The organisation that leads your case reads this and must answer you. If something is wrong in your record, within one month. If you complain, within 30 days. What you say and what they answer stay on the record.
concern-kind = What do you want to say?
concern-words = In your own words
concern-words-hint = If something is wrong: what is it, and what would be right? If you complain: what happened, and when?
concern-send = Send
concern-ico = If you are not content with the answer, you can complain to the Information Commissioner: ico.org.uk or 0303 123 1113.
concern-said = What I said
concern-own-none = You have not said anything here yet.
concern-own-waiting = No answer yet. It must come by { $by }.
concern-own-late = No answer yet. It should have come by { $by }. You can complain to the Information Commissioner.
concern-answered = Answered on { $at }:

concern-list-title = What the person says of their record
concern-list-what = What they say is wrong or missing, and complaints about how their details are used. Your organisation leads the case and must answer each.
concern-list-none = The person has not said that anything is wrong.
concern-due = Answer by { $by }
concern-answer-link = Answer
concern-show-title = Answer the person
concern-how = First put right what is wrong. If you do not change it, say why, and that they can complain to the Information Commissioner or go to court (UK GDPR article 12(4)).
concern-answer = Your answer
concern-answer-hint = The person reads this as you write it.
concern-answer-send = Send the answer

choose-concern-kind = Choose what you want to say
concern-without-words = Enter what is wrong, or what you complain about
concern-without-answer = Enter your answer
concern-too-many = Too many of these wait for an answer already. Wait for an answer, or ask your worker
done-concern-raised = The organisation that leads your case will read this and answer you
done-concern-answered = The person sees your answer
