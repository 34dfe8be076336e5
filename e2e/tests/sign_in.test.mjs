// Signing in as each role, and the page that each role begins at.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { VARIANTS, launch, openPage, server } from '../browser.mjs'
import { checkPage, openSignedIn, submit } from '../page.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const { accounts } = server()
// One account of each role: the others of a role begin at the same page.
const roles = new Map(accounts.toReversed().map((account) => [account.role, account]))

test('there is an account for every role', () => {
  assert.ok(roles.size >= 6, `only ${[...roles.keys()].join(', ')}`)
})

for (const [role, account] of roles) {
  test(`${role} signs in, begins, and signs out`, async () => {
    for (const variant of VARIANTS) {
      const page = await openSignedIn(browser, variant, account)
      const response = await page.goto('/home')
      assert.equal(response.status(), 200, `${response.url()} is there`)
      assert.ok((await page.innerText('body')).includes(account.name), 'the page says who is signed in')
      await checkPage(page, `home-${role}`)
      await page.context().close()
    }
    const page = await openSignedIn(browser, VARIANTS[0], account)
    await page.goto('/home')
    await submit(page, '/sign-out')
    const response = await page.goto('/home')
    const refused = response.status() >= 400 || new URL(page.url()).pathname === '/sign-in'
    assert.ok(refused, 'after signing out the page is closed')
    await page.context().close()
  })
}

test('a page behind the door leads a stranger to the door', async () => {
  for (const variant of VARIANTS) {
    const page = await openPage(browser, variant)
    await page.goto('/home')
    assert.equal(new URL(page.url()).pathname, '/sign-in')
    await page.context().close()
  }
})
