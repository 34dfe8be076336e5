# Basic screening.

screening-status-due = I’w wneud
screening-status-done = Wedi’i wneud
screening-status-left-before = Gadawodd cyn iddo gael ei wneud
