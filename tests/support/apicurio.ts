import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { RegisteredText } from './schema-registry.ts'
import { javaCommand, QUICK_JVM } from './apache-kafka/tools.ts'
import { freePort } from './free-port.ts'
import { cachedFolder, fetchWithMaven } from './maven.ts'
import { startProgram } from './program.ts'

/** The last release that runs on Java 17. */
const version = '3.0.9'
const cache = join(import.meta.dirname, '../../.cache/apicurio')

type NewSchema = Pick<RegisteredText, 'schema' | 'schemaType' | 'references'>

export interface Apicurio extends AsyncDisposable {
  /** Where it speaks the REST interface that Confluent publishes. */
  readonly url: string
  /** Gives the subject a further version; returns the id of the schema. */
  readonly register: (subject: string, schema: NewSchema) => Promise<number>
}

/** Apicurio Registry, as it comes from Maven Central, with nothing in it and everything in memory. */
export async function startApicurio(): Promise<Apicurio> {
  const folder = join(cache, version)
  await cachedFolder(folder, (partial) => {
    const artifact = `-Dartifact=io.apicurio:apicurio-registry-app:${version}:tar.gz:all`
    const args = [artifact, `-DoutputDirectory=${partial}`]
    return fetchWithMaven({ goal: 'unpack', args, what: `Apicurio Registry ${version}`, workingDirectory: partial })
  })
  await using stack = new AsyncDisposableStack()
  const port = await freePort()
  const jar = join(folder, `apicurio-registry-app-${version}-runner.jar`)
  const settings = { 'quarkus.http.host': '127.0.0.1', 'quarkus.http.port': port }
  const flags = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`)
  const program = stack.use(await startProgram(javaCommand(), [...QUICK_JVM, ...flags, '-jar', jar]))
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`
  const failed = program.ended.then(() => Promise.reject(new Error(`Apicurio Registry ended:\n${program.output()}`)))
  await Promise.race([answers(`${url}/subjects`), failed])
  const owned = stack.move()
  return {
    url,
    register: (subject, schema) => register(`${url}/subjects/${encodeURIComponent(subject)}/versions`, schema),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** It does not say when it serves. */
async function answers(address: string): Promise<void> {
  for (;;) {
    const response = await fetch(address).catch(() => null)
    if (response?.ok === true) return
    await delay(100)
  }
}

async function register(address: string, schema: NewSchema): Promise<number> {
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' }
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(schema) })
  const answer = (await response.json()) as { readonly id?: number }
  if (!response.ok || answer.id === undefined) {
    throw new Error(`${address}: ${response.status} ${JSON.stringify(answer)}`)
  }
  return answer.id
}
