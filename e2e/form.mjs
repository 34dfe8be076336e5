// Filling in a form as a person would: by the name of each field, whatever kind it is.
import assert from 'node:assert/strict'
import { submit } from './page.mjs'

/** Fills the form with this action and sends it; checks that it was taken. */
export async function send(page, action, fields = {}) {
  const form = page.locator(`form[action="${action}"]`).first()
  for (const [name, value] of Object.entries(fields)) await fill(form, name, value)
  await submit(page, action)
  const problem = page.locator('.govuk-error-summary')
  if ((await problem.count()) > 0) assert.fail(`${action} was refused: ${await problem.innerText()}`)
}

/** Fills in one field of a form. */
async function fill(form, name, value) {
  const field = form.locator(`[name="${name}"]`).first()
  const kind = await field.evaluate((element) => (element.tagName === 'SELECT' ? 'select' : element.type))
  if (kind === 'select') await field.selectOption(value)
  else if (kind === 'radio' || kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).check()
  else await field.fill(value)
}

/** Returns the three boxes of a date some days from today. */
export function day(name, daysFromToday = 0) {
  const date = new Date(Date.now() + daysFromToday * 86_400_000)
  return {
    [`${name}-day`]: String(date.getDate()),
    [`${name}-month`]: String(date.getMonth() + 1),
    [`${name}-year`]: String(date.getFullYear()),
  }
}
