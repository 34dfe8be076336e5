// Days as the site counts them: in England and Wales, whatever zone the machine is in.
const MS = 86_400_000

/** Returns a day some days from today, as its midnight in UTC. */
export function inDays(days = 0) {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' }).format(new Date()).split('/')
  const [day, month, year] = parts.map(Number)
  return new Date(Date.UTC(year, month - 1, day) + days * MS)
}

/** Returns the first Friday that is so many days ahead or later. */
export function fridayFrom(days) {
  const first = inDays(days)
  return new Date(first.getTime() + ((5 - first.getUTCDay() + 7) % 7) * MS)
}

/** Returns the three boxes of a day in a form. */
export function boxes(name, date) {
  return {
    [`${name}-day`]: String(date.getUTCDate()),
    [`${name}-month`]: String(date.getUTCMonth() + 1),
    [`${name}-year`]: String(date.getUTCFullYear()),
  }
}

/** Returns the three boxes of a day some days from today. */
export const day = (name, days = 0) => boxes(name, inDays(days))

/** Returns a day as a page writes it: `3 May 2026`, `3 Mai 2026`. */
export function inWords(date, language) {
  const locale = language === 'cy' ? 'cy' : 'en-GB'
  const format = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(locale, format).format(date)
}
