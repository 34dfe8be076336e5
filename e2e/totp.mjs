// One-time codes as an authenticator app makes them: RFC 6238 with SHA-1, 6 digits, 30 seconds.
import { createHmac } from 'node:crypto'

export const STEP_SECONDS = 30
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Returns the code of a base 32 secret at a time in milliseconds. */
export function totp(secret, time = Date.now()) {
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(time / 1000 / STEP_SECONDS)))
  const mac = createHmac('sha1', base32(secret)).update(step).digest()
  const offset = mac[mac.length - 1] & 15
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000
  return String(number).padStart(6, '0')
}

/** Resolves when the code of now is no longer that of now. */
export function nextStep(time = Date.now()) {
  const step = STEP_SECONDS * 1000
  return new Promise((resolve) => setTimeout(resolve, step - (time % step) + 100))
}

function base32(text) {
  let bits = 0
  let value = 0
  const bytes = []
  for (const character of text.replace(/[=\s]/g, '').toUpperCase()) {
    const index = ALPHABET.indexOf(character)
    if (index < 0) throw new Error(`${character} is not base 32`)
    value = (value << 5) | index
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >>> bits) & 255)
      value &= (1 << bits) - 1
    }
  }
  return Buffer.from(bytes)
}
