// Browser windows to walk in: in English and in Welsh, with JavaScript and without.
import { existsSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const PROGRAMS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`)
// Nothing but the program under test is talked to; the sandbox of Chromium needs rights that
// a build machine doesn't give, and what it shows is our own.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Every way in which each page must work. */
export const VARIANTS = ['en', 'cy'].flatMap((language) =>
  [true, false].map((javaScript) => ({
    language,
    javaScript,
    name: `${language}${javaScript ? '' : '-no-js'}`,
  })),
)

/** Two of them that between them have both languages, and scripts and none: for what the walk does not walk. */
export const CORNERS = VARIANTS.filter(({ language, javaScript }) => javaScript === (language === 'en'))

/** Returns where the server is, and its accounts; `run.mjs` wrote it down. */
export function server() {
  const told = process.env.RESETTLE_E2E
  if (!told) throw new Error('no server is running: start the tests by `node e2e/run.mjs`')
  return JSON.parse(readFileSync(told, 'utf8'))
}

/** Returns the account of a role; with a word, the first whose organisation's name has it. */
export function account(role, word = '') {
  const { accounts } = server()
  const found = accounts.find((one) => one.role === role && one.organisation.includes(word))
  if (!found) throw new Error(`no account for ${role} ${word}; there are ${accounts.map((one) => one.role).join(', ')}`)
  return found
}

/** Starts a browser; close it after the tests of the file. */
export function launch() {
  const executablePath = process.env.RESETTLE_CHROMIUM ?? PROGRAMS.find(existsSync)
  if (!executablePath) throw new Error('Chromium is missing: install the Debian package chromium-headless-shell')
  return chromium.launch({ executablePath, args: ARGUMENTS })
}

const known = new WeakMap()

/** Opens an empty page in a new, signed-out window. */
export async function openPage(browser, variant = VARIANTS[0], address = server().address) {
  const context = await browser.newContext({
    baseURL: address,
    javaScriptEnabled: variant.javaScript,
    locale: variant.language === 'cy' ? 'cy-GB' : 'en-GB',
    timezoneId: 'Europe/London',
    // Animations end at once, so that screenshots are the same each time.
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
  })
  await context.addCookies([{ name: 'lang', value: variant.language, url: address }])
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => errors.push(`script: ${error.message}`))
  known.set(page, { variant, errors })
  return page
}

/** Returns the variant of a page and the errors it has had; taking them clears them. */
export function takeErrors(page) {
  const { variant, errors } = known.get(page)
  return { variant, errors: errors.splice(0) }
}
