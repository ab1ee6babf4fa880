import { controlType, controlTypes } from '../../broker/records/control-records.ts'
import { plainOf } from '../decoding/binary-formats.ts'
import type { KeyAndValue, Reading } from '../decoding/topic-decoder.ts'
import { texts } from '../languages/texts.ts'

const typesByNumber = new Map<number, string>(Object.entries(controlTypes).map(([name, type]) => [type, name]))

/** The least that the value of a transaction's marker has: int16 version, int32 epoch of the coordinator. */
const markerBytes = 6

/**
 * What a control record says: its key names what it is, and that of a transaction has the epoch of the coordinator
 * that has ended it in its value. Null: nobody knows this kind, and its bytes are all that can be shown.
 */
export function controlReading(part: 'key' | 'value', { key, value }: KeyAndValue): Reading | null {
  const name = typesByNumber.get(controlType(key) ?? -1)
  if (name === undefined) return null
  const reading = { format: 'kafka-internal', label: texts.scans.controlRecord, attempts: [] } as const
  if (part === 'key') return { ...reading, content: name }
  const isMarker = name === 'commit' || name === 'abort'
  if (!isMarker || value === null || value.byteLength < markerBytes) return null
  const coordinatorEpoch = new DataView(value.buffer, value.byteOffset, value.byteLength).getInt32(2)
  return { ...reading, content: plainOf({ marker: name, coordinatorEpoch }) }
}
