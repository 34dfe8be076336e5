// One's own account, the second factor again before what is sensitive, and the way back into an account.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch, openPage } from '../browser.mjs'
import { press, send } from '../form.mjs'
import { checkPage, openSignedIn, submit } from '../page.mjs'
import { startRegion } from '../region.mjs'
import { STEP_SECONDS, totp } from '../totp.mjs'

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

const OLD = 'seven quiet herons'
const NEW = 'three ducks on the lake'

/** A code that was not used yet: the next step's is let through too. */
const nextCode = (secret) => totp(secret, Date.now() + STEP_SECONDS * 1000)

async function secretOn(page) {
  return (await page.innerText('main code')).replace(/\s/g, '')
}

/** Reads the link that was just made, and opens it in a window of its own. */
async function follow(page, variant) {
  const link = await page.inputValue('#link')
  const other = await openPage(browser, variant, region.address)
  await other.goto(new URL(link).pathname)
  return { other, path: new URL(link).pathname }
}

for (const variant of CORNERS) {
  const name = (page) => `own-account-${page}`
  const email = `heledd.${variant.name}@demo.example`

  test(`an administrator lets somebody back into their account (${variant.name})`, async () => {
    const administrator = region.accounts.find((one) => one.role === 'administrator')
    const page = await openSignedIn(browser, variant, administrator, region.address)
    await page.goto('/accounts/invite')
    await send(page, '/accounts/invite', { name: `Heledd ${variant.name}`, email, role: 'board_member' })
    const invited = await follow(page, variant)
    const first = await secretOn(invited.other)
    await send(invited.other, invited.path, { password: OLD, code: totp(first) })
    await invited.other.goto('/account')
    await checkPage(invited.other, name('show'))

    await page.goto('/accounts')
    await checkPage(page, name('accounts'))
    const row = page.locator('tr', { hasText: email })
    const recover = await row.locator('a[href$="/recover"]').getAttribute('href')
    await page.goto(recover)
    await checkPage(page, name('recover'))
    await send(page, recover)
    await checkPage(page, name('recover-made'))
    const { other, path } = await follow(page, variant)
    await checkPage(other, name('recovery'))
    const second = await secretOn(other)
    await press(other, path, { password: NEW, code: totp(second), 'proof-password': 'something else' })
    await checkPage(other, name('recovery-refused'), { expected: [/status of 422/] })
    await send(other, path, { password: NEW, code: totp(second), 'proof-password': OLD })
    assert.equal(new URL(other.url()).pathname, '/sign-in')
    await checkPage(other, name('recovered'))
    await other.goto(path)
    await checkPage(other, name('recovery-gone'), { expected: [/status of 410/] })

    await invited.other.goto('/account')
    assert.equal(new URL(invited.other.url()).pathname, '/sign-in', 'every session has ended')
    await checkPage(invited.other, name('over'))
    await other.goto('/sign-in')
    await send(other, '/sign-in', { email, password: NEW })
    await send(other, '/sign-in/code', { code: nextCode(second) })
    assert.equal(new URL(other.url()).pathname, '/account', 'what was done is seen first')
    await checkPage(other, name('warning'))
    await submit(other, '/account/recoveries')
    await checkPage(other, name('known'))
    await submit(other, '/account/sign-out-everywhere')
    await other.goto('/account')
    assert.equal(new URL(other.url()).pathname, '/sign-in')
    for (const one of [page, other, invited.other]) await one.context().close()
  })

  test(`somebody changes what they sign in with (${variant.name})`, async () => {
    const worker = region.accounts.find((one) => one.role === 'service_worker')
    const page = await openSignedIn(browser, variant, worker, region.address)
    await page.goto('/account/password')
    await press(page, '/account/password', { 'current-password': 'wrong', password: 'unbelievable' })
    await checkPage(page, name('password'), { expected: [/status of 422/] })
    await page.goto('/account/second-factor')
    await checkPage(page, name('second-factor'))
    await page.goto('/step-up?next=/account/password')
    await press(page, '/step-up', { code: '12' })
    await checkPage(page, name('step-up'), { expected: [/status of 422/] })
    await page.context().close()
  })
}
