# Releases.

release-status-planned = Wedi’i gynllunio
release-status-released = Rhyddhawyd
release-status-cancelled = Canslwyd
