import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { RecordSource } from '../api/transfers.ts'
import { csvRows } from './csv.ts'
import { mappedFromCsv, mappedFromJson, membersOf, type LineMapping } from './mapped-lines.ts'
import { generateRecords, type EncodeValue } from './message-generator.ts'
import { recordFromCsv, recordFromJson, type TransferRecord } from './record-lines.ts'

export type SourceLine =
  | { readonly line: number; readonly record: TransferRecord; readonly error: null }
  | { readonly line: number; readonly record: null; readonly error: string }

type LineSource = Exclude<RecordSource, { kind: 'generator' }>

/** The records of a source, line by line; what cannot be read comes as an error in its place. @throws Error of the file */
export async function* readSource(
  source: RecordSource,
  encode: EncodeValue | null = null,
): AsyncGenerator<SourceLine, void, undefined> {
  if (source.kind === 'generator') yield* generateRecords(source, encode)
  else yield* source.format === 'csv' ? csvRecords(piecesOf(source), source.mapping) : jsonRecords(source)
}

/** What the first line of a source names: columns, or the members of an object. */
export async function columnsOf(source: RecordSource): Promise<readonly string[]> {
  if (source.kind === 'generator') return []
  if (source.format === 'csv') {
    for await (const { cells } of csvRows(piecesOf(source))) return cells.map((name) => name.trim())
    return []
  }
  for await (const { text } of lines(piecesOf(source))) return membersOf(text)
  return []
}

function piecesOf(source: LineSource): AsyncIterable<string> {
  const stream = source.kind === 'file' ? createReadStream(source.path) : Readable.from([Buffer.from(source.text)])
  return stream.setEncoding('utf8')
}

async function* jsonRecords(source: LineSource): AsyncGenerator<SourceLine, void, undefined> {
  const { mapping } = source
  for await (const { line, text } of lines(piecesOf(source))) {
    yield read(line, () => (mapping === null ? recordFromJson(text) : mappedFromJson(text, mapping)))
  }
}

/** Lines end with a line feed only: `readline` knows further ends of lines, which JSON may hold as they are. */
async function* lines(pieces: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }, void, undefined> {
  let line = 0
  let rest: string[] = []
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.split('\n')
    rest.push(first)
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
        throw new Error('the first row must name the columns, with a key or a value among them')
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
    return { line, record: null, error: error instanceof Error ? error.message : String(error) }
  }
}
