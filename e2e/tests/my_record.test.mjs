// The person's own record: who looked at it, and a copy of everything that is held.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { checkPage, follow, openSignedIn, submit } from '../page.mjs'
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

/** A journey of somebody, by default the person. */
function journey(name, go, is = ({ role }) => role === 'person') {
  for (const variant of CORNERS) {
    test(`${name} (${variant.name})`, async () => {
      const page = await openSignedIn(browser, variant, region.accounts.find(is), region.address)
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

/** Returns the file behind a link, as whoever is signed in gets it. */
async function fileOf(page) {
  const link = page.locator('a[download]')
  const response = await page.request.get(await link.getAttribute('href'))
  assert.equal(response.headers()['content-type'], 'application/json')
  assert.match(response.headers()['content-disposition'], /^attachment/)
  return response.json()
}

journey('a person gets a copy of everything, to read and for a computer', async (page, { say }) => {
  await page.goto('/my-plan')
  await follow(page, page.locator('a[href="/my-record/export"]'))
  assert.match(await page.innerText('main'), say({ en: /This is the end/, cy: /Dyma’r diwedd/ }))
  await checkPage(page, 'my_record/export')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('a[download]').isVisible(), false, 'what is for the screen is not printed')
  await page.emulateMedia({ media: 'screen' })
  const file = await fileOf(page)
  assert.equal(file.complete, true)
  const text = JSON.stringify(file) + (await page.innerText('main'))
  for (const { name } of region.accounts.filter(({ role }) => role !== 'person')) {
    assert.ok(!text.includes(name), `${name} is a worker's name`)
  }
})

const isWorker = ({ email }) => email === 'worker.prison@demo.example'
journey('a worker gets a copy to hand over', async (page, { say }) => {
  await page.goto('/my-people?list=everyone')
  await follow(page, page.locator('tbody a').first())
  await page.goto(new URL(page.url()).pathname + '/details')
  await follow(page, page.locator('a[href$="/export"]'))
  assert.match(await page.innerText('main'), say({ en: /Read this through/, cy: /Darllenwch hwn drwyddo/ }))
  await checkPage(page, 'my_record/export-worker')
  assert.equal((await fileOf(page)).complete, true)
}, isWorker)

journey('a person says what is wrong, and sees that it waits', async (page, { say }) => {
  await page.goto('/my-plan')
  await follow(page, page.locator('a[href="/my-record/wrong"]'))
  await submit(page, '/my-record/wrong')
  assert.equal(await page.locator('.govuk-error-summary a').count(), 2)
  await checkPage(page, 'my_record/wrong-refused', { expected: [/status of 422/] })
  await page.check('[name=kind][value=wrong]')
  await page.fill('[name=words]', 'I was born in May')
  await submit(page, '/my-record/wrong')
  assert.match(await page.innerText('main'), say({ en: /I was born in May[^]*It must come by/, cy: /I was born in May[^]*Rhaid iddo ddod erbyn/ }))
  await checkPage(page, 'my_record/wrong')
})

journey('a worker answers it', async (page, { say }) => {
  const { address, accounts } = region
  const person = accounts.find(({ role }) => role === 'person')
  await page.goto(`${address}/people?q=${encodeURIComponent(person.name.split(' ').at(-1))}`)
  await follow(page, page.locator('tbody a', { hasText: person.name.split(' ')[0] }).first())
  await page.goto(new URL(page.url()).pathname + '/concerns')
  await checkPage(page, 'my_record/concerns')
  await follow(page, page.locator('main a[href*="/concerns/"]').first())
  await checkPage(page, 'my_record/concern')
  await page.fill('[name=answer]', 'Put right')
  await submit(page, new URL(page.url()).pathname)
  assert.match(await page.innerText('main'), say({ en: /Answered on[^]*Put right/, cy: /Atebwyd ar[^]*Put right/ }))
}, isWorker)
