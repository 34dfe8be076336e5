// Starts the components of both libraries on the page that loads this module.
import { initAll as startGovuk } from './govuk-8fea5459d6928623.js'
import { initAll as startMoj } from './moj-ff535f23176d9795.js'

startGovuk()
startMoj()
