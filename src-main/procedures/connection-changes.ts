import type { ConnectionWithSecrets, Secrets } from '../api/connections.ts'
import { readExport } from '../connections/connection-export.ts'
import type { SavedCluster } from '../connections/saved-clusters.ts'
import type { Services } from './services.ts'

/** What a procedure does to a saved connection. Nothing on the cluster changes; the journal has it all the same. */
export interface ConnectionChange<Input> {
  /** Empty where it has none: it is not saved yet, or there are several. */
  readonly clusterId: (input: Input, services: Services) => string
  /** As the connection is called, or several of them. */
  readonly subject: (input: Input, services: Services) => string
  /** What of the input the journal keeps: of secrets only which were entered. */
  readonly details?: (input: Input) => unknown
  /** What is saved; asked before and after. */
  readonly state: (services: Services, input: Input) => unknown
}

/** As the contract has checked them. */
interface Inputs {
  readonly connect: ConnectionWithSecrets
  readonly change: ConnectionWithSecrets & { readonly clusterId: string }
  readonly forget: { readonly clusterId: string }
  readonly import: { readonly text: string; readonly passphrase: string | null }
}
const changing = ['connect', 'change', 'forget', 'import'] as const
type Changing = (typeof changing)[number]

const connectionChanges: { readonly [Name in Changing]: ConnectionChange<Inputs[Name]> } = {
  connect: {
    clusterId: (input, { savedClusters }) => savedClusters.sameAs(input)?.id ?? '',
    subject: ({ name, bootstrapServers }) => (name === '' ? bootstrapServers : name),
    details: ({ secrets }) => ({ secrets: enteredOf(secrets) }),
    state: (services, input) => savedConnection(services, services.savedClusters.sameAs(input)),
  },
  change: {
    clusterId: ({ clusterId }) => clusterId,
    subject: ({ clusterId }, services) => nameOf(services, clusterId),
    details: ({ secrets }) => ({ secrets: enteredOf(secrets) }),
    state: (services, { clusterId }) => savedConnection(services, services.savedClusters.find(clusterId)),
  },
  forget: {
    clusterId: ({ clusterId }) => clusterId,
    subject: ({ clusterId }, services) => nameOf(services, clusterId),
    state: (services, { clusterId }) => savedConnection(services, services.savedClusters.find(clusterId)),
  },
  import: {
    clusterId: () => '',
    subject: ({ text }) => namesIn(text).join(', '),
    details: ({ passphrase }) => ({ withSecrets: passphrase !== null }),
    state: ({ savedClusters }) => savedClusters.list().map(({ name }) => name),
  },
}

/** Null: the procedure at this path changes no saved connection. */
export function connectionChangeOf([area, name = '']: readonly string[]): ConnectionChange<unknown> | null {
  const found = area === 'clusters' ? changing.find((each) => each === name) : undefined
  return found === undefined ? null : (connectionChanges[found] as ConnectionChange<unknown>)
}

function savedConnection({ vault }: Services, saved: SavedCluster | undefined): unknown {
  if (saved === undefined) return null
  const { name, bootstrapServers, security, marks } = saved
  return { name, bootstrapServers, security, marks, keptSecrets: Object.keys(vault.get(saved.id)).toSorted() }
}

function nameOf({ savedClusters }: Services, clusterId: string): string {
  return savedClusters.find(clusterId)?.name ?? clusterId
}

/** An empty one is taken away. */
function enteredOf(secrets: Secrets): string[] {
  return Object.keys(secrets).toSorted()
}

function namesIn(text: string): string[] {
  try {
    return readExport(text).connections.map(({ name, bootstrapServers }) => (name === '' ? bootstrapServers : name))
  } catch {
    // It is refused, and that stands in the journal.
    return []
  }
}
