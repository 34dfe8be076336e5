// The person is invited, sets up their own account, and says what they need in their own words.
import assert from 'node:assert/strict'
import { send } from '../form.mjs'
import { totp } from '../totp.mjs'
import { PRISON } from './people.mjs'
import { answer } from './reception.mjs'

export async function invite(walk) {
  const page = await walk.at(PRISON, walk.path('invite'))
  await walk.check(page, 'invite')
  await send(page, walk.path('invite'), { email: 'gethin.penhallow@demo.example' })
  const link = await page.inputValue('#link')
  await walk.check(page, 'invited')
  await setUp(walk, new URL(link).pathname)
}

async function setUp(walk, invitation) {
  walk.own = await walk.window()
  const page = walk.own
  await page.goto(invitation)
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
