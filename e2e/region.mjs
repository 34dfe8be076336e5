// A region of its own for a file of journeys: what they add meets nobody else's, and no other file
// uses the one-time codes of the same moment.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './server.mjs'

/** Starts the program with a region that is removed when it stops; `account` is whoever has an address. */
export async function startRegion(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'resettle-region-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const server = await startServer(join(folder, 'data'), options)
    const stop = () => server.stop().finally(remove)
    // Every account of an invented region signs in alike, also those that are not printed.
    const { password, totp_secret } = server.accounts[0]
    const account = (email) => ({ email, password, totp_secret })
    return { ...server, account, stop }
  } catch (error) {
    remove()
    throw error
  }
}
