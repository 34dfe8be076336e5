// The whole way stands on the person's timeline, in order, in the language of the page.
import assert from 'node:assert/strict'
import { PROBATION } from './people.mjs'
import { SERVICE } from './referral.mjs'

// What each station left behind, the earliest first.
const WAY = [
  { en: /^Added to Resettle/, cy: /^Ychwanegwyd at Resettle/ },
  { en: /^Received into prison on/, cy: /^Derbyniwyd i garchar ar/ },
  { en: /^Basic screening done$/, cy: /^Gwnaed y sgrinio sylfaenol$/ },
  { en: /rated by the worker: Amber/, cy: /gradd y gweithiwr yw Oren/ },
  { en: /^Assessment submitted; red areas: 1/, cy: /^Cyflwynwyd asesiad; meysydd coch: 1/ },
  { en: /^The person set up their own account/, cy: /^Sefydlodd y person ei gyfrif/ },
  { en: /^The person said what they need/, cy: /^Dywedodd y person beth/ },
  { en: /^Step added: Apply/, cy: /^Ychwanegwyd cam: Apply/ },
  { en: /^The person challenged the plan/, cy: /^Heriodd y person y cynllun/ },
  { en: /^The challenge of the plan was answered/, cy: /^Atebwyd her y person/ },
  { en: /^The person agreed with the plan/, cy: /^Cytunodd y person â’r cynllun/ },
  { en: `Referral to ${SERVICE}: Sent`, cy: `Atgyfeiriad i ${SERVICE}: Anfonwyd` },
  { en: `Referral to ${SERVICE}: Question asked`, cy: `Atgyfeiriad i ${SERVICE}: Gofynnwyd cwestiwn` },
  { en: `Referral to ${SERVICE}: Accepted`, cy: `Atgyfeiriad i ${SERVICE}: Cytunwyd` },
  { en: `Referral to ${SERVICE}: In delivery`, cy: `Atgyfeiriad i ${SERVICE}: Yn cael ei ddarparu` },
  { en: /^Release planned for/, cy: /^Cynlluniwyd rhyddhau ar/ },
  { en: /^Handover to .*: Offered/, cy: /^Trosglwyddo i .*: Cynigiwyd/ },
  { en: /^Handover to .*: Accepted/, cy: /^Trosglwyddo i .*: Derbyniwyd/ },
  { en: /^Left prison on/, cy: /^Gadawodd y carchar ar/ },
  { en: /^Handover to .*: Complete/, cy: /^Trosglwyddo i .*: Wedi’i gwblhau/ },
  { en: /^Outcome: /, cy: /^Canlyniad: / },
  { en: `Referral to ${SERVICE} concluded (Completed)`, cy: `Daeth yr atgyfeiriad i ${SERVICE} i ben` },
  { en: /^Need closed: /, cy: /^Caewyd angen: / },
]

export async function readTimeline(walk) {
  const page = await walk.at(PROBATION, walk.path())
  await walk.check(page, 'person-whole-way')
  await page.goto(walk.path('timeline'))
  await walk.check(page, 'timeline')
  const rows = (await entries(page)).toReversed()
  let from = 0
  for (const station of WAY) {
    const told = walk.say(station)
    const found = rows.findIndex((row, at) => at >= from && (told instanceof RegExp ? told.test(row) : row.startsWith(told)))
    assert.ok(found >= 0, `${told} is missing or out of order in:\n${rows.join('\n')}`)
    from = found + 1
  }
}

/** Returns what the pages of the timeline say, the newest first. */
async function entries(page) {
  const earlier = page.locator('main a[rel=next]')
  const all = []
  for (;;) {
    all.push(...(await page.locator('main .moj-timeline__title').allInnerTexts()))
    if ((await earlier.count()) === 0) return all.map((text) => text.trim())
    await page.goto(await earlier.getAttribute('href'))
  }
}
