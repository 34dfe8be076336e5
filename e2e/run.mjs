// Runs the journeys: starts the program with a small invented region, then Node's own test runner
// over tests/, then stops the program. Name files to run only those: `node e2e/run.mjs e2e/tests/public.test.mjs`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer } from './server.mjs'

const own = fileURLToPath(new URL('tests/', import.meta.url))
const chosen = process.argv.slice(2)
const files = chosen.length > 0 ? chosen : readdirSync(own).filter((name) => name.endsWith('.test.mjs')).sort().map((name) => join(own, name))
// Two browsers at once: as many as the smallest machine we test on has cores.
const CONCURRENCY = 2

const folder = mkdtempSync(join(tmpdir(), 'resettle-e2e-'))
let server
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stop()
    process.exit(1)
  })
}

async function stop() {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}

try {
  server = await startServer(join(folder, 'data'))
  // Each test file is a process of its own; this tells it where the server is.
  const told = join(folder, 'server.json')
  writeFileSync(told, JSON.stringify({ address: server.address, accounts: server.accounts }))
  const tests = spawn(
    process.execPath,
    ['--test', '--test-reporter=spec', '--test-reporter-destination=stdout', `--test-concurrency=${CONCURRENCY}`, ...files],
    { stdio: 'inherit', env: { ...process.env, RESETTLE_E2E: told } },
  )
  const [code] = await once(tests, 'exit')
  process.exitCode = code ?? 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  await stop()
}
