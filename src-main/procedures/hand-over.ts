import { join } from 'node:path'
import type { HandOver } from '../api/local-cluster.ts'
import { writeHandOver } from '../broker-process/hand-over.ts'
import { nodeOfDirectory } from '../segments/data-directory.ts'
import { texts } from '../languages/texts.ts'
import { ProblemError } from './problem-error.ts'
import type { Services } from './services.ts'

/** Stops the local cluster and writes what Apache Kafka needs to go on with its directory. */
export async function handOver({ application, localCluster }: Services): Promise<HandOver> {
  const status = await localCluster.stop()
  if (status.state === 'stopped' && !status.hasData) {
    const { what, why, remedy } = texts.procedures.nothingToHandOver
    throw new ProblemError('REJECTED', { what, why: why(status.dataDirectory), remedy })
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
