// What organisations share: two data protection officers draw up, sign and end an agreement; and what a
// person says where they have a choice, and takes back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { day } from '../days.mjs'
import { press, send } from '../form.mjs'
import { checkPage, follow, openSignedIn } from '../page.mjs'
import { startRegion } from '../region.mjs'

const NEW = '/agreements/new'
const OWN = '/my-record/consents'

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

/** Returns the value of the box or the choice beside these words. */
async function valueOf(page, words) {
  const label = page.locator('main label', { hasText: words }).first()
  return page.locator(`#${await label.getAttribute('for')}`).getAttribute('value')
}

for (const variant of CORNERS) {
  const say = ({ en, cy }) => (variant.language === 'cy' ? cy : en)
  const open = (account) => openSignedIn(browser, variant, account, region.address)

  test(`two organisations draw up, sign and end an agreement (${variant.name})`, async () => {
    const title = `Work after release (${variant.name})`
    const prison = await open(region.account('dpo.prison@demo.example'))
    const probation = await open(region.account('dpo.probation@demo.example'))
    await prison.goto('/agreements')
    await checkPage(prison, 'agreements')
    await prison.goto(NEW)
    await checkPage(prison, 'agreement-new')
    await press(prison, NEW, { groups: 'employment' })
    for (const field of ['title', 'parties', 'purposes', 'route', 'retention', 'ends-day']) {
      assert.equal(await prison.locator(`.govuk-error-summary a[href="#${field}"]`).count(), 1, field)
    }
    assert.ok(await prison.locator('[name=groups][value=employment]').isChecked(), 'it comes back filled in')
    await checkPage(prison, 'agreement-new-refused', { expected: [/status of 422/] })
    await send(prison, NEW, {
      title,
      parties: await valueOf(prison, 'Probation Service: Wales'),
      purposes: 'resettlement',
      route: 'public_task',
      retention: '12',
      ...day('starts', 0),
      ...day('review', 100),
      ...day('ends', 300),
    })
    const path = new URL(prison.url()).pathname
    assert.match(path, /^\/agreements\/[0-9a-f-]{36}$/)
    await checkPage(prison, 'agreement-drawn')

    for (const [page, name] of [[prison, 'prison'], [probation, 'probation']]) {
      await page.goto(path)
      await follow(page, page.locator(`a[href="${path}/sign"]`))
      await checkPage(page, `agreement-sign-${name}`)
      await send(page, `${path}/sign`)
    }
    const tags = () => probation.locator('main .govuk-tag').allInnerTexts()
    assert.deepEqual(await tags(), [say({ en: 'In force', cy: 'Mewn grym' })])
    await checkPage(probation, 'agreement-in-force')

    await follow(probation, probation.locator(`a[href="${path}/end"]`))
    await checkPage(probation, 'agreement-end')
    await send(probation, `${path}/end`)
    assert.deepEqual(await tags(), [say({ en: 'Ended', cy: 'Wedi’i derfynu' })])
    await prison.goto(path)
    assert.equal(await prison.locator(`a[href="${path}/end"], a[href="${path}/sign"]`).count(), 0)
    await checkPage(prison, 'agreement-ended')
    await prison.context().close()
    await probation.context().close()
  })

  test(`a person says yes where they have a choice, and takes it back (${variant.name})`, async () => {
    const page = await open(region.account('person@demo.example'))
    await page.goto(OWN)
    await checkPage(page, 'my-consents')
    const employer = await page.locator('#organisation option', { hasText: 'Pennant Scaffold' }).getAttribute('value')
    await page.goto(`${OWN}?organisation=${employer}`)
    await checkPage(page, 'my-consents-ask')
    await press(page, OWN)
    assert.equal(await page.locator('.govuk-error-summary a[href="#answer"]').count(), 1)
    await checkPage(page, 'my-consents-nothing-said', { expected: [/status of 422/] })
    await send(page, OWN, { 'answer-identity': 'yes', 'answer-ni_number': 'no' })
    await checkPage(page, 'my-consents-said')
    await follow(page, page.locator('main a[href$="/withdraw"]').first())
    const path = new URL(page.url()).pathname
    await checkPage(page, 'my-consent-withdraw')
    await send(page, path)
    assert.equal(await page.locator(`main a[href="${path}"]`).count(), 0, 'it cannot be withdrawn twice')
    await checkPage(page, 'my-consents-withdrawn')
    await page.context().close()
  })
}

test('the worker sees what the person said, and what is no choice', async () => {
  const [variant] = CORNERS
  const page = await openSignedIn(browser, variant, region.account('worker.prison@demo.example'), region.address)
  await page.goto('/my-people?list=everyone')
  await follow(page, page.locator('main th a[href^="/people/"]').first())
  const person = new URL(page.url()).pathname
  await follow(page, page.locator(`main a[href="${person}/consents"]`))
  await checkPage(page, 'consents')
  const council = await page.locator('#organisation option', { hasText: 'Severnmouth City Council' }).getAttribute('value')
  await page.goto(`${person}/consents?organisation=${council}`)
  await checkPage(page, 'consents-ask')
  await send(page, `${person}/consents`, { 'answer-accommodation': 'yes' })
  await checkPage(page, 'consents-said')
  await follow(page, page.locator('main a[href$="/withdraw"]').first())
  await checkPage(page, 'consent-withdraw')
  await page.context().close()
})
