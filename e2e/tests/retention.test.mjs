// How long records are kept, and the holds that stop one from being erased: placed and lifted by a data
// protection officer, with the mistakes that a form must bring back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { press, send } from '../form.mjs'
import { checkPage, follow, openSignedIn } from '../page.mjs'
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

for (const variant of CORNERS) {
  test(`a record is held and let go (${variant.name})`, async () => {
    const open = (email) => openSignedIn(browser, variant, region.account(email), region.address)
    const lead = await open('worker.prison@demo.example')
    await lead.goto('/my-people?list=everyone')
    const row = lead.locator('main tbody tr').nth(CORNERS.indexOf(variant))
    const number = await row.locator('td').nth(1).innerText()
    await lead.context().close()

    const officer = await open('dpo.prison@demo.example')
    await officer.goto('/retention')
    await checkPage(officer, 'retention/show')
    const reason = 'A claim for damages was begun on 3 November.'
    await press(officer, '/retention/holds', { number: 'A0000AA', reason })
    assert.equal(await officer.locator('.govuk-error-summary a[href="#number"]').count(), 1)
    assert.equal(await officer.inputValue('[name=reason]'), reason, 'what was typed is there')
    await checkPage(officer, 'retention/refused', { expected: [/status of 422/] })
    await send(officer, '/retention/holds', { number, reason })
    const held = officer.locator('main .govuk-inset-text', { hasText: number })
    assert.equal(await held.count(), 1)
    await checkPage(officer, 'retention/held')

    await follow(officer, held.locator('a[href$="/lift"]'))
    const lift = new URL(officer.url()).pathname
    await checkPage(officer, 'retention/lift')
    await press(officer, lift)
    assert.equal(await officer.locator('.govuk-error-summary a[href="#reason"]').count(), 1)
    await checkPage(officer, 'retention/lift-refused', { expected: [/status of 422/] })
    await send(officer, lift, { reason: 'The claim was settled.' })
    assert.equal(await held.locator('a[href$="/lift"]').count(), 0)
    await checkPage(officer, 'retention/lifted')
    await officer.context().close()
  })
}
