// The checks themselves: each must find what it is for, on small pages made to be wrong.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { VARIANTS, launch, openPage } from '../browser.mjs'
import { checkPage, signIn } from '../page.mjs'
import { totp } from '../totp.mjs'

const ACCOUNT = { email: 'a@example.test', password: 'secret', totp_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }
const form = (action, ...names) => {
  const fields = names.map((name) => `<label>${name} <input name="${name}"></label>`).join('')
  return `<form method="post" action="${action}">${fields}<button type="submit">Go</button></form>`
}
const BODIES = {
  '/good': '<main><h1>Good</h1></main>',
  '/unlabelled': '<main><h1>Bad</h1><input name="a"></main>',
  '/wide': '<main><h1>Bad</h1><div style="width: 400px">wide</div></main>',
  '/scrolls': '<main><h1>Good</h1><div tabindex="0" style="overflow-x: auto"><div style="width: 400px">wide</div></div></main>',
  '/broken': '<main><h1>Bad</h1><script>nothing()</script></main>',
  '/missing': '<main><h1>[sign-in-title]</h1></main>',
  '/sign-in': `<main><h1>In</h1>${form('/sign-in', 'email', 'password')}</main>`,
  '/sign-in/code': `<main><h1>Code</h1>${form('/sign-in/code', 'code')}</main>`,
}

let browser
let address
let posted
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    if (request.method === 'POST') {
      posted.push(body)
      const next = request.url === '/sign-in' ? '/sign-in/code' : '/good'
      response.writeHead(303, { location: next }).end()
      return
    }
    // The window of the checker asks for icons, and has no language.
    const language = /lang=(\w+)/.exec(request.headers.cookie)?.[1] ?? 'en'
    const lang = request.url === '/wrong-language' ? 'de' : language
    const content = BODIES[request.url] ?? BODIES['/good']
    // As strict as that of the program, so that the checker is known to work under it.
    const policy = request.url === '/good' ? "default-src 'self'" : "default-src 'self' 'unsafe-inline'"
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
    response.writeHead(request.url === '/favicon.ico' ? 204 : 200, headers)
    const head = '<meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title>'
    response.end(`<!DOCTYPE html><html lang="${lang}"><head>${head}</head><body>${content}</body></html>`)
  })
})

before(async () => {
  posted = []
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${server.address().port}`
  browser = await launch()
})
after(async () => {
  await browser?.close()
  server.closeAllConnections()
  server.close()
})

async function check(path, variant, refusal) {
  const page = await openPage(browser, variant, address)
  await page.goto(path)
  const checked = checkPage(page, `checks${path}`)
  await (refusal ? assert.rejects(checked, refusal) : checked)
  await page.context().close()
}

for (const variant of VARIANTS) {
  test(`pages are told apart (${variant.name})`, async () => {
    await check('/good', variant)
    await check('/scrolls', variant)
    await check('/unlabelled', variant, /accessibility/)
    await check('/wide', variant, /wider than 320 px/)
    await check('/wrong-language', variant, /language of the page/)
    await check('/missing', variant, /message is missing/)
  })
}

test('errors of scripts are found', () => check('/broken', VARIANTS[0], /errors in the browser/))

test('signing in sends the address, the password and the code of now', async () => {
  for (const variant of VARIANTS) {
    posted = []
    const page = await openPage(browser, variant, address)
    await signIn(page, ACCOUNT)
    assert.equal(posted[0], 'email=a%40example.test&password=secret')
    assert.match(posted[1], /^code=\d{6}$/)
    await page.context().close()
  }
})

test('codes are those of RFC 6238, appendix B', () => {
  const check = (seconds, expected) => assert.equal(totp(ACCOUNT.totp_secret, seconds * 1000), expected)
  check(59, '287082')
  check(1111111109, '081804')
  check(1111111111, '050471')
  check(1234567890, '005924')
  check(2000000000, '279037')
  check(20000000000, '353130')
})
