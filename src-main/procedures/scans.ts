import { decodingSetup } from './decoding-setup.ts'
import { api } from './implementer.ts'

/** Everything here is done by the data worker; a cluster's address is all that it needs of us. */
export const scans = {
  open: api.scans.open.handler(({ context, input, signal }) => {
    const place = context.clusters.place(input.clusterId)
    const setup = decodingSetup(context, input)
    return context.dataWorker.stream('openScan', { place, request: input, setup }, signal)
  }),
  rows: api.scans.rows.handler(({ context, input }) => context.dataWorker.call('rows', input)),
  decode: api.scans.decode.handler(({ context, input }) => context.dataWorker.call('decode', input)),
  more: api.scans.more.handler(({ context, input }) => context.dataWorker.call('more', input)),
  stop: api.scans.stop.handler(({ context, input }) => context.dataWorker.call('stop', input)),
  pause: api.scans.pause.handler(({ context, input }) => context.dataWorker.call('pause', input)),
  resume: api.scans.resume.handler(({ context, input }) => context.dataWorker.call('resume', input)),
  histogram: api.scans.histogram.handler(({ context, input }) => context.dataWorker.call('histogram', input)),
  paths: api.scans.paths.handler(({ context, input }) => context.dataWorker.call('paths', input)),
  tryFilter: api.scans.tryFilter.handler(({ context, input }) => {
    const { clusterId, ...question } = input
    const setup = decodingSetup(context, input)
    return context.dataWorker.call('tryFilter', { place: context.clusters.place(clusterId), setup, ...question })
  }),
  timeline: api.scans.timeline.handler(({ context, input }) => {
    const { clusterId, ...question } = input
    return context.dataWorker.call('timeline', { place: context.clusters.place(clusterId), question })
  }),
}
