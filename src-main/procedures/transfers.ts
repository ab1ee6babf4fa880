import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { decodingSetup } from './decoding-setup.ts'
import { api } from './implementer.ts'

export const transfers = {
  exportRows: api.transfers.exportRows.handler(({ context, input, signal }) => {
    const place = context.clusters.place(input.request.clusterId)
    const setup = decodingSetup(context, input.request)
    return context.dataWorker.stream('exportRows', { ...input, place, setup }, signal)
  }),
  exportScanRows: api.transfers.exportScanRows.handler(({ context, input, signal }) =>
    context.dataWorker.stream('exportScanRows', input, signal),
  ),
  stop: api.transfers.stop.handler(({ context, input }) => context.dataWorker.call('stopJob', input)),
  suggestedPath: api.transfers.suggestedPath.handler(({ input }) => {
    const downloads = join(homedir(), 'Downloads')
    const folder = existsSync(downloads) ? downloads : homedir()
    for (let number = 1; ; number++) {
      const path = join(folder, `${input.topic}${number === 1 ? '' : `-${number}`}.${input.format}`)
      if (!existsSync(path)) return { path }
    }
  }),
  previewSource: api.transfers.previewSource.handler(async ({ context, input }) => {
    const { source } = input
    const sizeBytes =
      source.kind === 'file'
        ? (await stat(source.path)).size
        : source.kind === 'text'
          ? Buffer.byteLength(source.text)
          : 0
    return { ...(await context.dataWorker.call('previewSource', source)), sizeBytes }
  }),
  produceMany: api.transfers.produceMany.handler(({ context, input, signal }) => {
    const { clusterId, ...order } = input
    return context.dataWorker.stream('produceMany', { ...order, place: context.clusters.place(clusterId) }, signal)
  }),
}
