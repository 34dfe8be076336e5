// An emergency: a worker opens what is withheld, everybody who must know is told, and it is reviewed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { press, send } from '../form.mjs'
import { checkPage, follow, openSignedIn } from '../page.mjs'
import { startRegion } from '../region.mjs'

const NEW = '/break-glass/new'

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

/** Each variant has a person of its own: the same worker breaks one glass after the other. */
for (const [place, variant] of CORNERS.entries()) {
  const say = ({ en, cy }) => (variant.language === 'cy' ? cy : en)
  const open = (account) => openSignedIn(browser, variant, account, region.address)

  test(`a record is opened in an emergency, seen, and reviewed (${variant.name})`, async () => {
    const lead = await open(region.account('worker.prison@demo.example'))
    await lead.goto('/my-people?list=everyone')
    const row = lead.locator('main tbody tr').nth(place)
    const person = await row.locator('th a').getAttribute('href')
    const number = await row.locator('td').nth(1).innerText()
    const [family, given] = (await row.locator('th').innerText()).split(', ')
    await lead.goto(`${person}/edit`)
    const born = async (part) => lead.locator(`[name="date-of-birth-${part}"]`).inputValue()
    const dates = { 'born-day': await born('day'), 'born-month': await born('month'), 'born-year': await born('year') }

    // A health worker, to whom this person is a stranger, and the mistakes that an emergency brings.
    const worker = await open(region.account('service.health@demo.example'))
    await worker.goto(NEW)
    await checkPage(worker, 'break-glass-new')
    await press(worker, NEW, { who: number })
    for (const field of ['born-day', 'reason', 'words', 'groups']) {
      assert.equal(await worker.locator(`.govuk-error-summary a[href="#${field}"]`).count(), 1, field)
    }
    await checkPage(worker, 'break-glass-new-refused', { expected: [/status of 422/] })
    await send(worker, NEW, {
      who: number,
      ...dates,
      reason: 'life_at_risk',
      words: 'Found unconscious in the waiting room; the ambulance asks where to.',
      groups: 'accommodation',
    })
    const path = new URL(worker.url()).pathname
    assert.match(path, /^\/break-glass\/[0-9a-f-]{36}$/)
    assert.ok((await worker.innerText('main')).includes(`${given} ${family}`), 'it says whom it is about')
    await checkPage(worker, 'break-glass-open')
    await worker.goto(NEW)
    await checkPage(worker, 'break-glass-waits')

    // Whoever leads the case sees it before anything else; both officers too, and not whose record it is.
    await lead.goto('/my-people')
    await checkPage(lead, 'break-glass-alert')
    await follow(lead, lead.locator(`main a[href="${path}"]`).first())
    await checkPage(lead, 'break-glass-lead')
    const officer = await open(region.account('dpo@derwen-health.example'))
    for (const page of [officer, await open(region.account('dpo.prison@demo.example'))]) {
      await page.goto('/agreements')
      assert.equal(await page.locator(`main a[href="${path}"]`).count(), 1)
      assert.ok(!(await page.content()).includes(`${family}, ${given}`))
      await page.goto('/break-glass')
      await checkPage(page, page === officer ? 'break-glass-list' : 'break-glass-list-lead')
    }
    await officer.goto(path)
    await checkPage(officer, 'break-glass-to-review')
    await press(officer, path)
    assert.equal(await officer.locator('.govuk-error-summary a[href="#verdict"]').count(), 1)
    await checkPage(officer, 'break-glass-review-refused', { expected: [/status of 422/] })
    await send(officer, path, { verdict: 'justified', review: 'An ambulance was sent to the address.' })
    await checkPage(officer, 'break-glass-reviewed')

    // Nothing is open any more, and the alert is gone.
    await worker.goto(path)
    const text = await worker.innerText('main')
    assert.ok(text.includes(say({ en: 'Nothing is open any more', cy: 'Nid oes dim ar agor mwyach' })), text)
    assert.ok(!text.includes(`${given} ${family}`), 'whose record it was is withheld again')
    await checkPage(worker, 'break-glass-over')
    await lead.goto('/my-people')
    assert.equal(await lead.locator(`main a[href="${path}"]`).count(), 0)
    for (const page of [lead, worker, officer]) await page.context().close()
  })
}
