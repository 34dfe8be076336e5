// What another organisation sees of a record, why, and who sees what.
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

/** A journey of somebody in a role who sees a person, in every way in which it must work. */
function journey(name, role, go) {
  for (const variant of VARIANTS) {
    test(`${name} (${variant.name})`, async () => {
      for (const account of region.accounts.filter((one) => one.role === role)) {
        const page = await openSignedIn(browser, variant, account, region.address)
        const person = await somebody(page)
        if (person) {
          await page.goto(person)
          await go(page, ({ en, cy }) => (variant.language === 'cy' ? cy : en))
          await page.context().close()
          return
        }
        await page.context().close()
      }
      assert.fail('nobody in this role sees anybody')
    })
  }
}

/** Returns the path of a person whom whoever is signed in finds by a letter, if there is one. */
async function somebody(page) {
  for (const letter of 'smabcdefghjklnoprtw') {
    await page.goto(`/people?q=${letter}`)
    const found = page.locator('main table a[href^="/people/"]')
    if ((await found.count()) > 0) return found.first().getAttribute('href')
  }
  return undefined
}

journey('a service sees a record group by group, and why', 'service_worker', async (page, say) => {
  const text = await page.innerText('main')
  for (const part of [
    say({ en: 'What you see of the record', cy: 'Beth rydych yn ei weld o’r cofnod' }),
    say({ en: 'Not shared with you, because', cy: 'Heb ei rannu â chi, oherwydd' }),
  ]) {
    assert.ok(text.includes(part), part)
  }
  await checkPage(page, 'sharing/person')
  await follow(page, page.locator('a[href$="/why/needs"]'))
  await checkPage(page, 'sharing/why')
  await page.goBack()
  await follow(page, page.locator('a[href$="/why/police_numbers"]'))
  await checkPage(page, 'sharing/why-not')
  await page.goto('/people?q=a')
  await checkPage(page, 'sharing/find')
})

journey('who leads sees who sees what, and the rules', 'resettlement_worker', async (page) => {
  await follow(page, page.locator('a[href$="/details"]'))
  await checkPage(page, 'sharing/details')
  await follow(page, page.locator('main a[href$="/who-sees-what"]'))
  await checkPage(page, 'sharing/who-sees-what')
  await follow(page, page.locator('main a[href="/who-sees-what"]'))
  await checkPage(page, 'sharing/rules')
})
