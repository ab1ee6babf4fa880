import { z } from 'zod'

/**
 * Something that is not as it should be. What the numbers mean depends on the kind:
 *
 * - `torn-header`, `torn-batch`, `zeros`, `impossible-size`, `unknown-magic`: where the batches end before their file does.
 * - `crc`: the checksum of a batch does not fit; `expected` is what the bytes give, `found` what the header says.
 * - `offset-order`: a batch begins at or before the end of the one before it (`expected`: at least, `found`: begins at).
 * - `index-length`: no multiple of an entry. `index-missing`: there is none. `index-order`: entries do not grow.
 * - `index-position`: an entry points where no batch begins. `index-offset`: the batch there ends at `found`, not `expected`.
 * - `time-order`, `time-offset`: as of the index. `time-timestamp`: the batch's largest timestamp is `found`, not `expected`.
 * - `transaction-version`, `transaction-order`, `transaction-marker`: an aborted transaction whose marker is not there.
 * - `snapshot`: a producer snapshot that is damaged.
 */
export const findingKind = z.enum([
  'torn-header',
  'torn-batch',
  'zeros',
  'impossible-size',
  'unknown-magic',
  'crc',
  'offset-order',
  'index-length',
  'index-missing',
  'index-order',
  'index-position',
  'index-offset',
  'time-order',
  'time-offset',
  'time-timestamp',
  'transaction-version',
  'transaction-order',
  'transaction-marker',
  'snapshot',
  'unreadable-file',
])
export type FindingKind = z.infer<typeof findingKind>

export const finding = z.object({
  kind: findingKind,
  folder: z.string(),
  fileName: z.string(),
  /** In the file of batches. */
  position: z.number().nullable(),
  /** Of a batch, or what an entry of an index names. */
  offset: z.bigint().nullable(),
  expected: z.bigint().nullable(),
  found: z.bigint().nullable(),
  /** Which entry of an index, from 0. */
  entry: z.number().nullable(),
  /** From the position to the end of the file. */
  leftBytes: z.number().nullable(),
  /** In the system's words, where it is its error. */
  why: z.string().nullable(),
})
export type Finding = z.infer<typeof finding>

export const checkProgress = z.object({
  checkedBytes: z.number(),
  totalBytes: z.number(),
  batchCount: z.number(),
  fileCount: z.number(),
  /** Index entries that were compared with their log. */
  entryCount: z.number(),
  /** What is being looked at. */
  current: z.string().nullable(),
  /** The first of them; `findingCount` counts all. */
  findings: z.array(finding),
  findingCount: z.number(),
  elapsedMs: z.number(),
  isDone: z.boolean(),
})
export type CheckProgress = z.infer<typeof checkProgress>
