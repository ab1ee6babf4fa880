import { exactJsonText, isPlainObject, numberText, parseExactJson, type Plain } from '../decoding/exact-json.ts'
import { texts } from '../languages/texts.ts'
import type { TransferRecord } from './record-lines.ts'

/** Which column or path becomes the key, and which the value; a value of null: the whole line. */
export interface LineMapping {
  readonly key: string | null
  readonly value: string | null
}

/** The line is any JSON. @throws Error when it is none, or has no such member */
export function mappedFromJson(line: string, { key, value }: LineMapping): TransferRecord {
  const plain = parseExactJson(line)
  const part = (path: string): Uint8Array | null => bytesOf(memberAt(plain, path))
  return recordOf(key === null ? null : part(key), value === null ? Buffer.from(line.trim()) : part(value))
}

/** `names`: the columns of the file, in its order. @throws Error what is wrong with the row */
export function mappedFromCsv(
  row: readonly string[],
  names: readonly string[],
  { key, value }: LineMapping,
): TransferRecord {
  if (row.length !== names.length) throw new Error(texts.transfers.columnCount(row.length, names.length))
  const cell = (name: string): Uint8Array => {
    const index = names.indexOf(name)
    if (index < 0) throw new Error(texts.transfers.noColumn(name))
    return Buffer.from(row[index] ?? '')
  }
  const whole = (): Uint8Array =>
    Buffer.from(exactJsonText(Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']))))
  return recordOf(key === null ? null : cell(key), value === null ? whole() : cell(value))
}

/** The names of what a line of JSON holds. */
export function membersOf(line: string): readonly string[] {
  try {
    const plain = parseExactJson(line)
    return isPlainObject(plain) ? Object.keys(plain) : []
  } catch {
    return []
  }
}

function memberAt(plain: Plain, path: string): Plain {
  let found = plain
  for (const name of path.split('.')) {
    const next = isPlainObject(found) && Object.hasOwn(found, name) ? found[name] : undefined
    if (next === undefined) throw new Error(texts.transfers.noMember(path))
    found = next
  }
  return found
}

/** Texts are sent without their quotes, everything else as JSON; null is Kafka's null. */
function bytesOf(value: Plain): Uint8Array | null {
  if (value === null) return null
  return Buffer.from(typeof value === 'string' ? value : (numberText(value) ?? exactJsonText(value)))
}

function recordOf(key: Uint8Array | null, value: Uint8Array | null): TransferRecord {
  return { topic: '', partition: null, offset: null, timestamp: null, isLogAppendTime: false, key, value, headers: [] }
}
