import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { bufferOf } from '../../broker/bytes/buffer-of.ts'
import type { RecordSource } from '../api/transfers.ts'
import { csvRows } from './csv.ts'
import { mappedFromCsv, mappedFromJson, membersOf, type LineMapping } from './mapped-lines.ts'
import { generateRecords, type EncodeValue } from './message-generator.ts'
import { texts } from '../languages/texts.ts'
import { recordFromCsv, recordFromJson, type TransferRecord } from './record-lines.ts'
import { fileError, SourceError } from './source-error.ts'

export type SourceLine =
  | { readonly line: number; readonly record: TransferRecord; readonly error: null }
  | { readonly line: number; readonly record: null; readonly error: string }

type LineSource = Exclude<RecordSource, { kind: 'generator' }>

/** The records of a source, line by line; what cannot be read comes as an error in its place. @throws SourceError */
export async function* readSource(
  source: RecordSource,
  { encode = null, upload = nothing }: { encode?: EncodeValue | null; upload?: Pieces } = {},
): AsyncGenerator<SourceLine, void, undefined> {
  if (source.kind === 'generator') return yield* generateRecords(source, encode)
  const pieces = piecesOf(source, upload)
  yield* source.format === 'csv' ? csvRecords(pieces, source.mapping) : jsonRecords(pieces, source.mapping)
}

/** What the first line of a source names: columns, or the members of an object. */
export async function columnsOf(source: RecordSource): Promise<readonly string[]> {
  if (source.kind === 'generator') return []
  if (source.format === 'csv') {
    for await (const { cells } of csvRows(piecesOf(source, nothing))) return cells.map((name) => name.trim())
    return []
  }
  for await (const { text } of lines(piecesOf(source, nothing))) return membersOf(text)
  return []
}

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>
const nothing: Pieces = []

function piecesOf(source: LineSource, upload: Pieces): AsyncIterable<string> {
  if (source.kind === 'upload') return decoded(upload)
  return source.kind === 'file' ? fileText(source.path) : Readable.from([source.text])
}

async function* fileText(path: string): AsyncGenerator<string, void, undefined> {
  try {
    yield* createReadStream(path, 'utf8') as AsyncIterable<string>
  } catch (error) {
    throw fileError(path, error)
  }
}

/** A character may begin in one piece and end in the next. */
async function* decoded(pieces: Pieces): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8')
  for await (const piece of pieces) yield decoder.write(bufferOf(piece))
  yield decoder.end()
}

async function* jsonRecords(
  pieces: AsyncIterable<string>,
  mapping: LineMapping | null,
): AsyncGenerator<SourceLine, void, undefined> {
  for await (const { line, text } of lines(pieces)) {
    yield read(line, () => (mapping === null ? recordFromJson(text) : mappedFromJson(text, mapping)))
  }
}

const MEBI = 1024 * 1024
/** A file that is no text may have no end of a line at all. */
const longestLine = 128 * MEBI

/** Lines end with a line feed only: `readline` knows further ends of lines, which JSON may hold as they are. */
async function* lines(pieces: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }, void, undefined> {
  let line = 0
  let rest: string[] = []
  let restLength = 0
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.split('\n')
    rest.push(first)
    restLength = (others.length === 0 ? restLength : 0) + (others.at(-1) ?? first).length
    if (restLength > longestLine) {
      throw new SourceError(texts.transfers.unusable.file, texts.transfers.lineTooLong(line + 1, longestLine / MEBI))
    }
    for (const begun of others) {
      line += 1
      const text = rest.join('')
      rest = [begun]
      if (text.trim() !== '') yield { line, text }
    }
  }
  const last = rest.join('')
  if (last.trim() !== '') yield { line: line + 1, text: last }
}

async function* csvRecords(
  pieces: AsyncIterable<string>,
  mapping: LineMapping | null,
): AsyncGenerator<SourceLine, void, undefined> {
  let names: readonly string[] | null = null
  for await (const { line, cells } of csvRows(pieces)) {
    if (names === null) {
      names = cells.map((name) => name.trim())
      if (mapping === null && !names.includes('value') && !names.includes('key')) {
        throw new SourceError(texts.transfers.unusable.file, texts.transfers.noColumns)
      }
    } else {
      const columns = names
      yield read(line, () => (mapping ? mappedFromCsv(cells, columns, mapping) : recordFromCsv(cells, columns)))
    }
  }
}

function read(line: number, parse: () => TransferRecord): SourceLine {
  try {
    return { line, record: parse(), error: null }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    // To the reader of JSON each line is the first one.
    return { line, record: null, error: why.replace(/\(line 1 column (\d+)\)/, '(column $1)') }
  }
}
