import type { ConfigEntry, ConfigSource } from '../api/configuration.ts'
import { changeConfig, describeConfig, type ConfigChange, type ConfigOwner } from '../kafka/configs.ts'
import { askUntil } from '../kafka/until-seen.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'

const patienceMs = 3000

/**
 * Changes one key and gives the configuration as it is then. The controller has decided; the broker that is asked learns of it a moment
 * later, and what it said before that would look as if nothing had been changed.
 */
export async function changeAndDescribe(
  cluster: WireCluster,
  owner: ConfigOwner,
  change: ConfigChange,
): Promise<ConfigEntry[]> {
  await changeConfig(cluster, owner, [change])
  const fits = (entries: ConfigEntry[]): boolean => isInForce(entries, owner, change)
  return askUntil(() => describeConfig(cluster, owner), { fits, patienceMs })
}

function isInForce(entries: readonly ConfigEntry[], owner: ConfigOwner, { name, value }: ConfigChange): boolean {
  const entry = entries.find((each) => each.name === name)
  const isOwn = entry?.source === ownSource(owner)
  if (value !== null) return isOwn && (entry.isSensitive || entry.value === value)
  return !isOwn && (entry === undefined || owner.type !== 'broker' || isOfOneMoment(entry))
}

/**
 * Apache's broker forgets what was set before it acts upon that: for a moment the value still stands there, and the
 * synonyms, which say where a value comes from, no longer have it. Brokers too old to tell synonyms have none.
 */
function isOfOneMoment({ name, value, isSensitive, synonyms }: ConfigEntry): boolean {
  if (isSensitive || synonyms.length === 0) return true
  const inForce = synonyms.find((each) => each.name === name)
  return value === (inForce?.value ?? null)
}

/** Where a value comes from that was set for exactly this owner. */
function ownSource(owner: ConfigOwner): ConfigSource {
  if (owner.type !== 'broker') return owner.type
  return owner.nodeId === null ? 'dynamic-default-broker' : 'dynamic-broker'
}
