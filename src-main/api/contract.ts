import { access } from './access.ts'
import { application } from './application.ts'
import { brokers } from './brokers.ts'
import { clusters, secretProcedures } from './clusters.ts'
import { dataDirectories } from './data-directories.ts'
import { decoding } from './decoding.ts'
import { groups } from './groups.ts'
import { journal } from './journal.ts'
import { lag } from './lag.ts'
import { localCluster } from './local-cluster.ts'
import { messages } from './messages.ts'
import { producing } from './producing.ts'
import { reassignments } from './reassignments.ts'
import { redrives } from './redrives.ts'
import { scans } from './scans.ts'
import { segments } from './segments.ts'
import { settingsProcedures } from './settings.ts'
import { topics } from './topics.ts'
import { transactions } from './transactions.ts'
import { transfers } from './transfers.ts'
import { updates } from './updates.ts'

/**
 * Everything that the front end can ask of the back end. Both hosts, desktop and browser, serve exactly this; the
 * front end knows nothing else.
 */
export const contract = {
  application,
  settings: settingsProcedures,
  updates,
  localCluster,
  dataDirectories,
  clusters,
  secrets: secretProcedures,
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
}
