// Joins: a council sends whom it knows, a worker of who leads the case looks at the two records and decides, and
// takes it back; the council sees what became of its record and of nobody else.
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

const COLUMNS = 'own_number,family_name,given_name,date_of_birth,risk_marker'

/** Returns a file with these rows under the columns. */
function file(rows) {
  return { name: 'register.csv', mimeType: 'text/csv', buffer: Buffer.from(`${[COLUMNS, ...rows].join('\r\n')}\r\n`) }
}

for (const [place, variant] of CORNERS.entries()) {
  const open = (email) => openSignedIn(browser, variant, region.account(email), region.address)

  test(`a record of a council is joined, and taken back (${variant.name})`, async () => {
    const lead = await open('worker.prison@demo.example')
    await lead.goto('/my-people?list=everyone')
    const person = await lead.locator('main tbody tr').nth(place).locator('th a').getAttribute('href')
    await lead.goto(`${person}/edit`)
    const field = (name) => lead.inputValue(`[name="${name}"]`)
    const born = await Promise.all(['year', 'month', 'day'].map((part) => field(`date-of-birth-${part}`)))
    const day = born.map((part) => part.padStart(2, '0')).join('-')
    const [family, given] = [await field('family-name'), await field('given-name')]

    const council = await open('service.council@demo.example')
    await council.goto('/feeds')
    await checkPage(council, 'feeds')
    await council.goto('/feeds/new')
    await checkPage(council, 'feeds-new')
    await press(council, '/feeds/new', {})
    assert.equal(await council.locator('.govuk-error-summary a').count(), 3, 'a title, a file, what to do')
    await checkPage(council, 'feeds-new-nothing-chosen', { expected: [/status of 422/] })
    const number = `E2E ${place}`
    const wrong = [`${number},${family},,${day},perhaps`]
    await press(council, '/feeds/new', { title: 'Housing register', what: 'whole', file: file(wrong) })
    const lines = await council.locator('main [role=region]').first().locator('tbody th').allInnerTexts()
    assert.deepEqual(lines.map(Number), [2, 2], 'every mistake by its line')
    await checkPage(council, 'feeds-refused', { expected: [/status of 422/] })
    await send(council, '/feeds/new', { title: 'Housing register', what: 'whole', file: file([`${number},${family},${given},${day},`]) })
    const feed = new URL(council.url()).pathname
    assert.ok((await council.innerText('main')).includes(number), 'the record is listed')
    await checkPage(council, 'feed-sent')

    await lead.goto('/joins')
    await checkPage(lead, 'joins')
    await follow(lead, lead.locator('main tbody tr', { hasText: number }).locator('th a').first())
    const path = new URL(lead.url()).pathname
    assert.match(path, /^\/joins\/[0-9a-f-]{36}$/)
    await checkPage(lead, 'join')
    await press(lead, path, {})
    assert.equal(await lead.locator('.govuk-error-summary a').count(), 3, 'what, why, in words')
    await checkPage(lead, 'join-nothing-chosen', { expected: [/status of 422/] })
    const why = { reason: 'details', words: 'One name and day of birth' }
    await send(lead, path, { decision: 'unsure', ...why })
    await send(lead, path, { decision: 'confirm', ...why })
    await checkPage(lead, 'join-joined')
    await lead.goto(person)
    assert.ok((await lead.innerText('main')).includes(number), 'what the council holds is on the page')
    await checkPage(lead, 'person-held-elsewhere')
    await council.goto(feed)
    const told = await council.innerText('main')
    assert.match(told, /HMP|CEF/, 'the council sees whom to talk to')
    await checkPage(council, 'feed-joined')

    await lead.goto(path)
    await send(lead, path, { decision: 'undo', reason: 'mistake', words: 'The wrong row' })
    await lead.goto(person)
    assert.ok(!(await lead.innerText('main')).includes(number), 'nothing of it is left')

    const administrator = await open('admin@demo.example')
    await administrator.goto('/joins/quality')
    await checkPage(administrator, 'joins-quality')
    // The second corner finds the sample of the first: nobody draws another before it is answered.
    const form = administrator.locator('form[action="/joins/quality"]')
    if (await form.count()) {
      await press(administrator, '/joins/quality', {})
      assert.equal(await administrator.locator('.govuk-error-summary a').count(), 1, 'how many')
      await checkPage(administrator, 'joins-quality-nothing-chosen', { expected: [/status of 422/] })
      await send(administrator, '/joins/quality', { size: '200' })
    }
    assert.equal(await form.count(), 0, 'one sample at a time')
    await checkPage(administrator, 'joins-quality-sample')
    await lead.goto('/joins')
    await follow(lead, lead.locator('main a[href="/join-samples"]'))
    await checkPage(lead, 'join-samples')
    await follow(lead, lead.locator('main tbody th a').first())
    const pair = new URL(lead.url()).pathname
    assert.equal(await lead.locator('main svg').count(), 0, 'no weights')
    await checkPage(lead, 'join-sample')
    await press(lead, pair, {})
    assert.equal(await lead.locator('.govuk-error-summary a').count(), 1, 'an answer')
    await checkPage(lead, 'join-sample-nothing-chosen', { expected: [/status of 422/] })
    // Some are found otherwise than they stand, whichever they are; the next corner has the rest.
    for (let answered = 0; answered < 4; answered += 1) {
      await lead.goto('/join-samples')
      const next = lead.locator('main tbody th a').first()
      if (!(await next.count())) break
      await follow(lead, next)
      const answer = answered % 4 === 3 ? 'cannot_tell' : answered % 4 === 2 ? 'different' : 'same'
      await send(lead, new URL(lead.url()).pathname, { answer })
    }
    await lead.goto('/joins')
    await checkPage(lead, 'joins-sampled')
    await administrator.reload()
    await checkPage(administrator, 'joins-quality-answered')
    for (const page of [lead, council, administrator]) await page.context().close()
  })
}
