// The person is invited, sets up their own account, and says what they need in their own words.
import assert from 'node:assert/strict'
import { boxes } from '../days.mjs'
import { press, send } from '../form.mjs'
import { follow } from '../page.mjs'
import { totp } from '../totp.mjs'
import { PRISON } from './people.mjs'
import { BORN, answer } from './reception.mjs'

export async function invite(walk) {
  const page = await walk.at(PRISON, walk.path('invite'))
  await walk.check(page, 'invite')
  await send(page, walk.path('invite'), { email: 'gethin.penhallow@demo.example' })
  const code = await page.innerText('main code')
  await walk.check(page, 'invited')
  await setUp(walk, code)
}

async function setUp(walk, code) {
  walk.own = await walk.window()
  const page = walk.own
  await page.goto('/sign-in')
  await follow(page, page.locator('main a[href="/first-sign-in"]'))
  await press(page, '/first-sign-in', { code: 'BCDF', ...boxes('born', BORN) })
  await walk.check(page, 'first-sign-in', { expected: [/status of 422/] })
  await send(page, '/first-sign-in', { code: code.toLowerCase(), ...boxes('born', BORN) })
  const invitation = new URL(page.url()).pathname
  await walk.check(page, 'invitation')
  const secret = (await page.innerText('main code')).replace(/\s/g, '')
  await send(page, invitation, { password: 'seven quiet herons', code: totp(secret) })
  assert.doesNotMatch(page.url(), /invitation/, 'the account is signed in')
  const again = await walk.window()
  await again.goto(invitation)
  await walk.check(again, 'invitation-gone', { expected: [/status of 410/] })
  await again.context().close()
}

export async function sayNeeds(walk) {
  const page = walk.own
  await page.goto('/my-needs')
  await walk.check(page, 'my-needs')
  await answer(page, { home: 'no', home_help: 'yes', work: 'stuck' })
  await send(page, '/my-needs', {}, 'send')
  await page.goto('/my-needs')
  await walk.check(page, 'my-needs-said')
}
