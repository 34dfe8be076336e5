// The program under test, with a small invented region: the same people at every run, because the
// seed is fixed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const PROGRAM = process.env.RESETTLE_PROGRAM ?? fileURLToPath(new URL('../target/debug/resettle', import.meta.url))
const PEOPLE = 60
const SEED = 1
// Loading the region takes a second or two; a busy machine may need many times that.
const START_LIMIT_MS = 120_000
// A graceful stop waits for open requests, of which there are none.
const STOP_LIMIT_MS = 10_000

/**
 * Starts the program on a free port, with a new database in a folder.
 *
 * Returns its address, its accounts (`{ role, email, password, totp_secret, name, organisation }`)
 * and how to stop it.
 */
export async function startServer(folder, { limited = false, people = PEOPLE } = {}) {
  const options = ['demo', '--fresh', '--people', people, '--seed', SEED, '--port', 0, '--data', folder, '--print-json']
  // One person does here in a minute what others do in a day.
  if (!limited) options.push('--unlimited')
  const child = spawn(PROGRAM, options.map(String), { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal}`))
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    await gone
    clearTimeout(kill)
  }
  const started = firstJson(child.stdout)
  let late
  const timer = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error(`${PROGRAM} gave no address within ${START_LIMIT_MS / 1000} s`)), START_LIMIT_MS)
  })
  try {
    const broken = ended.then((how) => Promise.reject(new Error(`${PROGRAM} ended before it gave its address (${how})`)))
    broken.catch(() => {})
    const { address, accounts } = await Promise.race([started, broken, timer])
    return { address, accounts, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(late)
  }
}

/** Resolves with the first line that is a JSON object; later lines are read and dropped. */
function firstJson(stream) {
  return new Promise((resolve, reject) => {
    createInterface({ input: stream }).on('line', (line) => {
      if (!line.startsWith('{')) return
      try {
        resolve(JSON.parse(line))
      } catch (error) {
        reject(error)
      }
    })
  })
}
