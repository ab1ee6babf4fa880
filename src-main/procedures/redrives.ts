import type { RedriveOrder } from '../api/redrives.ts'
import { forgetState, readState, unfinishedStates } from '../transfers/redrive-journal.ts'
import type { RedriveTask } from '../transfers/redrive.ts'
import { texts } from '../languages/texts.ts'
import { decodingSetup } from './decoding-setup.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import { redriveDirectory } from './redrive-directory.ts'
import { refuseReadOnly } from './refuse-changes.ts'
import type { Services } from './services.ts'

export const redrives = {
  dryRun: api.redrives.dryRun.handler(({ context, input, signal }) =>
    context.dataWorker.stream('redrive', taskOf(context, input, { kind: 'dry-run', order: input }), signal),
  ),
  run: api.redrives.run.handler(({ context, input, signal }) =>
    context.dataWorker.stream('redrive', taskOf(context, input, { kind: 'run', order: input }), signal),
  ),
  unfinished: api.redrives.unfinished.handler(async ({ context }) => {
    const states = await unfinishedStates(redriveDirectory(context))
    return states.map(({ redriveId, order, startedAt, writtenCount }) => ({
      redriveId,
      clusterId: order.source.clusterId,
      topic: order.source.topic,
      target: order.target.from === 'name' ? order.target.topic : `header ${order.target.header}`,
      startedAt,
      writtenCount,
    }))
  }),
  resume: api.redrives.resume.handler(async function* ({ context, input: { redriveId }, signal }) {
    const { order } = await readState(redriveDirectory(context), redriveId).catch((error: unknown) => {
      throw new ProblemError('NOT_FOUND', {
        what: texts.procedures.redrive.notResumed,
        why: error instanceof Error ? error.message : String(error),
        remedy: texts.procedures.redrive.beginAnew,
      })
    })
    yield* context.dataWorker.stream('redrive', taskOf(context, order, { kind: 'resume', redriveId }), signal)
  }),
  discard: api.redrives.discard.handler(({ context, input }) =>
    forgetState(redriveDirectory(context), input.redriveId),
  ),
}

/** @throws ProblemError when it would go in a circle */
function taskOf(context: Services, order: RedriveOrder, what: RedriveTask['what']): RedriveTask {
  const { source, target, targetClusterId } = order
  if (target.from === 'name' && target.topic === source.topic && targetClusterId === source.clusterId) {
    throw new ProblemError('REJECTED', {
      what: texts.procedures.redrive.notSentOn,
      why: texts.procedures.redrive.circle(source.topic),
      remedy: texts.procedures.redrive.otherTopic,
    })
  }
  // What is gone on with names its clusters only in its journal.
  if (what.kind !== 'dry-run') refuseReadOnly(context.clusters, targetClusterId)
  return {
    place: context.clusters.place(source.clusterId),
    targetPlace: context.clusters.place(targetClusterId),
    setup: decodingSetup(context, source),
    directory: redriveDirectory(context),
    what,
  }
}
