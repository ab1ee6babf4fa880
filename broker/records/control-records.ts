/** Type of a control record: the second int16 of its key, after an int16 version. */
export const controlTypes = {
  abort: 0,
  commit: 1,
  leaderChange: 2,
  snapshotHeader: 3,
  snapshotFooter: 4,
  kraftVersion: 5,
  kraftVoters: 6,
} as const

export interface EndTransactionMarker {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly result: 'commit' | 'abort'
  readonly coordinatorEpoch: number
  readonly timestamp: bigint
}

/** Key of a control record: int16 version 0, int16 type. */
export function controlKey(type: number): Buffer {
  const key = Buffer.alloc(4)
  key.writeInt16BE(type, 2)
  return key
}

/** The type that a control record's key names; null when the key is not one. */
export function controlType(key: Uint8Array | null): number | null {
  if (key === null || key.byteLength < 4) return null
  return new DataView(key.buffer, key.byteOffset, key.byteLength).getInt16(2)
}
