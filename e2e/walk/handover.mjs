// The case goes from prison to probation: it stays with the giver until the taker accepts.
import assert from 'node:assert/strict'
import { day } from '../days.mjs'
import { send } from '../form.mjs'
import { follow } from '../page.mjs'
import { PRISON, PROBATION, links, words } from './people.mjs'

const SUMMARY = 'Knows his plan well; ring before noon'

export async function offer(walk) {
  const page = await walk.at(PRISON, walk.path('handover'))
  await walk.check(page, 'handover-taker')
  const taker = walk.account(PROBATION).organisation
  const chosen = page.locator('[name=taker] option', { hasText: taker })
  await send(page, walk.path('handover'), { taker: await chosen.getAttribute('value') })
  await walk.check(page, 'handover-offer')
  // The day of release stands in its boxes already.
  assert.notEqual(await page.inputValue('[name=effective-day]'), '')
  await send(page, walk.path('handover'), { kind: 'release', summary: SUMMARY })
  walk.handover = new URL(page.url()).pathname
  await walk.check(page, 'handover-offered')
  await page.goto(walk.path())
  assert.ok((await who(page)).includes(walk.account(PRISON).organisation), 'it stays with the giver')
  assert.ok((await links(page, walk.handover)) > 0, 'the offer is in sight')
}

export async function accept(walk) {
  const page = await walk.at(PROBATION, '/handovers')
  await follow(page, page.locator(`main a[href="${walk.handover}"]`))
  assert.match(await words(page), new RegExp(SUMMARY))
  await walk.check(page, 'handover-waiting')
  await page.goto(walk.path())
  assert.ok((await who(page)).includes(walk.account(PRISON).organisation), 'still with the giver')
  await page.goto(walk.handover)
  await send(page, `${walk.handover}/accept`)
  await page.goto(walk.path())
  const { organisation, name } = walk.account(PROBATION)
  for (const known of [organisation, name]) assert.ok((await who(page)).includes(known), 'it went over')
  await walk.check(page, 'person-taken')
  await page.goto(walk.path('plan'))
  assert.match(await words(page), new RegExp(name), 'the steps went with it')
  const giver = await walk.as(PRISON)
  const response = await giver.goto(walk.path())
  assert.equal(response.status(), 404, 'the record is the taker’s now')
  await giver.goto(walk.handover)
  await walk.check(giver, 'handover-of-giver', { expected: [/status of 404/] })
}

export async function meet(walk) {
  const page = await walk.at(PROBATION, walk.handover)
  await walk.check(page, 'handover-accepted')
  await send(page, `${walk.handover}/meet`, { ...day('met'), attended: 'yes' })
}

/** Returns what the top of a person's page says: who they are and who leads. */
const who = (page) => page.innerText('.moj-identity-bar')
