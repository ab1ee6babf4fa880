import { z } from 'zod'
import { connection, secrets, type Connection, type Secrets } from '../api/connections.ts'
import { texts } from '../languages/texts.ts'
import { ConnectionError } from './connection-error.ts'
import { BoxKey, sealedBox, WrongPassphraseError } from './sealed-box.ts'

/** Secrets stand in the box, in the order of the connections; without one there are none. */
const exportFile = z.object({
  format: z.literal('brokkr-connections'),
  version: z.literal(1),
  connections: z.array(connection).max(10_000),
  secrets: sealedBox.nullable(),
})
export type ConnectionExport = z.infer<typeof exportFile>

export interface Exported {
  readonly connection: Connection
  readonly secrets: Secrets
}

/** JSON for another Brokkr. Without a passphrase no secret is in it. */
export async function writeExport(exported: readonly Exported[], passphrase: string | null): Promise<string> {
  const all = JSON.stringify(exported.map((each) => each.secrets))
  const box = passphrase === null ? null : (await BoxKey.create(passphrase)).seal(all)
  const connections = exported.map((each) => each.connection)
  const file: ConnectionExport = { format: 'brokkr-connections', version: 1, connections, secrets: box }
  return `${JSON.stringify(file, undefined, 2)}\n`
}

/** @throws ConnectionError when it is no export */
export function readExport(text: string): ConnectionExport {
  const { success, data, error } = exportFile.safeParse(parseJson(text))
  if (success) return data
  const [issue] = error.issues
  throw refused(texts.connections.import.noExport(issue?.path.join('.') ?? '', issue?.message ?? ''))
}

/** @throws ConnectionError when it is another passphrase */
export async function openExport(
  { connections, secrets: box }: ConnectionExport,
  passphrase: string | null,
): Promise<Exported[]> {
  const opened = box === null || passphrase === null ? [] : await openSecrets(box, passphrase)
  return connections.map((each, index) => ({ connection: each, secrets: opened[index] ?? {} }))
}

async function openSecrets(box: z.infer<typeof sealedBox>, passphrase: string): Promise<Secrets[]> {
  try {
    return z.array(secrets).parse(JSON.parse((await BoxKey.of(box, passphrase)).open(box)))
  } catch (error) {
    if (!(error instanceof WrongPassphraseError)) throw error
    throw refused(error.message)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refused(texts.connections.import.noJson(error instanceof Error ? error.message : String(error)))
  }
}

function refused(why: string): ConnectionError {
  return new ConnectionError({
    what: texts.connections.import.what,
    why,
    remedy: texts.connections.import.remedy,
  })
}
