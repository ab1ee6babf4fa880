import { readFile, stat } from 'node:fs/promises'
import type { Connection } from '../api/connections.ts'
import { openExport, readExport, writeExport, type Exported } from '../connections/connection-export.ts'
import { ConnectionError } from '../connections/connection-error.ts'
import type { SavedCluster } from '../connections/saved-clusters.ts'
import { texts } from '../languages/texts.ts'
import type { Services } from './services.ts'

/** Saved clusters as JSON; `clusterIds` null: all of them. @throws ConnectionError while the secrets are locked */
export async function exportConnections(
  { savedClusters, vault }: Services,
  { clusterIds, passphrase }: { readonly clusterIds: readonly string[] | null; readonly passphrase: string | null },
): Promise<{ text: string; clusterCount: number }> {
  if (passphrase !== null && vault.keeping.isLocked) throw locked()
  const chosen = savedClusters.list().filter(({ id }) => clusterIds?.includes(id) ?? true)
  const exported = chosen.map(({ id, ...connection }): Exported => ({ connection, secrets: vault.get(id) }))
  return { text: await writeExport(exported, passphrase), clusterCount: exported.length }
}

/** Saves what is not saved yet, and gives the names of what is. @throws ConnectionError when the text is no export */
export async function importConnections(
  services: Services,
  { text, passphrase }: { readonly text: string; readonly passphrase: string | null },
): Promise<{ added: SavedCluster[]; known: string[] }> {
  const { savedClusters, vault } = services
  const added: SavedCluster[] = []
  const known: string[] = []
  for (const { connection, secrets } of await openExport(readExport(text), passphrase)) {
    const existing = savedClusters.sameAs(connection)
    if (existing !== undefined) {
      known.push(existing.name)
      continue
    }
    const saved = await savedClusters.add(connection)
    await vault.set(saved.id, secrets)
    added.push(saved)
  }
  return { added, known }
}

export function describeExport(text: string): { names: string[]; hasSecrets: boolean } {
  const { connections, secrets } = readExport(text)
  return { names: connections.map(nameOf), hasSecrets: secrets !== null }
}

/** @throws ConnectionError when the file cannot be read, or is no export */
export async function describeExportFile(
  path: string,
): Promise<{ text: string; names: string[]; hasSecrets: boolean }> {
  const text = await readText(path).catch((error: unknown) => {
    throw unreadable(path, error instanceof Error ? error.message : String(error))
  })
  return { text, ...describeExport(text) }
}

/** Of whatever is no export, no more than a little is read. */
const MOST_BYTES = 20_000_000

async function readText(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size > MOST_BYTES) throw new Error(`${size} B > ${MOST_BYTES} B`)
  return readFile(path, 'utf8')
}

function unreadable(path: string, why: string): ConnectionError {
  const { what, unreadable: say, remedy } = texts.connections.import
  return new ConnectionError({ what, why: say(path, why), remedy })
}

function nameOf({ name, bootstrapServers }: Connection): string {
  return name === '' ? bootstrapServers : name
}

function locked(): ConnectionError {
  return new ConnectionError(
    {
      what: texts.connections.export.what,
      why: texts.connections.export.why,
      remedy: texts.connections.export.remedy,
    },
    'CONFLICT',
  )
}
