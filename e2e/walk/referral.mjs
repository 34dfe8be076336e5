// A service is found for the need; the referral goes back and forth until the provider accepts.
import assert from 'node:assert/strict'
import { send } from '../form.mjs'
import { follow } from '../page.mjs'
import { HOUSING, PRISON, STRANGER, links, words } from './people.mjs'

export const SERVICE = 'Supported Flats'
export const AIMS = ['A flat within a month', 'Rent paid from the first week']
const QUESTION = 'Is a ground floor needed?'
const ANSWER = 'No, any floor will do'

export async function refer(walk) {
  const page = await walk.at(PRISON, walk.path('referrals'))
  await walk.check(page, 'referrals')
  const offers = page.locator(`main a[href^="${walk.path('referrals/new')}?need="]`).first()
  await page.goto(await offers.getAttribute('href'))
  // A man of the region: what is for women or for elsewhere is left out, each with its reason.
  const reasons = page.locator('main details li')
  assert.ok((await reasons.count()) > 0, 'it is said why a service is left out')
  const left = page.locator('main details h3', { hasText: 'Marigold Rooms' })
  assert.equal(await left.count(), 1, 'a service for women is left out for a man')
  await page.locator('main details summary').click()
  await walk.check(page, 'offers')
  walk.service = (await page.locator('main h3 a', { hasText: SERVICE }).getAttribute('href')).split('/').at(-1)
  await follow(page, page.locator(`main a[href*="/referrals/new/${walk.service}"]`))
  await walk.check(page, 'referral-write')
  const write = walk.path(`referrals/new/${walk.service}`)
  const action = await page.locator(`form[action^="${write}"]`).getAttribute('action')
  await send(page, action, { aims: AIMS.join('\n'), background: 'Has nowhere to go' }, 'send')
  await page.goto(walk.path('referrals'))
  walk.referral = await page.locator('main a[href^="/referrals/"]').first().getAttribute('href')
  await page.goto(walk.referral)
  await walk.check(page, 'referral-sent')
}

/** Somebody of another organisation learns nothing but that it is not shared, and whom to ask. */
export async function turnAway(walk) {
  const page = await walk.as(STRANGER)
  for (const path of [walk.path(), walk.referral]) {
    const response = await page.goto(path)
    assert.equal(response.status(), 404)
    const text = await words(page)
    assert.match(text, walk.say({ en: /not shared with your organisation/, cy: /nid yw wedi’i rhannu â’ch sefydliad/ }))
    assert.doesNotMatch(text, /Penhallow/)
  }
  await walk.check(page, 'stranger', { expected: [/status of 404/] })
}

/** Asked, answered, accepted: until then it belongs to the prison, and from then on to the provider. */
export async function accept(walk) {
  const page = await walk.at(HOUSING, '/referrals')
  assert.equal(await links(page, walk.referral), 1, 'it waits for the provider')
  await walk.check(page, 'inbox')
  await page.goto(walk.referral)
  await send(page, `${walk.referral}/receive`)
  await page.goto(walk.referral)
  await walk.check(page, 'referral-received')
  await send(page, `${walk.referral}/return`, { question: QUESTION })
  const sender = await walk.at(PRISON, walk.referral)
  assert.match(await words(sender), new RegExp(QUESTION.replace('?', '\\?')))
  await walk.check(sender, 'referral-returned')
  await send(sender, `${walk.referral}/send`, { answer: ANSWER })
  await page.goto(walk.referral)
  assert.match(await words(page), new RegExp(ANSWER))
  await send(page, `${walk.referral}/accept`)
  await page.goto(walk.referral)
  await walk.check(page, 'referral-accepted')
}

/** Either side writes, and the other reads it. */
export async function talk(walk) {
  for (const [from, to, message] of [
    [PRISON, HOUSING, 'He can see the flat on a day release'],
    [HOUSING, PRISON, 'Then let us say on Thursday'],
  ]) {
    const writer = await walk.at(from, walk.referral)
    await send(writer, `${walk.referral}/message`, { words: message })
    const reader = await walk.at(to, walk.referral)
    assert.match(await words(reader), new RegExp(message))
  }
}
