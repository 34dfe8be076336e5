// What every journey does: sign in, and check each page that it comes to.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPage, takeErrors } from './browser.mjs'
import { STEP_SECONDS, nextStep, totp } from './totp.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
// WCAG 2.0 to 2.2, levels A and AA: what the accessibility regulations ask of public bodies.
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
// WCAG 2.2, 1.4.10 Reflow: no scrolling in two directions at this width.
const NARROW_PX = 320

/** Signs in with password and one-time code, and leaves the page where that leads. */
export async function signIn(page, account) {
  await page.goto('/sign-in')
  await page.fill('[name=email]', account.email)
  await page.fill('[name=password]', account.password)
  await submit(page, '/sign-in')
  assert.equal(new URL(page.url()).pathname, '/sign-in/code', `the password of ${account.email} was refused`)
  const refused = () => new URL(page.url()).pathname === '/sign-in/code'
  await enterCode(page, account)
  // No code works twice, and another journey may just have used this one. That of the next half minute
  // works already: a phone's clock may be ahead (RFC 6238, section 6).
  if (refused()) await enterCode(page, account, STEP_SECONDS)
  if (refused()) {
    await nextStep()
    await enterCode(page, account, STEP_SECONDS)
  }
  assert.ok(!refused(), `the code of ${account.email} was refused`)
}

const sessions = new Map()

/** Opens a page that is signed in; an account signs in once a file, and its windows share that. */
export async function openSignedIn(browser, variant, account, address) {
  const page = await openPage(browser, variant, address)
  const who = `${account.email} ${address}`
  if (sessions.has(who)) {
    await page.context().addCookies(sessions.get(who))
  } else {
    await signIn(page, account)
    const cookies = await page.context().cookies()
    sessions.set(who, cookies.filter(({ name }) => name !== 'lang'))
  }
  return page
}

/** Goes where a link leads, and waits for the page; without scripts a click does not wait for it. */
export async function follow(page, link) {
  await page.goto(await link.getAttribute('href'))
}

/** Waits for what is worked out beside the page, which a page shows after a second. */
export async function finished(page) {
  const again = page.locator('main a[href$="again=yes"]')
  while (await again.count()) await follow(page, again)
}

/** Sends the form with this action, by its first button, and waits for the page that follows. */
export async function submit(page, action) {
  await Promise.all([
    page.waitForNavigation(),
    page.click(`form[action="${action}"] button[type=submit], form[action="${action}"] button:not([type])`),
  ])
}

async function enterCode(page, account, ahead = 0) {
  await page.fill('[name=code]', totp(account.totp_secret, Date.now() + ahead * 1000))
  await submit(page, '/sign-in/code')
}

/**
 * Checks the page that is open: no accessibility findings, no errors, the right language, nothing
 * wider than a narrow screen; and keeps a screenshot as `screenshots/<name>-<variant>.png`.
 *
 * `expected` lists errors that belong to the page, such as the 404 of a page that isn't there.
 */
export async function checkPage(page, name, { expected = [] } = {}) {
  const { variant, errors } = takeErrors(page)
  const file = fileURLToPath(new URL(`screenshots/${name}-${variant.name}.png`, import.meta.url))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await screenshot(page))
  const unexpected = errors.filter((error) => !expected.some((pattern) => pattern.test(error)))
  assert.deepEqual(unexpected, [], `${name}: errors in the browser`)
  await checkLanguage(page, name, variant)
  assert.deepEqual(await findings(page, variant), [], `${name}: accessibility`)
  await checkNarrow(page, name)
}

// Chromium now and then refuses a picture while it draws, and takes the same one a moment later
// (crbug.com/714058). The picture is for people to look at, no check hangs on it: it is asked again.
const PICTURE_TRIES = 5

/** Returns a picture of the whole page; encoded for speed, which halves the time that it takes. */
async function screenshot(page) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await pictureOnce(page)
    } catch (error) {
      if (tries === PICTURE_TRIES || !/Unable to capture screenshot/.test(error.message)) throw error
      await page.waitForTimeout(200 * tries)
    }
  }
}

async function pictureOnce(page) {
  const session = await page.context().newCDPSession(page)
  const { cssContentSize } = await session.send('Page.getLayoutMetrics')
  const clip = { ...cssContentSize, scale: 1 }
  const options = { format: 'png', optimizeForSpeed: true, captureBeyondViewport: true, clip }
  const { data } = await session.send('Page.captureScreenshot', options)
  await session.detach()
  return Buffer.from(data, 'base64')
}

/** Checks that the page says which language it is in, and that no message is missing. */
async function checkLanguage(page, name, variant) {
  const lang = await page.getAttribute('html', 'lang')
  assert.equal(lang, variant.language, `${name}: the language of the page`)
  const text = await page.innerText('body')
  // A message that is missing shows as its key.
  assert.doesNotMatch(text, /\[[a-z][a-z0-9]*(-[a-z0-9]+)+\]/, `${name}: a message is missing`)
}

/** Returns the accessibility findings of a page, a line for each element. */
async function findings(page, { javaScript }) {
  if (!javaScript) return findingsWithoutScripts(page)
  await page.evaluate(axeSource)
  const result = await page.evaluate(
    // Style sheets are loaded for one rule only, which is experimental and is not run.
    (tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false }),
    AXE_TAGS,
  )
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.html.slice(0, 200)}`),
  )
}

const twins = new WeakMap()

/** The checker is a script too: it looks at the same page in a window that runs only the checker. */
async function findingsWithoutScripts(page) {
  const body = (await page.content()).replace(/<script\b[^]*?<\/script>/g, '')
  const browser = page.context().browser()
  if (!twins.has(browser)) {
    const context = await browser.newContext({ viewport: page.viewportSize(), reducedMotion: 'reduce' })
    twins.set(browser, await context.newPage())
  }
  const twin = twins.get(browser)
  await twin.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }))
  await twin.goto(page.url())
  await twin.unroute(page.url())
  return findings(twin, { javaScript: true })
}

/** Checks that nothing is wider than a narrow screen, but for tables that scroll on their own. */
export async function checkNarrow(page, name) {
  const before = page.viewportSize()
  await page.setViewportSize({ width: NARROW_PX, height: 640 })
  const wide = await page.evaluate((width) => {
    const scrolls = (element) => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)) return true
      }
      return false
    }
    return [...document.body.querySelectorAll('*')]
      .filter((element) => {
        const box = element.getBoundingClientRect()
        return box.width > 0 && box.height > 0 && box.right > width + 1 && !scrolls(element)
      })
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${Math.round(element.getBoundingClientRect().right)} px`)
  }, NARROW_PX)
  await page.setViewportSize(before)
  assert.deepEqual(wide, [], `${name}: wider than ${NARROW_PX} px`)
}
