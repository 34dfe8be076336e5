// A custody list in the browser: what is wrong in it is said by line, column and reason, and nothing
// of it is loaded; a list that is right adds its people, who then get a worker and a clock.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CORNERS, launch } from '../browser.mjs'
import { inDays } from '../days.mjs'
import { press, send } from '../form.mjs'
import { checkPage, follow, openSignedIn } from '../page.mjs'
import { startRegion } from '../region.mjs'

const PATH = '/people/import'
const COLUMNS = 'prison_number,family_name,given_name,date_of_birth,prison,received_on,release_due_on'
const iso = (days) => inDays(days).toISOString().slice(0, 10)

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

/** Returns a file with these rows under the columns. */
function list(rows, encoding = 'utf8') {
  const text = `${[COLUMNS, ...rows].join('\r\n')}\r\n`
  return { name: 'custody.csv', mimeType: 'text/csv', buffer: Buffer.from(text, encoding) }
}

/** Sends a list, and returns the mistakes: lines, columns and reasons. */
async function load(page, file, what) {
  await page.goto(PATH)
  await press(page, PATH, { file, what })
  const rows = page.locator('main [role=region]').first().locator('tbody tr')
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.innerText.trim())))
}

for (const [index, variant] of CORNERS.entries()) {
  const say = ({ en, cy }) => (variant.language === 'cy' ? cy : en)
  // Each variant has people of its own: a list adds somebody once.
  const numbers = [`A70${index}1BC`, `A70${index}2BC`]
  const right = [
    `${numbers[0]},Gwynne,Mared,1988-03-02,CFI,${iso(-1)},${iso(40)}`,
    `${numbers[1]},Pryce,Llŷr,02/03/1979,CFI,${iso(-1)},`,
  ]
  const open = () => {
    const worker = region.account('worker.prison@demo.example')
    return openSignedIn(browser, variant, worker, region.address)
  }

  test(`a list with mistakes loads nothing (${variant.name})`, async () => {
    const page = await open()
    await page.goto(PATH)
    await checkPage(page, 'import')
    await press(page, PATH, {})
    assert.equal(await page.locator('.govuk-error-summary a[href="#what"]').count(), 1)
    assert.equal(await page.locator('.govuk-error-summary a[href="#file"]').count(), 1)
    await checkPage(page, 'import-nothing-chosen', { expected: [/status of 422/] })
    const wrong = [
      `${numbers[0]},Gwynne,Mared,1990-02-31,CFI,${iso(-1)},`,
      right[1],
      `A12,Pryce,Owain,03/31/1979,CFI,${iso(-1)},`,
      `A70${index}3BC,Pryce,Owain,02/03/1979,CFI,${iso(3)},`,
    ]
    const mistakes = await load(page, list(wrong), 'load')
    const where = mistakes.map(([line, column]) => `${line} ${column}`)
    assert.deepEqual(where.sort(), ['2 date_of_birth', '4 date_of_birth', '4 prison_number', '5 received_on'])
    const reason = mistakes.find(([line]) => line === '2')[2]
    assert.match(reason, say({ en: /no 31 February 1990/, cy: /31 Chwefror 1990/ }))
    await checkPage(page, 'import-refused', { expected: [/status of 422/] })
    await page.goto(`/people?q=${numbers[1]}`)
    assert.equal(await page.locator('main th a[href^="/people/"]').count(), 0, 'not even the row that is right')
    await page.context().close()
  })

  test(`a list in another encoding is told where (${variant.name})`, async () => {
    const page = await open()
    const row = `${numbers[0]},Siôn,Mared,1990-02-03,CFI,${iso(-1)},`
    const [[line, column, reason]] = await load(page, list([row], 'latin1'), 'load')
    assert.deepEqual([line, column], ['2', 'family_name'])
    assert.match(reason, /UTF-8/)
    await checkPage(page, 'import-encoding', { expected: [/status of 422/] })
    await page.context().close()
  })

  test(`a list that is right is loaded once, and its people get a worker (${variant.name})`, async () => {
    const page = await open()
    for (const round of ['first', 'second']) {
      await load(page, list(right), 'load')
      const counts = await page.locator('main .govuk-summary-list__value').allInnerTexts()
      // In the list, added, changed, nothing new, refused.
      assert.deepEqual(counts.map(Number), round === 'first' ? [2, 2, 0, 0, 0] : [2, 0, 0, 2, 0])
      await checkPage(page, `import-${round}`)
    }
    await page.goto(`/people?q=${numbers[0]}`)
    await follow(page, page.locator('main th a[href^="/people/"]'))
    const person = new URL(page.url()).pathname
    assert.equal(await page.locator('main a[href^="/screenings/"]').count(), 1, 'the clock of the screening runs')
    await follow(page, page.locator(`main a[href="${person}/worker"]`).first())
    await checkPage(page, 'worker')
    await send(page, `${person}/worker`, { worker: { index: 1 } })
    await page.goto(person)
    assert.equal(await page.locator(`main a[href="${person}/worker"]`).count(), 0, 'a worker is named')
    await page.context().close()
  })
}
