// Single sign-on through a real provider: an account is tied to it once by its holder, and from then on
// signing in there signs in here, with our own code unless two factors were given there.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CORNERS, launch, openPage } from '../browser.mjs'
import { press, send } from '../form.mjs'
import { checkPage } from '../page.mjs'
import { TWO_FACTORS, freePort, startProvider } from '../provider.mjs'
import { PROGRAM } from '../server.mjs'
import { STEP_SECONDS, totp } from '../totp.mjs'

const PASSWORD = 'seven quiet herons'
const SECRET = 'what only the two know: & so'
const ORGANISATION = 'Harbour Steps'
const START_TRIES = 600

let browser
let provider
let site
before(async () => {
  browser = await launch()
  const address = `http://127.0.0.1:${await freePort()}`
  provider = await startProvider({ client_id: 'resettle', client_secret: SECRET, redirect_uri: `${address}/sign-in/through` })
  site = await startSite(address, provider.issuer)
})
after(async () => {
  await browser?.close()
  await site?.stop()
  await provider?.stop()
})

/** Starts the program as `resettle serve` runs it, with an organisation that has a provider. */
async function startSite(address, issuer) {
  const folder = mkdtempSync(join(tmpdir(), 'resettle-single-sign-on-'))
  const database = `sqlite:${join(folder, 'site.db')}`
  const settings = join(folder, 'resettle.toml')
  writeFileSync(settings, `
    database = "${database}"
    listen = "${new URL(address).host}"
    secure_cookies = false
    site = "${address}"
    [[single_sign_on]]
    organisation = "${ORGANISATION}"
    issuer = "${issuer}"
    client_id = "resettle"
    client_secret_env = "SECRET_OF_A_JOURNEY"
    private = true
  `)
  const invite = (email) => {
    const options = ['invite', '--database', database, '--email', email, '--name', 'Heledd Price', '--organisation-name', ORGANISATION, '--site', address]
    return execFileSync(PROGRAM, options, { encoding: 'utf8' }).match(/\/invitation\/[0-9a-f]+/)[0]
  }
  invite('first@demo.example')
  const env = { ...process.env, SECRET_OF_A_JOURNEY: SECRET, RUST_LOG: 'warn' }
  const child = spawn(PROGRAM, ['serve', '--config', settings], { stdio: ['ignore', 'ignore', 'inherit'], env })
  for (let tries = 0; ; tries += 1) {
    const answered = await fetch(`${address}/health`).then((answer) => answer.ok, () => false)
    if (answered) break
    assert.ok(tries < START_TRIES && child.exitCode === null, 'the site did not start')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  return { address, invite, stop }
}

/** A code that was not used yet: the next step's is let through too. */
const nextCode = (secret) => totp(secret, Date.now() + STEP_SECONDS * 1000)

/** Says who one is at the provider, where it asks, and comes back to the page with the button. */
async function whoAtProvider(page, name) {
  if (page.url().startsWith(provider.issuer)) {
    await page.fill('[name=name]', name)
    await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')])
  }
  assert.equal(new URL(page.url()).pathname, '/sign-in/through')
}

/** Goes to the sign-in page and from there to the provider. */
async function leave(page) {
  await page.goto('/sign-in')
  await page.goto(await page.getAttribute('a[href^="/sign-in/through/"]', 'href'))
}

for (const variant of CORNERS) {
  const name = (page) => `single-sign-on-${page}`

  test(`an account is tied once, and then signs in through its organisation (${variant.name})`, async () => {
    const email = `heledd.${variant.name}@demo.example`
    const page = await openPage(browser, variant, site.address)
    const invitation = site.invite(email)
    await page.goto(invitation)
    const secret = (await page.innerText('main code')).replace(/\s/g, '')
    await send(page, invitation, { password: PASSWORD, code: totp(secret) })
    await page.goto('/account')
    await page.goto(await page.getAttribute('a[href="/account/single-sign-on"]', 'href'))
    await checkPage(page, name('untied'))
    await page.goto(await page.getAttribute('a[href="/account/single-sign-on/begin"]', 'href'))
    await whoAtProvider(page, `heledd.${variant.name}`)
    await checkPage(page, name('back-to-tie'))
    await send(page, '/account/single-sign-on')
    assert.equal(new URL(page.url()).pathname, '/account/single-sign-on')
    await checkPage(page, name('tied'))
    await send(page, '/sign-out')

    // The provider still knows this browser and asks nothing; of two factors it knows one.
    await page.goto('/sign-in')
    await checkPage(page, name('sign-in'))
    await leave(page)
    await whoAtProvider(page, `heledd.${variant.name}`)
    await checkPage(page, name('back'))
    await send(page, '/sign-in/through')
    assert.equal(new URL(page.url()).pathname, '/sign-in/code', 'one factor is not enough')
    await send(page, '/sign-in/code', { code: nextCode(secret) })
    assert.equal(new URL(page.url()).pathname, '/accounts')
  })

  test(`who gave two factors there gives no code here (${variant.name})`, async () => {
    const who = `${TWO_FACTORS}.${variant.name}`
    const page = await openPage(browser, variant, site.address)
    const invitation = site.invite(`${who}@demo.example`)
    await page.goto(invitation)
    const secret = (await page.innerText('main code')).replace(/\s/g, '')
    await send(page, invitation, { password: PASSWORD, code: totp(secret) })
    await page.goto('/account/single-sign-on/begin')
    await whoAtProvider(page, who)
    await send(page, '/account/single-sign-on')
    await send(page, '/sign-out')
    await leave(page)
    await whoAtProvider(page, who)
    await send(page, '/sign-in/through')
    assert.equal(new URL(page.url()).pathname, '/accounts')
    // What is sensitive is open at once: the two factors were given just now.
    await page.goto('/account/password')
    assert.equal(new URL(page.url()).pathname, '/account/password')
  })

  test(`whom nobody knows here, and who was not let in there, is told what to do (${variant.name})`, async () => {
    const page = await openPage(browser, variant, site.address)
    await leave(page)
    await whoAtProvider(page, 'nobody')
    await checkPage(page, name('stopped'), { expected: [/status of 400/] })
    const other = await openPage(browser, variant, site.address)
    await leave(other)
    await whoAtProvider(other, `stranger.${variant.name}`)
    await press(other, '/sign-in/through')
    await checkPage(other, name('not-tied'), { expected: [/status of 403/] })
    await other.goto('/sign-in/through?code=of-nobody&state=of-nobody')
    await checkPage(other, name('not-begun'), { expected: [/status of 400/] })
  })
}
