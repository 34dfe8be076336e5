# Releases.

release-status-planned = Planned
release-status-released = Released
release-status-cancelled = Cancelled
