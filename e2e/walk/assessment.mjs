// Ten areas are assessed by the worker, who overrides one rating; needs are opened from it.
import assert from 'node:assert/strict'
import { send } from '../form.mjs'
import { follow } from '../page.mjs'
import { PRISON, words } from './people.mjs'
import { answer } from './reception.mjs'

const AREAS = [
  'accommodation',
  'employment_and_training',
  'education',
  'finance',
  'drugs',
  'alcohol',
  'health',
  'relationships',
  'attitudes_and_life_skills',
  'offending_and_motivation',
]
const WHY = 'A debt came up in talk that no question asked about'

export async function assess(walk) {
  const page = await walk.at(PRISON, walk.path('assessments'))
  await walk.check(page, 'assessments')
  await send(page, walk.path('assessments'))
  await page.goto(walk.path('assessments'))
  await follow(page, page.locator('main a[href^="/assessments/"]').first())
  const assessment = new URL(page.url()).pathname
  for (const area of AREAS) {
    await page.goto(`${assessment}/areas/${area}`)
    if (area === 'accommodation') await walk.check(page, 'assessment-area')
    // The first answer of each question is no difficulty; the person has nowhere to go.
    await answer(page, { accommodation_release: 'nowhere' })
    await send(page, `${assessment}/areas/${area}`)
    if (area === 'accommodation') await walk.check(page, 'assessment-rating')
  }
  await override(walk, page, assessment)
  await page.goto(assessment)
  await walk.check(page, 'assessment')
  await page.goto(`${assessment}/submit`)
  assert.match(await words(page), new RegExp(WHY), 'the reason stands beside the rating')
  await walk.check(page, 'assessment-check')
  const followUp = page.locator('[name=followed-up]')
  if ((await followUp.count()) > 0) await followUp.first().check()
  await send(page, `${assessment}/submit`)
  await page.goto(walk.path('goals'))
  // The first choice is none: a need for the red area, and one for the area that was overridden.
  assert.equal(await page.locator('select[name=need] option').count(), 3, 'both needs are open')
  await page.goto(walk.path())
  await walk.check(page, 'person-assessed')
}

/** The answers say green; the worker knows better, and says why. */
async function override(walk, page, assessment) {
  const rating = `${assessment}/areas/finance/rating`
  await page.goto(rating)
  await send(page, rating, { rating: 'amber', 'override-reason': 'new_information', note: WHY })
  await page.goto(rating)
  assert.match(await words(page), new RegExp(WHY))
  await walk.check(page, 'assessment-overridden')
}

/** Both voices stand beside each other, and where they differ the page says so. */
export async function compare(walk) {
  const page = await walk.at(PRISON, walk.path('assessments'))
  assert.ok((await page.locator('main .govuk-tag--purple').count()) > 0, 'it is seen differently')
  await walk.check(page, 'both-voices')
}
