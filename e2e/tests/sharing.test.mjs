// What another organisation sees of a record, why, and who sees what.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { send } from '../form.mjs'
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

/** A journey of somebody in a role who sees a person. */
function journey(name, role, go) {
  for (const variant of CORNERS) {
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
  // One person as eight roles see them, and why; also on a sheet that lies.
  const heads = await page.locator('main thead th').count()
  assert.ok(heads >= 9, `${heads} columns`)
  await page.emulateMedia({ media: 'print' })
  const wide = await page.evaluate(() => {
    const table = document.querySelector('.site-landscape table')
    return table.scrollWidth - table.parentElement.clientWidth
  })
  assert.ok(wide <= 1, `the table is ${wide} px wider than the sheet`)
  await page.emulateMedia({ media: 'screen' })
  await follow(page, page.locator('main a[href*="who=stranger"][href$="group=identity"]'))
  await checkPage(page, 'sharing/who-sees-what-why')
  await page.goBack()
  await follow(page, page.locator('main a[href="/who-sees-what"]'))
  await checkPage(page, 'sharing/rules')
})

test('a data protection officer finds who sees what of a record by its number, and nothing of it', async () => {
  for (const variant of CORNERS) {
    const lead = await openSignedIn(browser, variant, region.account('worker.prison@demo.example'), region.address)
    await lead.goto('/my-people?list=everyone')
    const row = lead.locator('main tbody tr').first()
    const [name, number] = [await row.locator('th').innerText(), await row.locator('td').nth(1).innerText()]
    await lead.context().close()
    const officer = await openSignedIn(browser, variant, region.account('dpo.prison@demo.example'), region.address)
    await officer.goto('/who-sees-what')
    await follow(officer, officer.locator('main a[href="/who-sees-what/record"]'))
    await checkPage(officer, 'sharing/officer-find')
    await officer.goto('/who-sees-what/record?number=A0000AA')
    await checkPage(officer, 'sharing/officer-find-nothing')
    await officer.goto(`/who-sees-what/record?number=${number}`)
    assert.match(new URL(officer.url()).pathname, /^\/people\/[0-9a-f-]{36}\/who-sees-what$/)
    await checkPage(officer, 'sharing/officer')
    const [family, given] = name.split(', ')
    for (const told of [`${given} ${family}`, name, number]) {
      assert.ok(!(await officer.content()).includes(told), `${told} is on the page`)
    }
    await follow(officer, officer.locator('main a[href$="group=risk"]').last())
    await checkPage(officer, 'sharing/officer-why')
    await officer.context().close()
  }
})

// A region of its own for each: two officers confirm the rules once.
for (const variant of CORNERS) {
  test(`two data protection officers look at the rules with which the program started (${variant.name})`, async () => {
    const own = await startRegion()
    try {
      const open = (email) => openSignedIn(browser, variant, own.account(email), own.address)
      for (const [place, last] of [['prison', false], ['probation', true]]) {
        const officer = await open(`dpo.${place}@demo.example`)
        await officer.goto('/agreements')
        await checkPage(officer, `rules/${place}-alert`)
        await follow(officer, officer.locator('main a[href="/who-sees-what"]').first())
        await checkPage(officer, `rules/${place}-waits`)
        await send(officer, '/who-sees-what')
        await checkPage(officer, `rules/${place}-confirmed`)
        assert.equal(await officer.locator('main .govuk-inset-text li').count(), last ? 2 : 1)
        assert.equal(await officer.locator('main form[action="/who-sees-what"]').count(), 0)
        await officer.goto('/agreements')
        assert.equal(await officer.locator('main .govuk-warning-text a[href="/who-sees-what"]').count(), 0)
        await officer.context().close()
      }
    } finally {
      await own.stop()
    }
  })
}
