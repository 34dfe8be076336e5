// What is typed wrong comes back filled in, with each mistake linked to its field, in the language of
// the page; and a form that is sent twice changes nothing the second time.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { boxes, day, inDays } from '../days.mjs'
import { press, send } from '../form.mjs'
import { checkPage, openSignedIn } from '../page.mjs'
import { startRegion } from '../region.mjs'

let browser
let region
before(async () => {
  browser = await launch()
  region = await startRegion()
})
after(async () => {
  await browser?.close()
  await region?.stop()
})

const PERSON = { 'given-name': 'Catrin', language: 'en', ...day('received', -3), reception: 'remand' }

/** A journey of a prison worker, in every way in which it must work. */
function journey(name, go) {
  for (const variant of CORNERS) {
    test(`${name} (${variant.name})`, async () => {
      const worker = region.account('worker.prison@demo.example')
      const page = await openSignedIn(browser, variant, worker, region.address)
      await go(page, { say: ({ en, cy }) => (variant.language === 'cy' ? cy : en), name: variant.name })
      await page.context().close()
    })
  }
}

/** Adds somebody, and returns the path of their page. */
async function add(page, family) {
  await page.goto('/people/new')
  await send(page, '/people/new', { ...PERSON, 'family-name': family })
  return new URL(page.url()).pathname
}

/** Checks that each mistake is said, that it leads to its field, and that nothing typed is lost. */
async function checkRefused(page, name, mistakes, typed) {
  const summary = page.locator('.govuk-error-summary')
  for (const [field, words] of Object.entries(mistakes)) {
    const link = summary.locator(`a[href="#${field}"]`)
    assert.match(await link.innerText(), words)
    await link.click()
    const focused = await page.evaluate(() => document.activeElement?.id || location.hash.slice(1))
    assert.equal(focused, field, 'the link leads to the field')
    assert.equal(await page.locator(`main [id="${field}"]`).count(), 1)
  }
  assert.equal(await summary.locator('a').count(), Object.keys(mistakes).length, 'nothing else is refused')
  for (const [field, value] of Object.entries(typed)) assert.equal(await page.inputValue(`[name="${field}"]`), value)
  await checkPage(page, name, { expected: [/status of 422/] })
}

journey('a person whose details cannot be is refused', async (page, { say }) => {
  const long = 'Llan'.repeat(80)
  const typed = { ...boxes('date-of-birth', new Date('1990-02-28')), 'date-of-birth-day': '31' }
  Object.assign(typed, { 'given-name': 'Catrin', 'family-name': long, 'pnc-id': '2002/0073319A' })
  await page.goto('/people/new')
  await press(page, '/people/new', { ...PERSON, ...typed })
  const mistakes = {
    'family-name': say({ en: /shorten it/, cy: /rhaid ei fyrhau/ }),
    'date-of-birth-day': say({ en: /no 31 February 1990/, cy: /31 Chwefror 1990/ }),
    'pnc-id': say({ en: /check the digits and the last letter/, cy: /llythyren olaf/ }),
  }
  await checkRefused(page, 'mistakes-person', mistakes, typed)
  const tomorrow = boxes('date-of-birth', inDays(400))
  const future = say({ en: /birth is in the future/, cy: /geni yn y dyfodol/ })
  await press(page, '/people/new', { ...tomorrow, 'family-name': 'Parry', 'pnc-id': '' })
  await checkRefused(page, 'mistakes-birth', { 'date-of-birth-day': future }, tomorrow)
})

journey('a release before the reception is refused', async (page, { say }) => {
  const release = `${await add(page, 'Bevan')}/release`
  const [early, place] = [boxes('due', inDays(-4)), 'To her sister’s']
  await page.goto(release)
  await press(page, release, { ...early, route: 'automatic', 'going-to': place })
  const before = say({ en: /before the person came to prison/, cy: /cyn i’r person ddod i’r carchar/ })
  await checkRefused(page, 'mistakes-release', { 'due-day': before }, { ...early, 'going-to': place })
  await press(page, release, { ...day('due', 30), 'going-to': place.repeat(100) })
  const long = say({ en: /characters too long/, cy: /nod yn rhy hir/ })
  await checkRefused(page, 'mistakes-long', { 'going-to': long }, { 'going-to': place.repeat(100) })
  await send(page, release, { ...day('due', 30), 'going-to': place })
  const released = release.replace('release', 'released')
  await page.goto(release)
  await press(page, released, day('released', -4))
  await checkRefused(page, 'mistakes-released', { 'released-day': before }, day('released', -4))
})

journey('a form that is sent twice changes nothing more', async (page, { name }) => {
  const family = `Tudor-${name.replaceAll('-', '')}`
  await page.goto('/people/new')
  const token = await page.inputValue('form[action="/people/new"] [name=form-token]')
  await send(page, '/people/new', { ...PERSON, 'family-name': family })
  const first = new URL(page.url()).pathname
  await page.goto('/people/new')
  await page.locator('form[action="/people/new"] [name=form-token]').evaluate((field, was) => (field.value = was), token)
  await send(page, '/people/new', { ...PERSON, 'family-name': family })
  assert.equal(new URL(page.url()).pathname, first, 'the second leads where the first led')
  await page.goto(`/people?q=${family}`)
  assert.equal(await page.locator('main a[href^="/people/"]', { hasText: family }).count(), 1)
})
