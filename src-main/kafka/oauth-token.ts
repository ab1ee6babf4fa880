import { request as requestHttp } from 'node:http'
import { request as requestHttps, type RequestOptions } from 'node:https'
import { rootCertificates } from 'node:tls'
import { z } from 'zod'
import type { TokenEndpoint } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import { LoginImpossibleError } from './kafka-errors.ts'
import { explainSystemError } from './system-errors.ts'

/** The part of a token's lifetime for which it is used again. */
const usedShare = 0.8
const timeoutMs = 10_000
const maxAnswerBytes = 1 << 20

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().optional() })
const errorAnswer = z.object({ error: z.string(), error_description: z.string().optional() })

interface Kept {
  readonly token: Promise<string>
  readonly until: { ms: number }
}

/** The connections of a cluster share the object that says where its tokens come from, and so its token. */
const kept = new WeakMap<TokenEndpoint, Kept>()

/**
 * A token for a client that shows its secret (RFC 6749, 4.4); one that lasts is used again.
 * @throws LoginImpossibleError with what the endpoint answered
 */
export function oauthToken(endpoint: TokenEndpoint): Promise<string> {
  const known = kept.get(endpoint)
  if (known !== undefined && performance.now() < known.until.ms) return known.token
  // As long as it is being fetched, everybody waits for the same one.
  const until = { ms: Number.POSITIVE_INFINITY }
  const token = fetchToken(endpoint).then(({ access_token: text, expires_in: seconds = 0 }) => {
    until.ms = performance.now() + seconds * 1000 * usedShare
    return text
  })
  token.catch(() => kept.delete(endpoint))
  kept.set(endpoint, { token, until })
  return token
}

async function fetchToken(endpoint: TokenEndpoint): Promise<z.infer<typeof tokenAnswer>> {
  const fail = (why: string) =>
    new LoginImpossibleError(texts.kafka.token.none(endpoint.url, why), texts.kafka.token.remedy)
  const { status, text } = await post(endpoint).catch((error: unknown) => {
    throw fail(error instanceof Error ? explainSystemError(error) : String(error))
  })
  const answer = parseJson(text)
  const refusal = errorAnswer.safeParse(answer)
  if (refusal.success) throw fail([refusal.data.error, refusal.data.error_description ?? ''].join(' ').trim())
  const given = tokenAnswer.safeParse(answer)
  if (status < 200 || status > 299 || !given.success) throw fail(texts.kafka.token.status(status))
  return given.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function post({ url, clientId, clientSecret, scope, ca }: TokenEndpoint): Promise<{ status: number; text: string }> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === null ? {} : { scope }) })
  const body = form.toString()
  // Not encoded once more, as RFC 6749 has it: Kafka's own client does not, unless it is told to.
  const credentials = `${clientId}:${clientSecret}`
  const options: RequestOptions = {
    method: 'POST',
    timeout: timeoutMs,
    headers: {
      Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': Buffer.byteLength(body),
      Accept: 'application/json',
    },
    ...(ca === null ? {} : { ca: [...rootCertificates, ca] }),
  }
  const send = new URL(url).protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > maxAnswerBytes) request.destroy(new Error(texts.kafka.token.endless))
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.on('error', reject)
    })
    request.on('timeout', () => request.destroy(new Error(texts.kafka.token.silent(timeoutMs / 1000))))
    request.on('error', reject)
    request.end(body)
  })
}
