import { createHash, createHmac } from 'node:crypto'

/*
 * AWS Signature Version 4:
 *
 *   canonical request  method \n path \n query \n headers \n\n signed headers \n SHA-256 of the payload
 *   string to sign     AWS4-HMAC-SHA256 \n time \n date/region/service/aws4_request \n SHA-256 of the canonical request
 *   key                HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")
 */

export const awsAlgorithm = 'AWS4-HMAC-SHA256'

export interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary credentials; null for those that last. */
  readonly sessionToken: string | null
}

export interface SigningScope {
  readonly time: Date
  readonly region: string
  readonly service: string
}

export interface CanonicalRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 in hex, or the word that stands for a payload that is not signed. */
  readonly payloadHash: string
}

/** `20150830T123600Z`. */
export function awsTime(time: Date): string {
  return time.toISOString().replaceAll(/[-:]|\.\d+/g, '')
}

/** `20150830/us-east-1/service/aws4_request`. */
export function credentialScope({ time, region, service }: SigningScope): string {
  return `${awsTime(time).slice(0, 8)}/${region}/${service}/aws4_request`
}

/** Hex. */
export function awsSignature(request: CanonicalRequest, scope: SigningScope, secretAccessKey: string): string {
  const canonical = canonicalRequest(request)
  const text = [awsAlgorithm, awsTime(scope.time), credentialScope(scope), sha256(canonical)].join('\n')
  return hmac(signingKey(secretAccessKey, scope), text).toString('hex')
}

export function signingKey(secretAccessKey: string, { time, region, service }: SigningScope): Buffer {
  const parts = [awsTime(time).slice(0, 8), region, service, 'aws4_request']
  return parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`))
}

export function signedHeaders(headers: CanonicalRequest['headers']): string {
  return Object.keys(headers).toSorted(byCode).join(';')
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function canonicalRequest({ method, path, query, headers, payloadHash }: CanonicalRequest): string {
  const pairs = Object.entries(query).map(([name, value]) => [encode(name), encode(value)] as const)
  const ordered = pairs.toSorted(([a, x], [b, y]) => byCode(a, b) || byCode(x, y))
  const lines = Object.entries(headers)
    .toSorted(([a], [b]) => byCode(a, b))
    .map(([name, value]) => `${name}:${value.trim().replaceAll(/ +/g, ' ')}\n`)
  return [
    method,
    path,
    ordered.map(([name, value]) => `${name}=${value}`).join('&'),
    lines.join(''),
    signedHeaders(headers),
    payloadHash,
  ].join('\n')
}

/** Everything but letters, digits and `-._~` as percent and two capital digits (RFC 3986). */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
