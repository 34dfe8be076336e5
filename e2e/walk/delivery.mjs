// The provider names a worker, meets the person, gives the service, and reports against the aims.
import assert from 'node:assert/strict'
import { day } from '../days.mjs'
import { send } from '../form.mjs'
import { HOUSING, PROBATION, links, words } from './people.mjs'
import { AIMS } from './referral.mjs'

const SUMMARY = 'Moved in; the rent is paid'

export async function deliver(walk) {
  const page = await walk.at(HOUSING, walk.referral)
  const own = page.locator('[name=worker] option', { hasText: walk.account(HOUSING).name })
  await send(page, `${walk.referral}/assign`, { worker: await own.getAttribute('value') })
  await meet(walk, page)
  await page.goto(walk.referral)
  await send(page, `${walk.referral}/contact`, day('contact', -1))
  await page.goto(walk.referral)
  await walk.check(page, 'referral-contacted')
  await send(page, `${walk.referral}/start`, { ...day('start'), ...day('complete', 60) })
  await page.goto(walk.referral)
  await walk.check(page, 'referral-in-delivery')
}

/** Two appointments: one that was yesterday, whose attendance is recorded, and one to come. */
async function meet(walk, page) {
  const appointments = walk.path('appointments')
  await page.goto(walk.path())
  await walk.check(page, 'person-of-provider')
  await page.goto(appointments)
  await walk.check(page, 'appointments')
  const referral = walk.referral.split('/').at(-1)
  const made = { time: '10:00', referral }
  await send(page, appointments, { ...made, ...day('on', -1), kind: 'in_prison', place: 'The visits hall' })
  await page.goto(appointments)
  await walk.check(page, 'attendance')
  const action = await page.locator('form[action$="/attendance"]').getAttribute('action')
  await send(page, action, { [`attendance-${action.split('/')[2]}`]: 'attended' })
  await page.goto(appointments)
  assert.equal(await page.locator('form[action$="/attendance"]').count(), 0, 'it is recorded')
  await send(page, appointments, { ...made, ...day('on', 7), kind: 'at_office', place: 'The housing office' })
}

export async function report(walk) {
  const page = await walk.at(HOUSING, walk.referral)
  const results = { 'achieved-0': 'yes', 'achieved-1': 'partly' }
  await walk.check(page, 'report')
  await send(page, `${walk.referral}/report`, { ...results, how: 'completed', summary: SUMMARY })
  // Whoever leads now reads it, although another organisation sent the referral.
  const lead = await walk.at(PROBATION, walk.referral)
  const told = await words(lead)
  for (const known of [...AIMS, SUMMARY]) assert.match(told, new RegExp(known))
  await walk.check(lead, 'reported')
  await send(lead, `${walk.referral}/conclude`)
  await lead.goto(walk.referral)
  await walk.check(lead, 'concluded')
  // What the provider saw of the person ends with the referral.
  const response = await page.goto(walk.path())
  assert.equal(response.status(), 404)
  await page.goto('/referrals?list=closed')
  assert.equal(await links(page, walk.referral), 1)
  await walk.check(page, 'inbox-closed', { expected: [/status of 404/] })
}
