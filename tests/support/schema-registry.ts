import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RegisteredText {
  readonly id: number
  readonly subject: string
  readonly version: number
  readonly schema: string
  /** Left out: Avro. */
  readonly schemaType?: 'AVRO' | 'PROTOBUF' | 'JSON'
  readonly references?: readonly { name: string; subject: string; version: number }[]
}

export interface TestRegistry extends AsyncDisposable {
  readonly url: string
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[]
  /** From now on it takes requests, and answers none. */
  readonly fallSilent: () => void
}

/**
 * A schema registry over HTTP, written to the REST interface that Confluent publishes: schemas by id, versions of
 * subjects, references, basic authentication. It is a stand-in for a real one.
 */
export async function startSchemaRegistry(
  schemas: readonly RegisteredText[],
  options: { readonly user?: string; readonly password?: string } = {},
): Promise<TestRegistry> {
  const asked: string[] = []
  const expected = options.user === undefined ? null : `Basic ${btoa(`${options.user}:${options.password}`)}`
  const answer = (path: string): unknown => {
    const byId = /^\/schemas\/ids\/(\d+)$/.exec(path)?.[1]
    if (byId !== undefined) return schemas.find(({ id }) => String(id) === byId)
    const [, subject, version] = /^\/subjects\/([^/]+)\/versions\/(latest|\d+)$/.exec(path) ?? []
    if (subject !== undefined) {
      const versions = schemas.filter((each) => each.subject === decodeURIComponent(subject))
      return version === 'latest' ? versions.at(-1) : versions.find((each) => String(each.version) === version)
    }
    return path === '/subjects' ? [...new Set(schemas.map((each) => each.subject))] : undefined
  }
  let isSilent = false
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (isSilent) return
    const found = answer(request.url ?? '')
    const isAllowed = expected === null || request.headers.authorization === expected
    response.statusCode = isAllowed ? (found === undefined ? 404 : 200) : 401
    response.setHeader('content-type', 'application/vnd.schemaregistry.v1+json')
    response.end(JSON.stringify(isAllowed ? (found ?? { error_code: 40403, message: 'Schema not found' }) : {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    fallSilent: () => {
      isSilent = true
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
