// The person's own record: who looked at it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { VARIANTS, launch } from '../browser.mjs'
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

/** A journey of the person, in every way in which it must work. */
function journey(name, go) {
  for (const variant of VARIANTS) {
    test(`${name} (${variant.name})`, async () => {
      const person = region.accounts.find((one) => one.role === 'person')
      const page = await openSignedIn(browser, variant, person, region.address)
      await go(page, { say: ({ en, cy }) => (variant.language === 'cy' ? cy : en) })
      await page.context().close()
    })
  }
}

journey('a person sees who looked at their record, back to the first look', async (page, { say }) => {
  await page.goto('/my-plan')
  await follow(page, page.locator('a[href="/my-record/reads"]'))
  await checkPage(page, 'my_record/reads')
  const staff = region.accounts.filter((one) => one.role !== 'person')
  let pages = 0
  for (;;) {
    pages += 1
    const text = await page.innerText('main')
    assert.match(text, say({ en: /Looked|Wrote/, cy: /Edrych|Ysgrifennu/ }))
    for (const { name } of staff) assert.ok(!text.includes(name), `${name} is a worker's name`)
    const earlier = page.locator('.govuk-pagination__next a')
    if ((await earlier.count()) === 0) break
    await follow(page, earlier)
  }
  assert.ok(pages > 1, 'years of history are more than one page')
  await checkPage(page, 'my_record/reads-first')
})
