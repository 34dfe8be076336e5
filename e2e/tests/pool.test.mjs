// People from elsewhere with whom those who were served by a pilot are compared: a file is refused by line
// and column, and counts once it is right; what came of it says which file it was.
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

const COLUMNS = 'male,age,stays_before,accommodation,housed_first_night'

/** Returns a file with these rows under the columns. */
function file(rows) {
  return { name: 'pool.csv', mimeType: 'text/csv', buffer: Buffer.from(`${[COLUMNS, ...rows].join('\r\n')}\r\n`) }
}

/** People of many ages and needs, of whom every third was not housed. */
const PEOPLE = Array.from({ length: 900 }, (_, at) =>
  [Number(at % 12 > 0), 18 + (at % 50), at % 4, (at * 7) % 101, Number(at % 3 > 0)].join(','))

/** Sets up a pilot of one service, whose plan compares with people in a file. */
async function setUp(page) {
  await page.goto('/pilots/new')
  const pilot = { name: 'Next door', question: 'Are more people housed than next door?', 'starts-day': '1', 'starts-month': '1', 'starts-year': '2025' }
  await page.locator('[name=services]').first().check()
  await send(page, '/pilots/new', pilot)
  const path = new URL(page.url()).pathname
  await page.goto(`${path}/plan`)
  const plan = { served: 'Whoever has a need', comparison: 'pool', people: '300', compared: '900', expected: '40', worthwhile: '10' }
  await send(page, `${path}/plan`, { ...plan, measures: 'housed_first_night' })
  await send(page, `${path}/plan/fix`)
  return path
}

for (const variant of CORNERS) {
  test(`those who were served are compared with people in a file (${variant.name})`, async () => {
    const evaluator = region.account('evaluator@demo.example')
    const page = await openSignedIn(browser, variant, evaluator, region.address)
    const path = await setUp(page)
    await checkPage(page, 'pool-awaited')
    const form = `${path}/pool`
    await follow(page, page.locator(`main a[href="${form}"]`))
    await checkPage(page, 'pool-new')
    await press(page, form, {})
    assert.equal(await page.locator('.govuk-error-summary a[href="#file"]').count(), 1)
    await checkPage(page, 'pool-nothing-chosen', { expected: [/status of 422/] })
    const source = 'The partnership next door, people released in 2025'
    await press(page, form, { source, file: file(['1,30,0,80,1', '2,200,0,80,yes', '1,30']) })
    const lines = await page.locator('main [role=region]').first().locator('tbody th').allInnerTexts()
    assert.deepEqual(lines.map(Number), [3, 3, 3, 4], 'every mistake by its line')
    assert.equal(await page.inputValue('[name=source]'), source, 'nothing that was typed is lost')
    await checkPage(page, 'pool-refused', { expected: [/status of 422/] })
    await send(page, form, { source, file: file(PEOPLE) })
    await checkPage(page, 'pool-added')
    // So small a region has too few who were served: the page says that and why.
    await follow(page, page.locator(`main a[href="${path}/results"]`))
    await finished(page)
    await checkPage(page, 'pool-results-refused')
    await page.context().close()
  })
}
