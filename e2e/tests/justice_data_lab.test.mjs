// The file for the Justice Data Lab: a worker of a charity that gave the help makes it, and is told what is wrong
// until then; whoever does not work there is not even told where.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { press, send } from '../form.mjs'
import { checkPage, follow, openSignedIn } from '../page.mjs'
import { startRegion } from '../region.mjs'

// So many that the charity helped sixty of them.
const PEOPLE = 800

let browser
let region
before(async () => {
  browser = await launch()
  region = await startRegion({ people: PEOPLE })
})
after(async () => {
  await browser?.close()
  await region?.stop()
})

/** Sets up a pilot of the charity's services, which counts from a year on. */
async function setUp(variant, year) {
  const page = await openSignedIn(browser, variant, region.account('evaluator@demo.example'), region.address)
  await page.goto('/pilots/new')
  const pilot = { name: `Keys ${year}`, question: 'Do fewer people reoffend?', 'starts-day': '1', 'starts-month': '1', 'starts-year': year }
  const ours = page.locator('.govuk-checkboxes__item', { hasText: 'Harbour Steps' }).locator('[name=services]')
  for (const box of await ours.all()) await box.check()
  await send(page, '/pilots/new', pilot)
  const path = new URL(page.url()).pathname
  assert.equal(await page.locator(`a[href="${path}/justice-data-lab"]`).count(), 0, 'whoever sees figures makes no file')
  await page.context().close()
  return path
}

/** Sends the form and returns the file that it gives, as text. */
async function download(page, form, fields) {
  const given = page.waitForEvent('download')
  await page.fill(`form[action="${form}"] [name=agreement]`, fields.agreement)
  await page.check(`form[action="${form}"] [name=told]`)
  await page.click(`form[action="${form}"] button`)
  return readFileSync(await (await given).path())
}

for (const variant of CORNERS) {
  test(`a cohort is sent to the Justice Data Lab (${variant.name})`, async () => {
    const worker = region.account('worker.charity@demo.example')
    const late = `${await setUp(variant, '2100')}/justice-data-lab`
    const form = `${await setUp(variant, '2015')}/justice-data-lab`
    const page = await openSignedIn(browser, variant, worker, region.address)
    await page.goto(late)
    assert.equal(await page.locator(`form[action="${late}"]`).count(), 0, 'nobody was helped, and there is nothing to send')
    await checkPage(page, 'justice-data-lab-empty')

    await page.goto(form.replace('/justice-data-lab', ''))
    await follow(page, page.locator(`main a[href="${form}"]`))
    const ready = Number(await page.locator('main .govuk-summary-list__value').first().innerText())
    await checkPage(page, 'justice-data-lab')
    await press(page, form, {})
    assert.equal(await page.locator('.govuk-error-summary a').count(), 2, 'the agreement, and that they were told')
    await checkPage(page, 'justice-data-lab-refused', { expected: [/status of 422/] })
    const file = await download(page, form, { agreement: 'JDL/2026/014' })
    assert.equal(file.toString().trimEnd().split('\r\n').length, ready + 1)
    await page.goto(form)
    const hash = createHash('sha256').update(file).digest('hex')
    assert.match(await page.locator('main').innerText(), new RegExp(hash), 'which file it was stands on the page')
    await checkPage(page, 'justice-data-lab-made')
    await page.context().close()
  })
}
