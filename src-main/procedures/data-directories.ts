import { basename, dirname, join } from 'node:path'
import type { DataDirectory } from '../api/data-directories.ts'
import type { LocalClusterStatus } from '../api/local-cluster.ts'
import { backUpDirectory } from '../segments/back-up-directory.ts'
import { describeDataDirectory } from '../segments/data-directory.ts'
import { texts } from '../languages/texts.ts'
import { absoluteDirectory } from './absolute-directory.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import type { Services } from './services.ts'

export const dataDirectories = {
  describe: api.dataDirectories.describe.handler(({ context, input }) => describe(context, input.path)),
  backUp: api.dataDirectories.backUp.handler(({ input, signal }) =>
    backUpDirectory({ directory: absoluteDirectory(input.path), target: absoluteDirectory(input.target), signal }),
  ),
  adopt: api.dataDirectories.adopt.handler(({ context, input }) => adopt(context, input.path)),
  abandon: api.dataDirectories.abandon.handler(async ({ context }) => {
    const status = context.localCluster.moveTo(null)
    await context.settings.change({ localClusterDirectory: null })
    return status
  }),
  choose: api.dataDirectories.choose.handler(({ context, input }) => {
    if (context.chooseDirectory !== null) return context.chooseDirectory(input.title)
    throw new ProblemError('REJECTED', texts.procedures.noDialog)
  }),
}

async function describe({ localCluster }: Services, asked: string): Promise<DataDirectory> {
  const path = absoluteDirectory(asked)
  return {
    ...(await describeDataDirectory(path)),
    isLocalCluster: path === localCluster.directory,
    suggestedBackup: join(dirname(path), `${basename(path)}-backup-${new Date().toISOString().slice(0, 10)}`),
  }
}

async function adopt(services: Services, asked: string): Promise<LocalClusterStatus> {
  const { path, nodeId, obstacle } = await describe(services, asked)
  if (obstacle !== null) {
    throw new ProblemError('CONFLICT', {
      what: texts.procedures.directory.notAdopted,
      why: obstacle,
      remedy: texts.procedures.directory.onlyLook,
    })
  }
  const status = services.localCluster.moveTo({ path, nodeId })
  await services.settings.change({ localClusterDirectory: { path, nodeId } })
  return status
}
