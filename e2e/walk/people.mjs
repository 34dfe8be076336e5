// The people of one walk, each in a window of their own, and what several stations look at.
import assert from 'node:assert/strict'
import { openPage } from '../browser.mjs'
import { checkPage, signIn } from '../page.mjs'

/** Who walks, by what they are to the person. */
export const PRISON = 'worker.prison@demo.example'
export const PROBATION = 'worker.probation@demo.example'
export const HOUSING = 'service.housing@demo.example'
export const STRANGER = 'service.council@demo.example'
export const BOARD = 'board@demo.example'
export const EVALUATOR = 'evaluator@demo.example'

export class Walk {
  /** `id` is the person's, once they are added; `own` is their own window, once they sign in. */
  constructor(browser, server, variant) {
    this.browser = browser
    this.server = server
    this.variant = variant
    this.windows = new Map()
    this.id = ''
    this.own = null
  }

  /** Returns the account with this address. */
  account(email) {
    const found = this.server.accounts.find((one) => one.email === email)
    assert.ok(found, `no account ${email}`)
    return found
  }

  /** Returns an empty, signed-out window. */
  window() {
    return openPage(this.browser, this.variant, this.server.address)
  }

  /** Returns the window of an account, signed in. */
  async as(email) {
    if (!this.windows.has(email)) {
      const page = await this.window()
      await signIn(page, this.account(email))
      this.windows.set(email, page)
    }
    return this.windows.get(email)
  }

  /** Returns the window of an account on a page. */
  async at(email, path) {
    const page = await this.as(email)
    await page.goto(path)
    return page
  }

  /** Returns the path of the person's page, or of one below it. */
  path(section = '') {
    return section ? `/people/${this.id}/${section}` : `/people/${this.id}`
  }

  /** Returns the word for the language of this walk. */
  say({ en, cy }) {
    return this.variant.language === 'cy' ? cy : en
  }

  /** Checks the page that is open, and keeps a screenshot of it. */
  check(page, name, options) {
    return checkPage(page, `walk-${name}`, options)
  }

  /** Closes every window. */
  async close() {
    for (const page of [...this.windows.values(), this.own]) await page?.context().close()
  }
}

/** Returns what the page says, its navigation aside. */
export const words = (page) => page.innerText('main')

/** Returns how many links to this path the page has, its navigation aside. */
export const links = (page, path) => page.locator(`main a[href="${path}"]`).count()

/** Returns whether the worker's page of people says that the person is dropped. */
export async function isDropped(walk, page) {
  await page.goto('/my-people')
  const title = walk.say({ en: 'Dropped', cy: 'Wedi’u colli' })
  return (await page.locator(`[role=region][aria-label="${title}"] a[href="${walk.path()}"]`).count()) > 0
}
