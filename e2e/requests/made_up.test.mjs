// Requests that nobody would send: made up by schemathesis from the OpenAPI document, as each role.
// No answer may be a fault of ours, or one that the document does not know.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { totp } from '../totp.mjs'

const { address, accounts } = JSON.parse(readFileSync(process.env.RESETTLE_E2E, 'utf8'))
const SCHEMATHESIS = process.env.RESETTLE_SCHEMATHESIS
const SEED = '1'
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance'
// Together they may open almost every route; that each role is refused what is not its own is the matrix's.
const ROLES = ['resettlement_worker', 'administrator', 'evaluator']

const folder = mkdtempSync(join(tmpdir(), 'resettle-requests-'))
after(() => rmSync(folder, { recursive: true, force: true }))

// Signing out or changing what one signs in with would end the session that everything else is asked in.
const ENDS_THE_SESSION = ['/sign-out', '/account/sign-out-everywhere', '/account/sessions/{id}/end', '/account/password', '/account/second-factor', '/sign-in', '/sign-in/code']

/** Writes the document for schemathesis and returns where it is. */
function writeDocument() {
  const printed = spawnSync(process.env.RESETTLE_PROGRAM, ['openapi'], { encoding: 'utf8' })
  assert.equal(printed.status, 0, printed.stderr)
  const file = join(folder, 'openapi.json')
  writeFileSync(file, printed.stdout)
  return file
}

const DOCUMENT = writeDocument()

/** Signs in as a browser does, and returns the session's cookie. */
async function signIn(account) {
  const post = (path, fields, cookie = '') =>
    fetch(address + path, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(fields) })
  const cookie = (answer) => answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const first = await post('/sign-in', { email: account.email, password: account.password })
  const second = await post('/sign-in/code', { code: totp(account.totp_secret) }, cookie(first))
  assert.equal(second.status, 303, `${account.email} could not sign in`)
  return cookie(second)
}

// Every kind of wrong value of each field, once: minutes, and not hours.
function ask(cookie, more) {
  const asked = ['run', DOCUMENT, '--url', address, '--checks', CHECKS, '--seed', SEED, '--no-color', '--phases', 'coverage', ...more]
  if (cookie) asked.push('--header', `Cookie: ${cookie}`)
  const ended = spawnSync(SCHEMATHESIS, asked, { encoding: 'utf8', maxBuffer: 1 << 28, cwd: folder })
  assert.equal(ended.status, 0, (ended.stdout + ended.stderr).slice(-20000))
}

test('requests of a visitor who is not signed in', () => ask('', []))

for (const role of ROLES) {
  test(`requests of a ${role.replaceAll('_', ' ')}`, async () => {
    const account = accounts.find((one) => one.role === role)
    assert.ok(account, `the demo has a ${role}`)
    ask(await signIn(account), ENDS_THE_SESSION.flatMap((path) => ['--exclude-path', path]))
  })
}
