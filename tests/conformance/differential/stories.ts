import type { Player } from './player.ts'
import { aboutCluster } from './stories/cluster.ts'
import { aboutConfigs } from './stories/configs.ts'
import { aboutConsumerGroups } from './stories/consumer-groups.ts'
import { aboutDenial } from './stories/denied.ts'
import { aboutGroups } from './stories/groups.ts'
import { aboutOffsets } from './stories/offsets.ts'
import { aboutRecords } from './stories/records.ts'
import { aboutSecurity } from './stories/security.ts'
import { aboutTopics } from './stories/topics.ts'
import { aboutTransactions } from './stories/transactions.ts'
import { aboutVersions } from './stories/versions.ts'

export type Story = (player: Player) => Promise<void>

/** In the order in which they are told; each makes what it needs under names of its own. */
export const stories: Readonly<Record<string, Story>> = {
  versions: aboutVersions,
  topics: aboutTopics,
  records: aboutRecords,
  offsets: aboutOffsets,
  groups: aboutGroups,
  'consumer groups': aboutConsumerGroups,
  transactions: aboutTransactions,
  configs: aboutConfigs,
  cluster: aboutCluster,
  security: aboutSecurity,
  denied: aboutDenial,
}
