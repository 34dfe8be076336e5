// What anybody sees: the start page and the way in, in both languages, with JavaScript or without.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { VARIANTS, launch, openPage } from '../browser.mjs'
import { checkPage, follow, submit } from '../page.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

for (const variant of VARIANTS) {
  test(`the start page leads to signing in (${variant.name})`, async () => {
    const page = await openPage(browser, variant)
    const response = await page.goto('/')
    assert.equal(response.status(), 200)
    await checkPage(page, 'start')
    await page.click('a[href="/sign-in"]')
    await page.waitForURL('**/sign-in')
    await checkPage(page, 'sign-in')
    await page.context().close()
  })

  test(`a wrong password is refused in words (${variant.name})`, async () => {
    const page = await openPage(browser, variant)
    await page.goto('/sign-in')
    await page.fill('[name=email]', 'nobody@example.test')
    await page.fill('[name=password]', 'not the password')
    await submit(page, '/sign-in')
    assert.ok(await page.isVisible('.govuk-error-summary'), 'the refusal is shown')
    assert.equal(await page.inputValue('[name=email]'), 'nobody@example.test', 'the form comes back filled in')
    await checkPage(page, 'sign-in-refused', { expected: [/status of 4\d\d/] })
    await page.context().close()
  })

  test(`a claim is taken apart (${variant.name})`, async () => {
    const page = await openPage(browser, variant)
    await page.goto('/')
    await page.click('a[href="/claims"]')
    await page.waitForURL('**/claims')
    await page.fill('[name=people]', '375')
    await page.fill('[name=rate]', '5')
    await page.fill('[name=compared]', 'many')
    await submit(page, '/claims')
    assert.ok(await page.isVisible('.govuk-error-summary'), 'what is wrong is said')
    await checkPage(page, 'claim-refused', { expected: [/status of 422/] })
    await page.fill('[name=compared]', '40')
    await page.fill('[name=cost]', '£18,000')
    await submit(page, '/claims')
    assert.ok(await page.isVisible('#found'), 'the claim is taken apart')
    assert.match(await page.textContent('main'), /£514/)
    await checkPage(page, 'claim')
    await page.context().close()
  })

  test(`a page that is not there says so (${variant.name})`, async () => {
    const page = await openPage(browser, variant)
    const response = await page.goto('/no-such-page')
    assert.equal(response.status(), 404)
    await checkPage(page, 'not-found', { expected: [/status of 404/] })
    await page.context().close()
  })
}

test('the language can be changed on the page, and stays', async () => {
  const page = await openPage(browser)
  await page.goto('/')
  await follow(page, page.locator('a[hreflang=cy], a[lang=cy]').first())
  assert.equal(await page.getAttribute('html', 'lang'), 'cy')
  await page.goto('/sign-in')
  assert.equal(await page.getAttribute('html', 'lang'), 'cy')
  await page.context().close()
})
