# Meysydd angen, eu graddau, graddau gweithwyr, a sut maent yn newid dros amser.

area-accommodation = Llety
area-accommodation-about = Cartref i fynd iddo, a help i’w gadw
area-employment-and-training = Cyflogaeth a hyfforddiant
area-employment-and-training-about = Gwaith, a hyfforddiant ar gyfer gwaith
area-education = Addysg
area-education-about = Darllen, rhifau, iaith a dysgu
area-finance = Arian
area-finance-about = Incwm, dyledion, cyfrif banc a dogfennau adnabod
area-drugs = Cyffuriau
area-drugs-about = Defnyddio cyffuriau, a thriniaeth ar gyfer hynny
area-alcohol = Alcohol
area-alcohol-about = Yfed, a thriniaeth ar gyfer hynny
area-health = Iechyd
area-health-about = Iechyd corfforol, iechyd meddwl ac anabledd
area-relationships = Perthnasoedd
area-relationships-about = Teulu, ffrindiau a phlant, a bod yn ddiogel gyda nhw
area-attitudes-and-life-skills = Agweddau a sgiliau bywyd
area-attitudes-and-life-skills-about = Delio â phroblemau, teimladau a bywyd bob dydd
area-offending-and-motivation = Troseddu a chymhelliant
area-offending-and-motivation-about = Beth sy’n arwain at droseddu, a’r awydd i roi’r gorau iddi

rating-red = Coch
rating-red-about = Rhwystr uniongyrchol: mae angen cam gweithredu â pherchennog a dyddiad
rating-amber = Oren
rating-amber-about = Angen gwaith
rating-green = Gwyrdd
rating-green-about = Dim rhwystr ar hyn o bryd
rating-not-assessed = Heb ei asesu
rating-not-assessed-about = Nid yw’r atebion yn ddigon i bennu’r radd

override-reason-new-information = Mae gen i wybodaeth nad oes cwestiwn yn gofyn amdani
override-reason-professional-judgement = Rwy’n pwyso a mesur yr atebion yn wahanol
override-reason-person-disagrees = Nid yw’r person yn cytuno â’r hyn y mae’r atebion yn ei ddweud
override-reason-answer-out-of-date = Nid yw ateb yn gyfredol mwyach
override-reason-other = Rheswm arall

distance-better = Gwell
distance-same = Yr un fath
distance-worse = Gwaeth
distance-no-second = Dim ail asesiad
distance-not-comparable = Ni ellir cymharu: mae’r cwestiynau wedi newid
distance-not-assessed = Heb ei asesu

reliable-change-improved = Gwell, o fwy na gwall y mesur ei hun
reliable-change-no-reliable-change = Dim newid dibynadwy
reliable-change-worse = Gwaeth, o fwy na gwall y mesur ei hun

invalid-override-same = Mae eich gradd chi yr un fath â’r radd a gyfrifwyd: dewiswch radd wahanol, neu dilëwch eich un chi
invalid-override-note = Rhowch nodyn sy’n egluro’r rheswm arall
invalid-override-note-long = Rhaid i’r nodyn fod yn { $max } nod neu lai
