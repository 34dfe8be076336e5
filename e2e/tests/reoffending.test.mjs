// Who reoffended: a file from the police record is refused by line, and once it is right the pilot's page says
// which it is and of how many people; until a year and a half have passed the results say that nothing is known.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { press, send } from '../form.mjs'
import { checkPage, finished, follow, openSignedIn } from '../page.mjs'
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

const COLUMNS = 'prison_number,date_of_birth,committed_on,proven_on'

/** Returns a file with these rows under the columns. */
function file(rows) {
  return { name: 'offences.csv', mimeType: 'text/csv', buffer: Buffer.from(`${[COLUMNS, ...rows].join('\r\n')}\r\n`) }
}

/** Sets up a pilot of as many services as it can name, whose plan is fixed. */
async function setUp(page) {
  await page.goto('/pilots/new')
  const pilot = { name: 'Keys', question: 'Do fewer people reoffend?', 'starts-day': '1', 'starts-month': '1', 'starts-year': '2025' }
  for (const box of (await page.locator('[name=services]').all()).slice(0, 50)) await box.check()
  await send(page, '/pilots/new', pilot)
  const path = new URL(page.url()).pathname
  await page.goto(`${path}/plan`)
  const plan = { served: 'Whoever has a need', comparison: 'not_served', people: '300', compared: '900', expected: '40', worthwhile: '10' }
  await send(page, `${path}/plan`, { ...plan, measures: 'housed_first_night' })
  await send(page, `${path}/plan/fix`)
  return path
}

/** Returns rows of a file for some people of the region, as their worker sees them: every third reoffended. */
async function rowsOf(variant, count) {
  const page = await openSignedIn(browser, variant, region.account('worker.prison@demo.example'), region.address)
  await page.goto('/my-people?list=everyone')
  const links = await page.locator('main tbody a[href^="/people/"]').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  const rows = []
  for (const link of [...new Set(links)].slice(0, count)) {
    await page.goto(`${link}/edit`)
    const field = (name) => page.inputValue(`[name="${name}"]`)
    const born = await Promise.all(['year', 'month', 'day'].map((part) => field(`date-of-birth-${part}`)))
    const day = born.map((part) => part.padStart(2, '0')).join('-')
    rows.push(`${await field('prison-number')},${day},${rows.length % 3 ? ',' : '2026-01-05,2026-02-06'}`)
  }
  await page.context().close()
  return rows
}

for (const variant of CORNERS) {
  test(`who reoffended is added to a pilot (${variant.name})`, async () => {
    const evaluator = region.account('evaluator@demo.example')
    const page = await openSignedIn(browser, variant, evaluator, region.address)
    const path = await setUp(page)
    await checkPage(page, 'reoffending-awaited')
    const form = `${path}/reoffending`
    await follow(page, page.locator(`main a[href="${form}"]`))
    await checkPage(page, 'reoffending-new')
    await press(page, form, {})
    assert.equal(await page.locator('.govuk-error-summary a').count(), 3, 'where from, up to when, the file')
    await checkPage(page, 'reoffending-nothing-chosen', { expected: [/status of 422/] })
    const filled = { source: 'The police, under the agreement of 3 May 2026', 'complete-day': '31', 'complete-month': '3', 'complete-year': '2026' }
    const wrong = ['A1234BC,1990-05-01,2026-01-02,', ',1990-05-01,,', 'A1234BC,1990-05-01,2026-03-02,2026-01-03']
    await press(page, form, { ...filled, file: file(wrong) })
    const lines = await page.locator('main [role=region]').first().locator('tbody th').allInnerTexts()
    assert.deepEqual(lines.map(Number), [2, 3, 4], 'every mistake by its line')
    assert.equal(await page.inputValue('[name=source]'), filled.source, 'nothing that was typed is lost')
    await checkPage(page, 'reoffending-refused', { expected: [/status of 422/] })
    await press(page, form, { ...filled, file: file(['Z9999ZZ,1990-05-01,,']) })
    assert.equal(await page.locator('.govuk-error-summary a[href="#file"]').count(), 1, 'nobody in it is known')
    await checkPage(page, 'reoffending-nobody', { expected: [/status of 422/] })
    await send(page, form, { ...filled, file: file(await rowsOf(variant, 12)) })
    await checkPage(page, 'reoffending-added')
    assert.match(await page.locator('main').innerText(), /under the agreement of 3 May 2026/)
    // So new a region has nobody of whom it is known yet, and the page says that.
    await follow(page, page.locator(`main a[href="${path}/results"]`))
    await finished(page)
    await checkPage(page, 'reoffending-results')
    await page.context().close()
  })
}
