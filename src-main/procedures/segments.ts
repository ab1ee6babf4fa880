import { localClusterId } from '../api/clusters.ts'
import { directoryClusterPrefix } from '../api/data-directories.ts'
import { texts } from '../languages/texts.ts'
import { absoluteDirectory } from './absolute-directory.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import type { Services } from './services.ts'

/** All of it is done by a thread that only reads; where the files lie is all that it needs of us. */
export const segments = {
  open: api.segments.open.handler(({ context, input }) =>
    context.segmentWorker.call('openSegments', {
      path: pathOf(context, input),
      // A local cluster that was never started, or was wiped, has no directory yet.
      mayBeAbsent: input.clusterId === localClusterId,
    }),
  ),
  folder: api.segments.folder.handler(({ context, input: { folder, ...on } }) =>
    context.segmentWorker.call('segmentFolder', { path: pathOf(context, on), folder }),
  ),
  file: api.segments.file.handler(({ context, input: { folder, fileName, from, count, ...on } }) =>
    context.segmentWorker.call('segmentFile', { path: pathOf(context, on), folder, fileName, page: { from, count } }),
  ),
  survey: api.segments.survey.handler(({ context, input: { folder, fileName, ...on }, signal }) =>
    context.segmentWorker.stream('surveySegment', { path: pathOf(context, on), folder, fileName }, signal),
  ),
  batches: api.segments.batches.handler(({ context, input }) => context.segmentWorker.call('segmentBatches', input)),
  batchNumber: api.segments.batchNumber.handler(({ context, input }) =>
    context.segmentWorker.call('segmentBatchNumber', input),
  ),
  map: api.segments.map.handler(({ context, input }) => context.segmentWorker.call('segmentMap', input)),
  records: api.segments.records.handler(({ context, input: { folder, fileName, position, ...on } }) =>
    context.segmentWorker.call('segmentRecords', { path: pathOf(context, on), folder, fileName, position }),
  ),
  locate: api.segments.locate.handler(({ context, input: { folder, target, ...on } }) =>
    context.segmentWorker.call('locateInSegments', { path: pathOf(context, on), folder, target }),
  ),
  check: api.segments.check.handler(({ context, input: { folder, fileName, ...on }, signal }) =>
    context.segmentWorker.stream('checkSegments', { path: pathOf(context, on), folder, fileName }, signal),
  ),
  outlook: api.segments.outlook.handler(({ context, input: { folder, assumptions, ...on } }) =>
    context.segmentWorker.call('segmentOutlook', { path: pathOf(context, on), folder, assumptions }),
  ),
  forecast: api.segments.forecast.handler(({ context, input: { folder, assumptions, ...on }, signal }) =>
    context.segmentWorker.stream('forecastCompaction', { path: pathOf(context, on), folder, assumptions }, signal),
  ),
  foretoldBatches: api.segments.foretoldBatches.handler(({ context, input }) =>
    context.segmentWorker.call('foretoldBatches', input),
  ),
  foretoldMap: api.segments.foretoldMap.handler(({ context, input }) =>
    context.segmentWorker.call('foretoldMap', input),
  ),
  foretoldRecords: api.segments.foretoldRecords.handler(
    ({ context, input: { folder, fileName, position, forecastId, ...on } }) =>
      context.segmentWorker.call('foretoldRecords', {
        path: pathOf(context, on),
        folder,
        fileName,
        position,
        forecastId,
      }),
  ),
}

/** Where the files of a cluster lie on this machine. @throws ProblemError `REJECTED` where they do not */
function pathOf({ localCluster }: Services, { clusterId }: { readonly clusterId: string }): string {
  if (clusterId === localClusterId) return localCluster.directory
  if (clusterId.startsWith(directoryClusterPrefix)) {
    return absoluteDirectory(clusterId.slice(directoryClusterPrefix.length))
  }
  throw new ProblemError('REJECTED', texts.procedures.noSegments)
}
