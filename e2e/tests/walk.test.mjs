// The whole way of one person in English, with JavaScript and without: see `walk/stations.mjs`.
// Each language is a file of its own, so that two can be walked at once.
import { VARIANTS } from '../browser.mjs'
import { walkThrough } from '../walk/stations.mjs'

walkThrough(VARIANTS.filter(({ language }) => language === 'en'))
