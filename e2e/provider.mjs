// An organisation's own sign-in, for a journey: a certified provider of OpenID Connect (the npm package
// oidc-provider) with a page of ours that asks who somebody is. No password: nobody here is real.
import { once } from 'node:events'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

/** Whoever signs in by this name gives two factors there, and anybody else one. */
export const TWO_FACTORS = 'two.factors'

/** Returns a port that is free at the moment. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the provider for one client; returns its address and how to stop it. */
export async function startProvider({ client_id, client_secret, redirect_uri }) {
  const issuer = `http://127.0.0.1:${await freePort()}`
  const provider = new Provider(issuer, {
    clients: [{ client_id, client_secret, redirect_uris: [redirect_uri], response_types: ['code'], grant_types: ['authorization_code'] }],
    claims: { openid: ['sub', 'amr', 'auth_time'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['for a journey only'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, interaction) => `/who/${interaction.uid}` },
    // Whoever is let in has agreed to be: the organisation's own sites need no consent.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Grant: 600, Session: 600 },
  })
  const answer = provider.callback()
  const server = createServer(async (request, response) => {
    if (!request.url.startsWith('/who/')) return answer(request, response)
    if (request.method === 'POST') return letIn(provider, request, response)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><head><title>Who are you?</title><link rel="icon" href="data:,"></head>
      <body><main><h1>Who are you?</h1><form method="post" action="${request.url}">
      <label>Name <input name="name"></label> <button type="submit">Sign in</button></form></main></body></html>`)
  })
  server.listen(Number(new URL(issuer).port), '127.0.0.1')
  await once(server, 'listening')
  return { issuer, stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) }
}

async function letIn(provider, request, response) {
  let body = ''
  for await (const part of request) body += part
  const accountId = new URLSearchParams(body).get('name')
  const amr = accountId.startsWith(TWO_FACTORS) ? ['pwd', 'otp'] : ['pwd']
  if (accountId === 'nobody') {
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'not let in' })
  }
  return provider.interactionFinished(request, response, { login: { accountId, amr } })
}
