// Filling in a form as a person would: by the name of each field, whatever kind it is.
import assert from 'node:assert/strict'

/** Fills the form with this action and sends it; checks that it was taken. */
export async function send(page, action, fields = {}, button = '') {
  await press(page, action, fields, button)
  const problem = page.locator('.govuk-error-summary')
  if ((await problem.count()) > 0) assert.fail(`${action} was refused: ${await problem.innerText()}`)
}

/**
 * Fills the form with this action and sends it, whatever comes of it.
 *
 * `button` is the value of the button to press, where a form has several.
 */
export async function press(page, action, fields = {}, button = '') {
  const form = page.locator(`form[action="${action}"]`).first()
  await unfold(form)
  for (const [name, value] of Object.entries(fields)) await fill(form, name, value)
  const which = button ? `button[value="${button}"]` : 'button[type=submit], button:not([type])'
  await Promise.all([page.waitForNavigation(), form.locator(which).first().click()])
}

/** Opens the fold that a form is in, as somebody must who wants to use it. */
async function unfold(form) {
  const fold = form.locator('xpath=ancestor::details[not(@open)]')
  if ((await fold.count()) > 0) await fold.locator('summary').click()
}

/** Fills in one field of a form. */
async function fill(form, name, value) {
  const field = form.locator(`[name="${name}"]`).first()
  const kind = await field.evaluate((element) => (element.tagName === 'SELECT' ? 'select' : element.type))
  if (kind === 'select') await field.selectOption(value)
  else if (kind === 'file') await field.setInputFiles(value)
  else if (kind === 'radio' || kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).check()
  else if (kind !== 'hidden') await field.fill(value)
}
