# Basic screening.

screening-status-due = Due
screening-status-done = Done
screening-status-left-before = Left before it was done
