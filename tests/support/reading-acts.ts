import { automatic } from '../../src-main/api/decoding.ts'
import type { ScanRequest, ScanStatus } from '../../src-main/api/scans.ts'
import { WireCluster } from '../../src-main/kafka/wire-cluster.ts'
import { TopicDecoder } from '../../src-main/decoding/topic-decoder.ts'
import { decodedContents } from '../../src-main/scans/record-contents.ts'
import { Scan } from '../../src-main/scans/scan.ts'
import { wholeTopic } from './console-acts.ts'

/** A scan without the console around it, so that a test may turn a broker into another between two of its steps. */
export interface Reading extends AsyncDisposable {
  readonly scan: Scan
  /** The first status from now on that fits. */
  readonly until: (fits: (status: ScanStatus) => boolean) => Promise<ScanStatus>
  readonly ended: () => Promise<ScanStatus>
  readonly values: () => string[]
  /** `partition/offset` of each row. */
  readonly places: () => string[]
}

/** Reads a topic of a cluster from the beginning to the end, but for the wishes. */
export async function startReading(
  address: { readonly host: string; readonly port: number },
  wishes: Partial<ScanRequest> = {},
): Promise<Reading> {
  const cluster = new WireCluster({ bootstrap: [address] })
  const listeners = new Set<() => void>()
  const request: ScanRequest = { ...wholeTopic, topic: 'orders', ...wishes }
  const setup = { decoding: { key: automatic, value: automatic }, schemaFiles: [], registry: null }
  const decoder = new TopicDecoder(request.topic, setup)
  const scan = await Scan.open(request, {
    cluster,
    readContents: decodedContents(() => decoder),
    prepare: null,
    changed: () => {
      for (const listener of listeners) listener()
    },
    budgetBytes: 64 * 1024 * 1024,
  }).catch((error: unknown) => {
    cluster.close()
    throw error
  })
  const until: Reading['until'] = async (fits) => {
    for (;;) {
      const status = scan.status()
      if (fits(status)) return status
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          listeners.delete(listener)
          resolve()
        }
        listeners.add(listener)
      })
    }
  }
  const rows = () => scan.window(0, 1_000_000).map(({ row }) => row)
  return {
    scan,
    until,
    ended: () => until(({ phase }) => phase === 'ended'),
    values: () => rows().map(({ content }) => Buffer.from(content?.value ?? '').toString()),
    places: () => rows().map(({ partition, offset }) => `${partition}/${offset}`),
    [Symbol.asyncDispose]: async () => {
      await scan.close()
      cluster.close()
    },
  }
}
