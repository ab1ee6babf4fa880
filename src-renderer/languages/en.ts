import { app } from './en/app.ts'
import { brokers } from './en/brokers.ts'
import { clusters } from './en/clusters.ts'
import { components } from './en/components.ts'
import { formatting } from './en/formatting.ts'
import { groups } from './en/groups.ts'
import { journal } from './en/journal.ts'
import { localCluster } from './en/local-cluster.ts'
import { messages } from './en/messages.ts'
import { palette } from './en/palette.ts'
import { schemas } from './en/schemas.ts'
import { security } from './en/security.ts'
import { segments } from './en/segments.ts'
import { settings } from './en/settings.ts'
import { topics } from './en/topics.ts'
import { transactions } from './en/transactions.ts'
import { transfers } from './en/transfers.ts'

export const en = {
  app,
  brokers,
  clusters,
  components,
  formatting,
  groups,
  journal,
  localCluster,
  messages,
  palette,
  schemas,
  security,
  segments,
  settings,
  topics,
  transactions,
  transfers,
}
