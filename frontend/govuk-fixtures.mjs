// Copies the official GOV.UK Frontend fixtures into crates/govuk/fixtures/govuk, keeping only
// what a port is checked against (name, options, html), one fixture a line so that a new
// release shows as a readable difference.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const components = new URL('node_modules/govuk-frontend/dist/govuk/components/', import.meta.url)
const out = new URL('../crates/govuk/fixtures/govuk/', import.meta.url)
mkdirSync(out, { recursive: true })

let count = 0
for (const entry of readdirSync(components, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue
  const source = new URL(`${entry.name}/fixtures.json`, components)
  const { fixtures } = JSON.parse(readFileSync(source, 'utf8'))
  const lines = fixtures.map(({ name, options, html }) => JSON.stringify({ name, options, html }))
  writeFileSync(new URL(`${entry.name}.json`, out), `[\n${lines.join(',\n')}\n]\n`)
  count += fixtures.length
}
console.log(`${count} GOV.UK fixtures written`)
