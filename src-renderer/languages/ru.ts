import type { en } from './en.ts'
import { app } from './ru/app.ts'
import { brokers } from './ru/brokers.ts'
import { clusters } from './ru/clusters.ts'
import { components } from './ru/components.ts'
import { formatting } from './ru/formatting.ts'
import { groups } from './ru/groups.ts'
import { journal } from './ru/journal.ts'
import { localCluster } from './ru/local-cluster.ts'
import { messages } from './ru/messages.ts'
import { palette } from './ru/palette.ts'
import { schemas } from './ru/schemas.ts'
import { security } from './ru/security.ts'
import { segments } from './ru/segments.ts'
import { settings } from './ru/settings.ts'
import { topics } from './ru/topics.ts'
import { transactions } from './ru/transactions.ts'
import { transfers } from './ru/transfers.ts'

export const ru: typeof en = {
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
