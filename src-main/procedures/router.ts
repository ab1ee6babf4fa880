import { access } from './access.ts'
import { application } from './application.ts'
import { brokers } from './brokers.ts'
import { clusters } from './clusters.ts'
import { dataDirectories } from './data-directories.ts'
import { decoding } from './decoding.ts'
import { groups } from './groups.ts'
import { api } from './implementer.ts'
import { journal } from './journal.ts'
import { lag } from './lag.ts'
import { localCluster } from './local-cluster.ts'
import { messages } from './messages.ts'
import { producing } from './producing.ts'
import { reassignments } from './reassignments.ts'
import { redrives } from './redrives.ts'
import { scans } from './scans.ts'
import { secrets } from './secrets.ts'
import { segments } from './segments.ts'
import { settings } from './settings.ts'
import { topics } from './topics.ts'
import { transactions } from './transactions.ts'
import { transfers } from './transfers.ts'
import { updates } from './updates.ts'

/** The contract's implementation, which both transports serve. */
export const router = api.router({
  application,
  settings,
  updates,
  localCluster,
  dataDirectories,
  clusters,
  secrets,
  brokers,
  topics,
  messages,
  scans,
  decoding,
  transfers,
  redrives,
  producing,
  groups,
  lag,
  segments,
  journal,
  access,
  reassignments,
  transactions,
})
