// What came of it: where the person spent the night of release, and what others see of that.
import assert from 'node:assert/strict'
import { day } from '../days.mjs'
import { send } from '../form.mjs'
import { follow } from '../page.mjs'
import { BOARD, EVALUATOR, PROBATION } from './people.mjs'

export async function record(walk) {
  const page = await walk.at(PROBATION, walk.path('outcomes'))
  await walk.check(page, 'outcomes')
  const form = page.locator('main form[action^="/outcomes/"]')
  assert.equal(await form.count(), 1, 'only the night of release is over')
  const action = await form.getAttribute('action')
  const id = action.split('/').at(-1)
  const night = { [`status-${id}`]: 'yes', [`home-${id}`]: 'supported', [`source-${id}`]: 'third_party' }
  await send(page, action, night)
  await page.goto(walk.path('outcomes'))
  assert.equal(await page.locator(`form[action="${action}"]`).count(), 0, 'what is known stands')
  await walk.check(page, 'outcomes-recorded')
}

/** A pilot of the service: empty until the service starts, and then not, but never a small number. */
export async function setUpPilot(walk) {
  const page = await walk.at(EVALUATOR, '/pilots/new')
  await walk.check(page, 'pilot-new')
  const pilot = { name: 'Flats first', question: 'Do people stay housed?', ...day('starts') }
  await send(page, '/pilots/new', { ...pilot, services: walk.service })
  walk.pilot = new URL(page.url()).pathname
  await page.goto(walk.pilot)
  assert.equal(await page.locator('main table').count(), 0, 'nobody has started the service')
  await walk.check(page, 'pilot-empty')
  const plan = `${walk.pilot}/plan`
  await page.goto(plan)
  await walk.check(page, 'pilot-plan')
  const planned = { served: 'Whoever has no home', comparison: 'not_served', people: '60', compared: '600', expected: '40', worthwhile: '10' }
  await send(page, plan, { ...planned, measures: 'housed_first_night' })
  await walk.check(page, 'pilot-planned')
  await send(page, `${plan}/fix`, {})
  assert.equal(await page.locator(`form[action="${plan}/fix"]`).count(), 0, 'what is fixed stays')
}

export async function readPilot(walk) {
  const page = await walk.at(EVALUATOR, walk.pilot)
  assert.ok((await page.locator('main table').count()) > 0, 'somebody has started it')
  const cells = await page.locator('main table').first().locator('td').allInnerTexts()
  assert.ok(!cells.some((cell) => cell.trim() === '1'), 'one person is not shown as one')
  await walk.check(page, 'pilot')
  // One person is no group: the comparison says so, and why.
  await follow(page, page.locator(`main a[href="${walk.pilot}/results"]`))
  await walk.check(page, 'pilot-results-refused')
  const response = await page.goto(walk.path())
  assert.equal(response.status(), 404, 'an evaluator reads no record')
  await walk.check(page, 'evaluator-turned-away', { expected: [/status of 404/] })
}

export async function readBoard(walk) {
  const page = await walk.at(BOARD, '/board')
  await walk.check(page, 'board')
  await follow(page, page.locator('main a[href="/board/housed_first_night"]'))
  await walk.check(page, 'board-measure')
  await page.goto(walk.pilot)
  await walk.check(page, 'pilot-of-board')
  const decision = `${walk.pilot}/decision`
  await page.goto(decision)
  await walk.check(page, 'pilot-decision')
  await send(page, decision, { verdict: 'continue', why: 'Nobody can know anything yet.' })
  await walk.check(page, 'pilot-decided')

  // What the board publishes is what anybody reads.
  const publish = `${walk.pilot}/publish`
  await page.goto(publish)
  await walk.check(page, 'evidence-publish')
  await send(page, publish)
  await page.goto('/evidence')
  await walk.check(page, 'evidence')
  await follow(page, page.locator(`main a[href="${walk.pilot.replace('/pilots/', '/evidence/')}"]`))
  assert.match(await page.innerText('main'), /Nobody can know anything yet/)
  await walk.check(page, 'evidence-pilot')
}
