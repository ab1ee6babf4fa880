import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { RecordSource } from '../api/transfers.ts'
import { reasonOf } from '../decoding/decode-error.ts'
import type { SchemaPlaces } from '../transfers/value-encoder.ts'
import { texts } from '../languages/texts.ts'
import { decodingSetup } from './decoding-setup.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'
import { registryClient } from './registry-client.ts'
import type { Services } from './services.ts'

export const transfers = {
  exportRows: api.transfers.exportRows.handler(({ context, input, signal }) => {
    const place = context.clusters.place(input.request.clusterId)
    const setup = decodingSetup(context, input.request)
    const events = context.dataWorker.stream('exportRows', { ...input, place, setup }, signal)
    return context.downloads.fed(events, `${input.request.topic}.${input.format}`)
  }),
  exportScanRows: api.transfers.exportScanRows.handler(({ context, input, signal }) => {
    const { topic, ...order } = input
    return context.downloads.fed(context.dataWorker.stream('exportScanRows', order, signal), `${topic}.${input.format}`)
  }),
  feed: api.transfers.feed.handler(async ({ context, input }) => ({
    isWanted: await context.dataWorker.call('feedJob', input),
  })),
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
    const preview = await context.dataWorker.call('previewSource', { source, schemas: schemaPlaces(context, input) })
    return { ...preview, sizeBytes: await sizeOf(source) }
  }),
  produceMany: api.transfers.produceMany.handler(({ context, input, signal }) => {
    const { clusterId, ...order } = input
    const place = context.clusters.place(clusterId)
    return context.dataWorker.stream('produceMany', { ...order, place, schemas: schemaPlaces(context, input) }, signal)
  }),
  schemaTemplate: api.transfers.schemaTemplate.handler(async ({ context, input }) => {
    const { topic, messageType, clusterId } = input
    const { schemaFiles } = schemaPlaces(context, input)
    const registry = await registryClient(context.decoding, clusterId)
    const place = { topic, part: 'value', schemaFiles, registry } as const
    const { schemaFor } = await import('../decoding/encode-content.ts')
    try {
      const { codec, label } = await schemaFor({ ...input, kind: 'encoded', json: '' }, place)
      return { template: codec.template(messageType), label, messageTypes: [...codec.messageTypes] }
    } catch (error) {
      throw new ProblemError('REJECTED', {
        what: texts.procedures.noTemplate.what,
        why: reasonOf(error),
        remedy: texts.procedures.noTemplate.remedy,
      })
    }
  }),
}

/** Zero where it is not known. */
async function sizeOf(source: RecordSource): Promise<number> {
  if (source.kind === 'file') return (await stat(source.path)).size
  return source.kind === 'text' ? Buffer.byteLength(source.text) : 0
}

function schemaPlaces(
  { decoding }: Services,
  { clusterId, topic }: { clusterId: string; topic: string },
): SchemaPlaces {
  return { topic, registry: decoding.registryPlace(clusterId), schemaFiles: decoding.schemaFiles() }
}
