// The day of release is worked out, comes forward, and is recorded; then the gate is behind them.
import assert from 'node:assert/strict'
import { boxes, day, fridayFrom, inDays, inWords } from '../days.mjs'
import { press, send } from '../form.mjs'
import { PRISON, PROBATION, words } from './people.mjs'

/** Days after reception before a release moves for a Friday, and some more. */
const SERVED = 35
/** The night of release is over, so that it can be said where it was spent. */
const LEFT = -1
const PLACE = 'A supported flat in Aberwern'

export async function planRelease(walk) {
  const page = await walk.at(PRISON, walk.path('release'))
  await walk.check(page, 'release')
  const due = fridayFrom(SERVED)
  await send(page, walk.path('release'), { ...boxes('due', due), route: 'automatic', 'going-to': PLACE })
  await page.goto(walk.path('release'))
  const language = walk.variant.language
  // The first row is the day of release, the second the day due, as supplied.
  const rows = await page.locator('main .govuk-summary-list__value').allInnerTexts()
  assert.equal(rows[1], inWords(due, language))
  assert.notEqual(rows[0], rows[1], 'nobody leaves on a Friday')
  const working = await page.locator('main ol').first().innerText()
  for (const known of [rows[0], rows[1]]) assert.ok(working.includes(known), `${known} in: ${working}`)
  await walk.check(page, 'release-planned')
  await proposeAddress(walk, page)
}

async function proposeAddress(walk, page) {
  await page.goto(walk.path('edit'))
  await walk.check(page, 'person-edit')
  const address = { 'address-kind': 'proposed', 'address-words': '4 Quay Street, Aberwern' }
  await send(page, walk.path('details/address'), address)
}

/** Everything that should be there by the day is there, once probation has made an appointment. */
export async function prepare(walk) {
  const page = await walk.at(PROBATION, walk.path('appointments'))
  const first = { ...boxes('on', fridayFrom(SERVED)), time: '09:30', kind: 'at_office', place: 'The probation office' }
  await send(page, walk.path('appointments'), first)
  await page.goto(walk.path('release'))
  assert.equal(await page.locator('main .govuk-task-list .govuk-tag--red').count(), 0, 'nothing is missing')
  await walk.check(page, 'release-ready')
}

/** A court lets the person go at once: the plan changes, and they leave. */
export async function leave(walk) {
  const page = await walk.at(PROBATION, walk.path('release'))
  const due = { ...day('due', LEFT), route: 'automatic', 'going-to': PLACE }
  await send(page, walk.path('release'), due)
  await page.goto(walk.path('release'))
  await send(page, walk.path('released'), day('released', LEFT))
  await page.goto(walk.path('release'))
  assert.ok((await words(page)).includes(inWords(inDays(LEFT), walk.variant.language)))
  await walk.check(page, 'released')
}

/** Through the gate: before the day it is refused in words, after it the handover is complete. */
export async function complete(walk, isThrough) {
  const page = await walk.at(PROBATION, walk.handover)
  await press(page, `${walk.handover}/complete`)
  const refused = await page.locator('.govuk-error-summary a[href="#complete"]').count()
  assert.equal(refused, isThrough ? 0 : 1)
  const name = isThrough ? 'handover-complete' : 'handover-too-early'
  if (isThrough) await page.goto(walk.handover)
  await walk.check(page, name, isThrough ? {} : { expected: [/status of 422/] })
}
