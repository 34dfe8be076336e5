// One person's way from reception in prison to a measured outcome, across four organisations, in a
// browser, with nothing stubbed. This is its table of contents: a station a line, by module.
import { after, before, test } from 'node:test'
import { launch } from '../browser.mjs'
import { startRegion } from '../region.mjs'
import * as assessment from './assessment.mjs'
import * as delivery from './delivery.mjs'
import * as handover from './handover.mjs'
import * as outcome from './outcome.mjs'
import * as ownAccount from './own_account.mjs'
import { PROBATION, Walk } from './people.mjs'
import * as plan from './plan.mjs'
import * as reception from './reception.mjs'
import * as referral from './referral.mjs'
import * as release from './release.mjs'
import { readTimeline } from './timeline.mjs'

/** The stations, in order. Each begins where the one before it ended. */
const STATIONS = {
  'the prison receives the person': reception.receive,
  'the basic screening is done in time': reception.screen,
  'ten areas are assessed, and one rating overridden': assessment.assess,
  'the person sets up an account of their own': ownAccount.invite,
  'the person says what they need': ownAccount.sayNeeds,
  'both voices stand beside each other': assessment.compare,
  'a dropped need gets a goal and an owned step': plan.plan,
  'the person challenges, is answered, and agrees': plan.agree,
  'a service is found and the referral sent': referral.refer,
  'a stranger is turned away': referral.turnAway,
  'the provider asks, and accepts': referral.accept,
  'both sides write to each other': referral.talk,
  'the evaluator sets up a pilot': outcome.setUpPilot,
  'the provider meets the person and starts': delivery.deliver,
  'the release is planned': release.planRelease,
  'the person prints their passport': plan.passport,
  'the prison offers the case': handover.offer,
  'probation accepts it': handover.accept,
  'giver and taker meet': handover.meet,
  'nothing is missing for the day': release.prepare,
  'the work through the gate is not done before the gate': (walk) => release.complete(walk, false),
  'the person leaves prison': release.leave,
  'the work through the gate is done': (walk) => release.complete(walk, true),
  'the night of release is recorded': outcome.record,
  'the provider reports, and the lead concludes': delivery.report,
  'the need is met': (walk) => plan.meetNeed(walk, PROBATION),
  'the timeline tells the whole way': readTimeline,
  'the evaluator reads the pilot': outcome.readPilot,
  'the board reads its figures': outcome.readBoard,
}

/** Walks the whole way in each variant, each time in a new region, as a code works once. */
export function walkThrough(variants) {
  let browser
  before(async () => {
    browser = await launch()
  })
  after(() => browser?.close())
  for (const variant of variants) {
    test(`a person's way from reception to outcome (${variant.name})`, async (t) => {
      const server = await startRegion()
      try {
        await walk(t, new Walk(browser, server, variant))
      } finally {
        await server.stop()
      }
    })
  }
}

/** What follows a station that failed would only say so again. */
async function walk(t, walk) {
  for (const [station, go] of Object.entries(STATIONS)) {
    let failure
    await t.test(station, () => go(walk).catch((error) => Promise.reject((failure = error))))
    if (failure) throw new Error(`the walk ends here: ${station}`)
  }
  await walk.close()
}
