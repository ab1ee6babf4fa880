import { isUtf8 } from 'node:buffer'
import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { RecordHeader } from '../../broker/records/record.ts'
import type { TransferFormat } from '../api/transfers.ts'
import { exactJsonText, isPlainObject, numberText, parseExactJson, type Plain } from '../decoding/exact-json.ts'
import { texts } from '../languages/texts.ts'
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

/**
 * A line as an export writes it, or as somebody would by hand: a key or a value that is neither a text nor bytes is sent as
 * the JSON that it is, every digit kept.
 * @throws Error what is wrong with the line
 */
export function recordFromJson(line: string): TransferRecord {
  const plain = parseExactJson(line)
  if (!isPlainObject(plain)) throw new Error(texts.transfers.noObject)
  const number = (name: string): bigint | null => integerOf(numberText(plain[name]), name)
  const partition = number('partition')
  return {
    topic: typeof plain.topic === 'string' ? plain.topic : '',
    partition: partition === null ? null : Number(partition),
    offset: number('offset'),
    timestamp: number('timestamp'),
    isLogAppendTime: false,
    key: bytesOf(plain.key, 'key'),
    value: bytesOf(plain.value, 'value'),
    headers: headersOf(plain.headers),
  }
}

/** `names`: the columns of the file, in its order. @throws Error what is wrong with the row */
export function recordFromCsv(row: readonly string[], names: readonly string[]): TransferRecord {
  if (row.length !== names.length) throw new Error(texts.transfers.columnCount(row.length, names.length))
  const cell = (name: string): string | null => {
    const index = names.indexOf(name)
    return index < 0 ? null : (row[index] ?? null)
  }
  const number = (name: string): bigint | null => integerOf(cell(name) || null, name)
  const field = (name: 'key' | 'value'): Uint8Array | null => {
    const encoding = cell(`${name}Encoding`) ?? (cell(name) === null ? 'null' : 'text')
    if (encoding === 'null') return null
    if (encoding !== 'text' && encoding !== 'base64') {
      throw new Error(texts.transfers.unknownEncoding(`${name}Encoding`, encoding))
    }
    return Buffer.from(cell(name) ?? '', encoding === 'text' ? 'utf8' : 'base64')
  }
  const partition = number('partition')
  return {
    topic: cell('topic') ?? '',
    partition: partition === null ? null : Number(partition),
    offset: number('offset'),
    timestamp: number('timestamp'),
    isLogAppendTime: false,
    key: field('key'),
    value: field('value'),
    headers: headersOf(parseExactJson(cell('headers') || '[]')),
  }
}

function integerOf(text: string | null, name: string): bigint | null {
  if (text === null) return null
  if (!/^-?\d{1,19}$/.test(text)) throw new Error(texts.transfers.noInteger(name, text))
  return BigInt(text)
}

function bytesOf(field: Plain | undefined, name: string): Uint8Array | null {
  if (field === null || field === undefined) return null
  if (typeof field === 'string') return Buffer.from(field, 'utf8')
  const [only, second] = isPlainObject(field) ? Object.entries(field) : []
  if (only !== undefined && second === undefined) {
    const [kind, content] = only
    if (kind === 'text' && typeof content === 'string') return Buffer.from(content, 'utf8')
    if (kind === 'base64') {
      const bytes = Buffer.from(typeof content === 'string' ? content : '', 'base64')
      // Node reads whatever it can of a text that is none.
      if (bytes.toString('base64') !== content) throw new Error(texts.transfers.noBase64(name))
      return bytes
    }
  }
  return Buffer.from(exactJsonText(field))
}

function headersOf(plain: Plain | undefined): RecordHeader[] {
  if (plain === undefined) return []
  if (!Array.isArray(plain)) throw new Error(texts.transfers.headersAre)
  return plain.map((header: Plain) => {
    if (!isPlainObject(header) || typeof header.key !== 'string') throw new Error(texts.transfers.headersAre)
    return { key: header.key, value: bytesOf(header.value, header.key) }
  })
}
