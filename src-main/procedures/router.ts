import { application } from './application.ts'
import { localCluster } from './local-cluster.ts'
import { settings } from './settings.ts'

/** The contract's implementation, which both transports serve. */
export const router = {
  application,
  settings,
  localCluster,
}
