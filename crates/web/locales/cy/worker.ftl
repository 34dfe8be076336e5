# Enwi gweithiwr person.

worker-title = Enwi gweithiwr
worker-why = Nid oes neb wedi’i enwi ar gyfer y person hwn eto. Bydd y sawl a enwch yn arwain yr achos, ac yn berchen ar yr hyn nad oes neb arall yn eich sefydliad yn berchen arno.
worker-who = Pwy fydd yn arwain yr achos?
worker-name = Enwi’r gweithiwr hwn
worker-named-already = { $worker } sy’n arwain yr achos hwn.
worker-change = Newid y gweithiwr drwy drosglwyddiad
done-worker-named = Enwyd y gweithiwr
