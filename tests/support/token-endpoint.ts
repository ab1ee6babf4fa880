import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { Certified } from '../../src-main/certificates/certificate-authority.ts'

export interface TokenEndpointOptions {
  readonly clientId: string
  readonly clientSecret: string
  /** Null: spoken without encryption. */
  readonly certificate?: Certified | null
  readonly token: (scope: string | null) => string
  readonly expiresInSeconds?: number
}

export interface TestTokenEndpoint extends AsyncDisposable {
  readonly url: string
  /** How many tokens it has handed out. */
  readonly handedOut: number
}

/** An OAuth 2 server that hands out tokens to a client that shows its secret (RFC 6749, 4.4), and to nobody else. */
export async function startTokenEndpoint(options: TokenEndpointOptions): Promise<TestTokenEndpoint> {
  const { certificate = null } = options
  const state = { handedOut: 0 }
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { status, answer } = answerTo(request, new URLSearchParams(body), options)
    if (status === 200) state.handedOut += 1
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
  }
  const listener = (request: IncomingMessage, response: ServerResponse): void => void serve(request, response)
  const server =
    certificate === null
      ? createHttp(listener)
      : createHttps({ key: certificate.keyPem, cert: certificate.certificatePem }, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port.')
  return {
    url: `${certificate === null ? 'http' : 'https'}://localhost:${address.port}/token`,
    get handedOut() {
      return state.handedOut
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function answerTo(request: IncomingMessage, form: URLSearchParams, options: TokenEndpointOptions) {
  const { clientId, clientSecret, token, expiresInSeconds = 300 } = options
  const wanted = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  if (request.headers.authorization !== wanted) {
    return { status: 401, answer: { error: 'invalid_client', error_description: 'Nobody knows this client.' } }
  }
  if (request.method !== 'POST' || form.get('grant_type') !== 'client_credentials') {
    return { status: 400, answer: { error: 'unsupported_grant_type' } }
  }
  return { status: 200, answer: { access_token: token(form.get('scope')), expires_in: expiresInSeconds } }
}
