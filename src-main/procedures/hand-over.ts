import { join } from 'node:path'
import type { HandOver } from '../api/local-cluster.ts'
import { writeHandOver } from '../broker-process/hand-over.ts'
import { nodeOfDirectory } from '../segments/data-directory.ts'
import { ProblemError } from './problem-error.ts'
import type { Services } from './services.ts'

/** Stops the local cluster and writes what Apache Kafka needs to go on with its directory. */
export async function handOver({ application, localCluster }: Services): Promise<HandOver> {
  const status = await localCluster.stop()
  if (status.state === 'stopped' && !status.hasData) {
    throw new ProblemError('REJECTED', {
      what: 'Nothing was handed over.',
      why: `${status.dataDirectory} is empty: the local cluster has not run yet.`,
      remedy: 'Start the local cluster once, then hand it over.',
    })
  }
  const { directory, lastPort } = localCluster
  const node = await nodeOfDirectory(directory)
  const folder = join(application.dataDirectory, 'hand-over')
  const secureMode = await localCluster.openSecureMode()
  const security = secureMode?.propertiesOfKafka ?? null
  return writeHandOver(
    { directory, ...node, host: '127.0.0.1', port: lastPort, security },
    {
      folder,
      toolConfigurationPath: secureMode?.toolConfigurationPath ?? null,
    },
  )
}
