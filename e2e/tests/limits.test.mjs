// Whoever is too fast is told so, and loses nothing: what was typed is sent again by a reload. On a server
// of its own, because the others' has no limits.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CORNERS, launch, openPage } from '../browser.mjs'
import { checkPage, submit } from '../page.mjs'
import { startServer } from '../server.mjs'

// More than the limit of an address lets through at once.
const MANY = 1_000
const folder = mkdtempSync(join(tmpdir(), 'resettle-limits-'))

let browser
let server
before(async () => {
  browser = await launch()
  server = await startServer(join(folder, 'data'), { limited: true })
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Asks for a page until the answer is this one; a token comes back in half a second. */
async function until(status, ask) {
  for (let tries = 0; tries < MANY; tries += 1) {
    const response = await ask()
    if (response.status === status) return
    if (status === 200) await new Promise((resolve) => setTimeout(resolve, 500))
  }
  assert.fail(`no answer was ${status}`)
}

/** Uses up every token that comes back, until it is told to stop. */
function useUp() {
  let going = true
  const ended = (async () => {
    while (going) await fetch(`${server.address}/sign-in`)
  })()
  return () => {
    going = false
    return ended
  }
}

for (const variant of CORNERS) {
  test(`what was typed is sent again by a reload (${variant.name})`, async () => {
    const page = await openPage(browser, variant, server.address)
    await until(200, async () => ({ status: (await page.goto('/sign-in')).status() }))
    const title = variant.language === 'cy' ? 'Rydych yn mynd yn gyflymach' : 'You are going faster'
    // The one token that comes back meanwhile may be the browser's: then once more.
    for (let tries = 0; tries < 20 && !(await page.title()).startsWith(title); tries += 1) {
      await page.fill('[name=email]', 'nobody@example.test')
      await page.fill('[name=password]', 'not the password')
      await until(429, () => fetch(`${server.address}/sign-in`))
      const stop = useUp()
      await submit(page, '/sign-in')
      await stop()
    }
    assert.ok((await page.title()).startsWith(title), await page.title())
    // Where the browser had the token, the wrong password was refused first.
    await checkPage(page, 'too-fast', { expected: [/status of 4(22|29)/] })
    await until(422, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return { status: (await page.reload()).status() }
    })
    assert.equal(await page.inputValue('[name=email]'), 'nobody@example.test', 'what was typed is there')
    await page.context().close()
  })
}
