// Makes the style sheets, scripts and icons that Resettle serves from the official packages,
// without the GOV.UK identity, which only services on gov.uk may carry: no GDS Transport, no
// crest, crown or logotype, no GOV.UK header, and another blue.
//
// Every reference from one file to another is by its content-hashed name, as the server has it.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'

const packages = new URL('node_modules/', import.meta.url)
const govuk = new URL('govuk-frontend/dist/govuk/', packages)
const moj = new URL('@ministryofjustice/frontend/moj/', packages)
const out = new URL('../crates/govuk/assets/', import.meta.url)

const FONTS = 'arial, sans-serif'
const BRAND = /(--govuk-brand-colour[:,]\s*)#1d70b8/g
// A dark teal: 8.5:1 on white (WCAG AAA asks 7:1), and clearly not the blue of GOV.UK.
const ACCENT = '#1f5360'
// Where the blue stood for "blue" (a tag, a badge), a navy of 10:1 on white.
const BLUE = '#12436d'
const IDENTITY = /crest|crown|logotype|copyright-logo|govuk-header|moj-header__logo/
// Parts of the MoJ package we do not build pages with; their rules ask for icons or branding.
const UNUSED = /rich-text-editor|probation-common|multi-file-upload|moj-header/

/** Splits CSS into its top-level rules: `{ head, body }`, body null for `@import` and the like. */
function rules(css) {
  const found = []
  let depth = 0
  let start = 0
  let open = 0
  for (let at = 0; at < css.length; at += 1) {
    const character = css[at]
    if (character === '"' || character === "'") {
      for (at += 1; css[at] !== character; at += 1) if (css[at] === '\\') at += 1
    } else if (character === '(' && css.startsWith('url(', at - 3)) {
      at = css.indexOf(')', at)
    } else if (character === '{') {
      if (depth === 0) open = at
      depth += 1
    } else if (character === '}') {
      depth -= 1
      if (depth === 0) {
        found.push({ head: css.slice(start, open), body: css.slice(open + 1, at) })
        start = at + 1
      }
    } else if (character === ';' && depth === 0) {
      found.push({ head: css.slice(start, at), body: null })
      start = at + 1
    }
  }
  return found
}

/** Writes CSS back without fonts, comments, and rules whose selectors are all unwanted. */
function cleaned(css) {
  return rules(css.replace(/\/\*[^]*?\*\//g, '')).map(({ head, body }) => {
    head = head.trim()
    if (body === null) return head.startsWith('@charset') ? '' : `${head};`
    if (/^@font-face/.test(head)) return ''
    if (/^@(media|supports|container|layer|-moz-document)/.test(head)) {
      const inner = cleaned(body)
      return inner && `${head}{${inner}}`
    }
    if (head.startsWith('@')) return `${head}{${body}}`
    const kept = selectors(head).filter((one) => !IDENTITY.test(one) && !UNUSED.test(one))
    return kept.length ? `${kept.join(',')}{${body}}` : ''
  }).join('')
}

/** Splits a selector list at the commas outside brackets. */
function selectors(head) {
  let depth = 0
  const list = ['']
  for (const character of head) {
    if (character === '(' || character === '[') depth += 1
    if (character === ')' || character === ']') depth -= 1
    if (character === ',' && depth === 0) list.push('')
    else list[list.length - 1] += character
  }
  return list
}

/** FNV-1a, 64 bits: the same as crates/govuk/src/assets.rs, and its tests compare them. */
function hash(bytes) {
  let state = 0xcbf29ce484222325n
  for (const byte of bytes) state = BigInt.asUintN(64, (state ^ BigInt(byte)) * 0x100000001b3n)
  return state.toString(16).padStart(16, '0')
}

function hashedName(name) {
  const [stem, extension] = name.split('.')
  return `${stem}-${hash(readFileSync(new URL(name, out)))}.${extension}`
}

function write(name, text) {
  writeFileSync(new URL(name, out), text)
}

const version = (name) => JSON.parse(readFileSync(new URL(`${name}/package.json`, packages))).version
function styles(name, source) {
  const css = cleaned(readFileSync(source, 'utf8'))
    .replace(/GDS Transport,\s*arial,\s*sans-serif/g, FONTS)
    .replace(BRAND, `$1${ACCENT}`)
    .replace(/#1d70b8/g, BLUE)
    .replace(/url\(\/assets\/images\/([a-z0-9-]+\.svg)\)/g, (_, icon) => {
      write(icon, readFileSync(new URL(`assets/images/${icon}`, moj), 'utf8'))
      return `url(${hashedName(icon)})`
    })
  return `${heading(name)}${css}\n`
}

function heading(name) {
  return `/* ${name} ${version(name)}, MIT licence, changed: see frontend/neutral.mjs */\n`
}

function script(name, source) {
  const code = readFileSync(source, 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, '')
  return `${heading(name)}${code.trimEnd()}\n`
}

mkdirSync(out, { recursive: true })
for (const name of readdirSync(out)) rmSync(new URL(name, out))
write('govuk.css', styles('govuk-frontend', new URL('govuk-frontend.min.css', govuk)))
write('moj.css', styles('@ministryofjustice/frontend', new URL('moj-frontend.min.css', moj)))
write('govuk.js', script('govuk-frontend', new URL('govuk-frontend.min.js', govuk)))
write('moj.js', script('@ministryofjustice/frontend', new URL('moj-frontend.min.js', moj)))
write('resettle.js', `// Starts the components of both libraries on the page that loads this module.
import { initAll as startGovuk } from './${hashedName('govuk.js')}'
import { initAll as startMoj } from './${hashedName('moj.js')}'

startGovuk()
startMoj()
`)
console.log(readdirSync(out).map((name) => hashedName(name)).join('\n'))
