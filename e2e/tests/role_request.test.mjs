// Two people for a role: an administrator asks, the data protection officer confirms or refuses, and the link
// opens nothing before.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch, openPage } from '../browser.mjs'
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

const path = (page) => new URL(page.url()).pathname

for (const variant of CORNERS) {
  const name = (page) => `role-request-${page}`

  test(`an administrator is let in by two (${variant.name})`, async () => {
    const officer = region.accounts.find((one) => one.role === 'data_protection_officer')
    const administrator = region.accounts.find((one) => one.role === 'administrator' && one.organisation === officer.organisation)
    const email = `mared.${variant.name}@demo.example`
    const asking = await openSignedIn(browser, variant, administrator, region.address)
    const confirming = await openSignedIn(browser, variant, officer, region.address)
    const outside = await openPage(browser, variant, region.address)
    const ask = async () => {
      await asking.goto('/accounts/invite')
      await send(asking, '/accounts/invite', { name: `Mared ${variant.name}`, email, role: 'administrator' })
      const link = new URL(await asking.inputValue('#link')).pathname
      return { link, request: await asking.getAttribute('main a[href^="/role-requests/"]', 'href') }
    }

    const first = await ask()
    await checkPage(asking, name('made'))
    await outside.goto(first.link)
    await checkPage(outside, name('not-yet'), { expected: [/status of 410/] })
    await asking.goto(first.request)
    await checkPage(asking, name('own'))
    await confirming.goto('/role-requests')
    await checkPage(confirming, name('list'))
    await confirming.goto(first.request)
    await checkPage(confirming, name('show'))
    await press(confirming, `${first.request}/refuse`)
    await checkPage(confirming, name('without-reason'), { expected: [/status of 422/] })
    await send(confirming, `${first.request}/refuse`, { reason: 'Ask again with her work address.' })
    assert.equal(path(confirming), first.request)
    await checkPage(confirming, name('refused'))

    const second = await ask()
    await confirming.goto(second.request)
    await send(confirming, `${second.request}/confirm`)
    await checkPage(confirming, name('confirmed'))
    await outside.goto(second.link)
    assert.match(await outside.innerText('main'), new RegExp(`Mared ${variant.name}`))
    await asking.goto('/accounts')
    await asking.goto(await asking.getAttribute('main a[href$="/role"]', 'href'))
    await checkPage(asking, name('change'))
  })
}
