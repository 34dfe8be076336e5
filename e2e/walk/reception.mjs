// A person is received into prison: added, found again by number, and screened within four days.
import assert from 'node:assert/strict'
import { boxes, day } from '../days.mjs'
import { send } from '../form.mjs'
import { follow } from '../page.mjs'
import { PRISON, links } from './people.mjs'

/** Days since the reception: time enough to have been released, and within the screening's limit. */
export const RECEIVED = -3
export const BORN = new Date('1991-04-05')
export const PERSON = { given: 'Gethin', family: 'Penhallow', number: 'A9876XY' }

export async function receive(walk) {
  const page = await walk.at(PRISON, '/people/new')
  await walk.check(page, 'person-new')
  await send(page, '/people/new', {
    'given-name': PERSON.given,
    'family-name': PERSON.family,
    ...boxes('date-of-birth', BORN),
    sex: 'male',
    language: walk.variant.language,
    'home-region': 'wales',
    'prison-number': PERSON.number,
    ...day('received', RECEIVED),
    reception: 'sentence',
  })
  walk.id = new URL(page.url()).pathname.split('/').at(-1)
  await page.goto('/people')
  await page.fill('[name=q]', PERSON.number)
  await page.press('[name=q]', 'Enter')
  await follow(page, page.locator(`main a[href="${walk.path()}"]`))
  await walk.check(page, 'person-received')
}

export async function screen(walk) {
  const page = await walk.at(PRISON, walk.path())
  // What is open leads to the screening by its clock; nothing else does.
  const clock = page.locator('main a[href^="/screenings/"]')
  assert.equal(await clock.count(), 1, 'the clock of the screening runs')
  await follow(page, clock)
  const screening = new URL(page.url()).pathname
  await walk.check(page, 'screening')
  await answer(page, { accommodation_expected: 'nowhere' })
  await send(page, screening)
  await page.goto(screening)
  await walk.check(page, 'screening-done')
  await page.goto(walk.path())
  assert.equal(await links(page, screening), 0, 'its clock has stopped')
  await page.goto(walk.path('assessments'))
  assert.equal(await page.locator('main .govuk-tag--green').count(), 1, 'it was done in time')
}

/** Chooses the first answer of every question on the page, but for those that are named. */
export async function answer(page, chosen = {}) {
  const radios = page.locator('main form[method=post] input[type=radio]')
  const names = await radios.evaluateAll((all) => [...new Set(all.map((one) => one.name))])
  for (const name of names) {
    const which = chosen[name] ? `[value="${chosen[name]}"]` : ''
    await page.locator(`main input[name="${name}"]${which}`).first().check()
  }
  return names
}
