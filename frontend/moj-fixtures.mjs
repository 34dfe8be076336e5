// Renders MoJ Frontend's official templates with moj-examples.mjs and keeps the results in
// crates/govuk/fixtures/moj, in the form of the GOV.UK fixtures, for the port to be checked by.
import { createRequire } from 'node:module'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import examples from './moj-examples.mjs'

// The templates print times of day; the port takes timestamps as written.
process.env.TZ = 'UTC'

const filters = createRequire(import.meta.url)('@ministryofjustice/frontend/moj/filters/all.js')
const out = new URL('../crates/govuk/fixtures/moj/', import.meta.url)
const folders = ['govuk-frontend/dist', '@ministryofjustice/frontend']
const env = nunjucks.configure(
  folders.map((folder) => fileURLToPath(new URL(`node_modules/${folder}`, import.meta.url))),
  { autoescape: true, trimBlocks: true, lstripBlocks: true }
)
for (const [name, filter] of Object.entries(filters())) env.addFilter(name, filter)

mkdirSync(out, { recursive: true })
let count = 0
for (const [component, set] of Object.entries(examples)) {
  const lines = Object.entries(set).map(([name, options]) => {
    const html = env.render(`moj/components/${component}/template.njk`, { params: options }).trim()
    return JSON.stringify({ name, options, html })
  })
  writeFileSync(new URL(`${component}.json`, out), `[\n${lines.join(',\n')}\n]\n`)
  count += lines.length
}
console.log(`${count} MoJ fixtures written`)
