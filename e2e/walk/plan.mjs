// A red need is dropped until somebody owns a step; the person challenges the plan, then agrees.
import assert from 'node:assert/strict'
import { day } from '../days.mjs'
import { send } from '../form.mjs'
import { PRISON, isDropped, words } from './people.mjs'

const GOAL = 'A room of my own'
const STEP = 'Apply for supported housing'
const DOUBT = 'Ten days is too long: I have nowhere to go'
const ANSWER = 'We apply this week, and I come with you'

export async function plan(walk) {
  const page = await walk.as(PRISON)
  assert.equal(await isDropped(walk, page), true, 'a red need without a step is dropped')
  await walk.check(page, 'my-people-dropped')
  await page.goto(walk.path('plan'))
  await walk.check(page, 'plan-dropped')
  const worker = await page.locator('[name=worker] option', { hasText: walk.account(PRISON).name }).getAttribute('value')
  const step = { 'step-words': STEP, actor: 'together', worker, ...day('due', 10) }
  await send(page, walk.path('goals'), { words: GOAL, ...step })
  await page.goto(walk.path('plan'))
  assert.match(await words(page), new RegExp(STEP))
  await walk.check(page, 'plan')
  assert.equal(await isDropped(walk, page), false, 'with an owned step it is not')
}

export async function agree(walk) {
  const page = walk.own
  await page.goto('/my-plan')
  await walk.check(page, 'my-plan')
  await send(page, '/my-plan/answer', { view: 'challenge', words: DOUBT })
  const lead = await walk.at(PRISON, walk.path('plan'))
  assert.match(await words(lead), new RegExp(DOUBT), 'the lead reads it')
  await walk.check(lead, 'plan-challenged')
  await send(lead, walk.path('plan/reviewed'), { answer: ANSWER })
  await page.goto('/my-plan')
  assert.match(await words(page), new RegExp(ANSWER), 'the person reads the answer')
  await walk.check(page, 'my-plan-answered')
  await send(page, '/my-plan/answer', { view: 'agree' })
}

/** The sheet that the person carries out of the gate. */
export async function passport(walk) {
  const page = walk.own
  await page.goto('/my-plan/passport')
  const sheet = await words(page)
  for (const known of [GOAL, STEP]) assert.match(sheet, new RegExp(known))
  await walk.check(page, 'passport')
}

/** The step was done and the need is met: nothing is left open that was done. */
export async function meetNeed(walk, lead) {
  const page = await walk.at(lead, walk.path('plan'))
  const [step, need] = [page.locator('main a[href^="/steps/"][href$="/close"]'), page.locator('main a[href^="/needs/"]')]
  const closing = [await step.first().getAttribute('href'), await need.first().getAttribute('href')]
  await page.goto(closing[0])
  await walk.check(page, 'step-close')
  await send(page, closing[0], { how: 'completed' })
  await page.goto(closing[1])
  await walk.check(page, 'need-close')
  await send(page, closing[1], { how: 'met' })
  await page.goto(walk.path('plan'))
  await walk.check(page, 'plan-met')
}
