import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { RecordHeader } from '../../broker/records/record.ts'
import type { TransferFormat } from '../api/transfers.ts'
import { numberText, parseExactJson, type Plain } from '../decoding/exact-json.ts'
import { csvRow } from './csv.ts'

/** A record as it is exported and imported. */
export interface TransferRecord {
  readonly topic: string
  readonly partition: number | null
  readonly offset: bigint | null
  readonly timestamp: bigint | null
  readonly isLogAppendTime: boolean
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
}

type Encoded = null | { readonly text: string } | { readonly base64: string }

const columns = [
  'topic',
  'partition',
  'offset',
  'timestamp',
  'timestampType',
  'keyEncoding',
  'key',
  'valueEncoding',
  'value',
  'headers',
] as const

/** What stands before the first record. */
export function fileHead(format: TransferFormat): string {
  return format === 'csv' ? csvRow(columns) : ''
}

/** One record, its line end included. */
export function recordLine(record: TransferRecord, format: TransferFormat): string {
  const { topic, partition, offset, timestamp, key, value } = record
  const timestampType = record.isLogAppendTime ? 'log-append-time' : 'create-time'
  const headers = record.headers.length === 0 ? '[]' : headersText(record.headers)
  if (format === 'csv') {
    const place = [topic, String(partition ?? ''), String(offset ?? ''), String(timestamp ?? ''), timestampType]
    return csvRow([...place, ...cells(encode(key)), ...cells(encode(value)), headers])
  }
  // Whole numbers of any size are written as they are, which JSON.stringify cannot.
  const place = `"topic":${JSON.stringify(topic)},"partition":${String(partition)},"offset":${String(offset)}`
  const time = `"timestamp":${String(timestamp)},"timestampType":"${timestampType}"`
  return `{${place},${time},"key":${fieldText(key)},"value":${fieldText(value)},"headers":${headers}}\n`
}

function fieldText(bytes: Uint8Array | null): string {
  return JSON.stringify(encode(bytes))
}

function headersText(headers: readonly RecordHeader[]): string {
  return JSON.stringify(headers.map(({ key, value }) => ({ key, value: encode(value) })))
}

function encode(bytes: Uint8Array | null): Encoded {
  if (bytes === null) return null
  const buffer = bufferOf(bytes)
  return isUtf8(buffer) ? { text: buffer.toString('utf8') } : { base64: buffer.toString('base64') }
}

function cells(encoded: Encoded): [string, string] {
  if (encoded === null) return ['null', '']
  return 'text' in encoded ? ['text', encoded.text] : ['base64', encoded.base64]
}

const encoded = z
  .union([z.null(), z.string(), z.strictObject({ text: z.string() }), z.strictObject({ base64: z.base64() })])
  .optional()
const readHeaders = z.array(z.object({ key: z.string(), value: encoded }))
const readLine = z.object({
  topic: z.string().optional(),
  key: encoded,
  value: encoded,
  headers: readHeaders.optional(),
})

/** @throws Error what is wrong with the line */
export function recordFromJson(line: string): TransferRecord {
  const plain = parseExactJson(line)
  const parsed = readLine.safeParse(plain)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not a record'}`)
  }
  const { topic, key, value, headers } = parsed.data
  const number = (name: string): bigint | null => integerOf(numberText((plain as Record<string, Plain>)[name]), name)
  const partition = number('partition')
  return {
    topic: topic ?? '',
    partition: partition === null ? null : Number(partition),
    offset: number('offset'),
    timestamp: number('timestamp'),
    isLogAppendTime: false,
    key: decode(key),
    value: decode(value),
    headers: (headers ?? []).map((header) => ({ key: header.key, value: decode(header.value) })),
  }
}

/** `names`: the columns of the file, in its order. @throws Error what is wrong with the row */
export function recordFromCsv(row: readonly string[], names: readonly string[]): TransferRecord {
  if (row.length !== names.length) throw new Error(`it has ${row.length} columns instead of ${names.length}`)
  const cell = (name: string): string | null => {
    const index = names.indexOf(name)
    return index < 0 ? null : (row[index] ?? null)
  }
  const number = (name: string): bigint | null => integerOf(cell(name) || null, name)
  const field = (name: 'key' | 'value'): Uint8Array | null => {
    const encoding = cell(`${name}Encoding`) ?? (cell(name) === null ? 'null' : 'text')
    if (encoding === 'null') return null
    if (encoding !== 'text' && encoding !== 'base64') throw new Error(`${name}Encoding is ${encoding}`)
    return Buffer.from(cell(name) ?? '', encoding === 'text' ? 'utf8' : 'base64')
  }
  const headers = readHeaders.parse(JSON.parse(cell('headers') || '[]'))
  const partition = number('partition')
  return {
    topic: cell('topic') ?? '',
    partition: partition === null ? null : Number(partition),
    offset: number('offset'),
    timestamp: number('timestamp'),
    isLogAppendTime: false,
    key: field('key'),
    value: field('value'),
    headers: headers.map((header) => ({ key: header.key, value: decode(header.value) })),
  }
}

function integerOf(text: string | null, name: string): bigint | null {
  if (text === null) return null
  if (!/^-?\d{1,19}$/.test(text)) throw new Error(`${name} is ${text}, not an integer`)
  return BigInt(text)
}

function decode(field: z.infer<typeof encoded>): Uint8Array | null {
  if (field === null || field === undefined) return null
  if (typeof field === 'string') return Buffer.from(field, 'utf8')
  return 'text' in field ? Buffer.from(field.text, 'utf8') : Buffer.from(field.base64, 'base64')
}
