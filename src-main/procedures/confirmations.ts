import type { InferContractRouterInputs } from '@orpc/contract'
import { mayLoseMessages } from '../api/configuration.ts'
import type { contract } from '../api/contract.ts'
import { listScramUsers } from '../kafka/scram-users.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { texts } from '../languages/texts.ts'
import { ProblemError } from './problem-error.ts'
import type { Services } from './services.ts'

type Inputs = InferContractRouterInputs<typeof contract>

/** Of what is destroyed, the name that is to be typed; null where this input destroys nothing. */
type NameToType<Input> = (input: Input, clusterName: string) => string | null

interface Confirmation<Input> {
  readonly nameToType: NameToType<Input>
  /** `always`: on every cluster; otherwise on those that are marked as production. */
  readonly on: 'production' | 'always'
  /** Where the input alone does not tell; a cluster that does not answer has the name asked for. */
  readonly isHarmless?: (cluster: WireCluster, input: Input) => Promise<boolean>
}

/** `by-what-is-skipped`: only the offsets of a group tell; `refused-changes.ts` asks for its name. */
type Asked<Input> = Confirmation<Input> | 'by-what-is-skipped'

/** Every procedure whose input has a place for a confirmation: one that is left out does not compile. */
type Confirmations = {
  readonly [Area in keyof Inputs]: {
    readonly [Name in keyof Inputs[Area] as 'confirmedName' extends keyof Inputs[Area][Name] ? Name : never]: Asked<
      Inputs[Area][Name]
    >
  }
}
/** Areas without any are left out. */
type Confirmed = {
  readonly [Area in keyof Confirmations as keyof Confirmations[Area] extends never ? never : Area]: Confirmations[Area]
}

const onProduction = <Input>(nameToType: NameToType<Input>): Confirmation<Input> => ({ nameToType, on: 'production' })

const topicOf = ({ topic }: { topic: string }): string => topic
const groupOf = ({ groupId }: { groupId: string }): string => groupId
const theCluster = (_input: unknown, clusterName: string): string => clusterName

/**
 * Asked for is what takes messages, offsets or access away from somebody, at once or for good, or cannot be taken back by one more click.
 * What only adds (a topic, a message, a right that is granted, a new user) asks for nothing, and neither do a move's cancel and its
 * limits, which put things back: a name that has to be typed for everything is typed without reading.
 */
const confirmations: Confirmed = {
  brokers: { changeConfig: onProduction(({ name }) => name) },
  topics: {
    delete: { nameToType: topicOf, on: 'always' },
    recreate: onProduction(topicOf),
    purge: onProduction(topicOf),
    // Kafka never takes partitions away again, and from now on keys are in others than their older messages.
    addPartitions: onProduction(topicOf),
    changeConfig: onProduction(({ topic, name }) => (mayLoseMessages(name) ? topic : null)),
  },
  groups: {
    applyReset: 'by-what-is-skipped',
    undoReset: 'by-what-is-skipped',
    deleteOffsets: onProduction(groupOf),
    delete: onProduction(groupOf),
  },
  access: {
    // One that denies is stronger than all that allow: whoever it names is cut off at once.
    createAcls: onProduction(({ bindings }, clusterName) =>
      bindings.some(({ permission }) => permission === 'deny') ? clusterName : null,
    ),
    deleteAcls: onProduction(theCluster),
    // With another password than the one they know, programs cannot log in any more.
    setPassword: { ...onProduction(theCluster), isHarmless: isNewUser },
    deleteUser: onProduction(theCluster),
    // A limit that is too low stops programs as surely as one that is gone lets them flood others; whether it is, nobody can tell here.
    changeQuota: onProduction(theCluster),
  },
  reassignments: { start: onProduction(topicOf) },
  transactions: { abort: onProduction(topicOf) },
}

export interface Confirmable {
  /** In the contract. */
  readonly path: readonly string[]
  /** As the contract has checked it. */
  readonly input: unknown
}

/**
 * Refuses what destroys something when its name was not typed, or another one: the field on the screen is a courtesy only.
 * @throws ProblemError `REJECTED`
 */
export async function requireConfirmation(services: Services, { path, input }: Confirmable): Promise<void> {
  const asked = confirmationOf(path)
  if (asked === null || asked === 'by-what-is-skipped') return
  const { clusterId, confirmedName = null } = input as { clusterId: string; confirmedName?: string | null }
  const cluster = services.savedClusters.find(clusterId)
  const name = asked.nameToType(input, cluster?.name ?? '')
  const isNeeded = asked.on === 'always' || cluster?.marks.isProduction === true
  if (name === null || confirmedName === name || (confirmedName === null && !isNeeded)) return
  if (confirmedName === null && (await isHarmless(services, { clusterId, confirmation: asked, input }))) return
  const words = texts.procedures.confirmation
  throw new ProblemError('REJECTED', {
    what: words.what,
    why: confirmedName === null ? words.notTyped : words.otherName,
    remedy: words.type(name),
  })
}

async function isHarmless(
  { clusters }: Services,
  asked: { readonly clusterId: string; readonly confirmation: Confirmation<unknown>; readonly input: unknown },
): Promise<boolean> {
  const { clusterId, confirmation, input } = asked
  try {
    return (await confirmation.isHarmless?.(clusters.get(clusterId), input)) ?? false
  } catch {
    return false
  }
}

async function isNewUser(cluster: WireCluster, { user }: { readonly user: string }): Promise<boolean> {
  const found = (await listScramUsers(cluster)).find(({ name }) => name === user)
  return found === undefined || found.credentials.length === 0
}

/** Null: the procedure at this path is never asked to be confirmed. */
export function confirmationOf([area = '', name = '']: readonly string[]): Asked<unknown> | null {
  const ofArea: Readonly<Record<string, Asked<never>>> = Object.hasOwn(confirmations, area)
    ? confirmations[area as keyof Confirmed]
    : {}
  return Object.hasOwn(ofArea, name) ? (ofArea[name] as Asked<unknown>) : null
}
