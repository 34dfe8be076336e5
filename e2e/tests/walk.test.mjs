// One person's way from need to evidence, across organisations and roles, in a browser: assessed,
// planned, referred, served, handed over, released, followed up. In both languages, with
// JavaScript and without; each time with a new region, as a code works once.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { VARIANTS, launch, openPage } from '../browser.mjs'
import { day, send } from '../form.mjs'
import { checkPage, signIn } from '../page.mjs'
import { startServer } from '../server.mjs'

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

let browser
const folder = mkdtempSync(join(tmpdir(), 'resettle-walk-'))
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

for (const variant of VARIANTS) {
  test(`a person's way from need to outcome (${variant.name})`, async () => {
    const server = await startServer(join(folder, variant.name))
    try {
      await walk(new Walk(server, variant))
    } finally {
      await server.stop()
    }
  })
}

/** The people of one walk, each in a window of their own. */
class Walk {
  constructor(server, variant) {
    this.server = server
    this.variant = variant
    this.windows = new Map()
  }

  /** Returns the window of an account, signed in. */
  async as(email) {
    if (!this.windows.has(email)) {
      const account = this.server.accounts.find((one) => one.email === email)
      const page = await openPage(browser, this.variant, this.server.address)
      await signIn(page, account)
      this.windows.set(email, page)
    }
    return this.windows.get(email)
  }
}

async function walk(walk) {
  const person = await findPerson(walk)
  await assess(walk, person)
  await plan(walk, person)
  await agree(walk)
}

/** The person who has an account here is led by the prison; their worker finds them by name. */
async function findPerson(walk) {
  const { name } = walk.server.accounts.find((one) => one.email === 'person@demo.example')
  const page = await walk.as('worker.prison@demo.example')
  await page.goto('/my-people')
  await checkPage(page, 'walk-my-people')
  const [given, ...family] = name.split(' ')
  const link = page.locator('th a[href^="/people/"]', { hasText: family.at(-1) }).filter({ hasText: given }).first()
  await link.click()
  await checkPage(page, 'walk-person')
  return page.url().split('/').at(-1)
}

async function assess(walk, person) {
  const page = await walk.as('worker.prison@demo.example')
  await page.goto(`/people/${person}/assessments`)
  await checkPage(page, 'walk-assessments')
  await send(page, `/people/${person}/assessments`)
  await page.goto(`/people/${person}/assessments`)
  await page.locator('a[href^="/assessments/"]').first().click()
  const assessment = new URL(page.url()).pathname
  await checkPage(page, 'walk-assessment')
  for (const area of AREAS) {
    await page.goto(`${assessment}/areas/${area}`)
    const names = await page.locator('main input[type=radio]').evaluateAll((all) => [...new Set(all.map((one) => one.name))])
    for (const name of names) {
      // The first answer of each question is no difficulty; the person has nowhere to go.
      const radios = page.locator(`main input[name="${name}"]`)
      await (name === 'accommodation_release' ? page.locator(`main input[name="${name}"][value=nowhere]`) : radios.first()).check()
    }
    if (area === 'accommodation') await checkPage(page, 'walk-assessment-area')
    await send(page, `${assessment}/areas/${area}`)
    if (area === 'accommodation') await checkPage(page, 'walk-assessment-rating')
  }
  await page.goto(`${assessment}/submit`)
  await checkPage(page, 'walk-assessment-check')
  const followUp = page.locator('[name=followed-up]')
  if ((await followUp.count()) > 0) await followUp.first().check()
  await send(page, `${assessment}/submit`)
  await page.goto(`/people/${person}/assessments`)
  assert.match(await page.innerText('main'), walk.variant.language === 'cy' ? /Coch/ : /Red/)
  await checkPage(page, 'walk-distance-travelled')
}

async function plan(walk, person) {
  const page = await walk.as('worker.prison@demo.example')
  await page.goto(`/people/${person}/goals`)
  const need = page.locator('select[name=need] option').nth(1)
  await send(page, `/people/${person}/goals`, {
    need: await need.getAttribute('value'),
    words: 'A room of my own',
  })
  await page.goto(`/people/${person}/plan`)
  await page.locator('a[href^="/goals/"]').first().click()
  const step = new URL(page.url()).pathname
  await checkPage(page, 'walk-step')
  await send(page, step, { 'step-words': 'Apply for supported housing', actor: 'together', ...day('due', 10) })
  await page.goto(`/people/${person}/plan`)
  assert.match(await page.innerText('main'), /Apply for supported housing/)
  await checkPage(page, 'walk-plan')
}

async function agree(walk) {
  const page = await walk.as('person@demo.example')
  await page.goto('/my-plan')
  await checkPage(page, 'walk-my-plan')
  await send(page, '/my-plan/answer', { view: 'agree' })
  await page.goto('/my-plan/passport')
  await checkPage(page, 'walk-passport')
}
