import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { RecordSource } from '../api/transfers.ts'
import { csvRows } from './csv.ts'
import { recordFromCsv, recordFromJson, type TransferRecord } from './record-lines.ts'

export type SourceLine =
  | { readonly line: number; readonly record: TransferRecord; readonly error: null }
  | { readonly line: number; readonly record: null; readonly error: string }

/** The records of a source, line by line; what cannot be read comes as an error in its place. @throws Error of the file */
export async function* readSource(source: RecordSource): AsyncGenerator<SourceLine, void, undefined> {
  const stream = source.kind === 'file' ? createReadStream(source.path) : Readable.from([Buffer.from(source.text)])
  const pieces: AsyncIterable<string> = stream.setEncoding('utf8')
  yield* source.format === 'csv' ? csvRecords(pieces) : jsonRecords(pieces)
}

/** Lines end with a line feed only: `readline` knows further ends of lines, which JSON may hold as they are. */
async function* jsonRecords(pieces: AsyncIterable<string>): AsyncGenerator<SourceLine, void, undefined> {
  let line = 0
  let rest: string[] = []
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.split('\n')
    rest.push(first)
    for (const begun of others) {
      line += 1
      const text = rest.join('')
      rest = [begun]
      if (text.trim() !== '') yield read(line, () => recordFromJson(text))
    }
  }
  const last = rest.join('')
  if (last.trim() !== '') yield read(line + 1, () => recordFromJson(last))
}

async function* csvRecords(pieces: AsyncIterable<string>): AsyncGenerator<SourceLine, void, undefined> {
  let names: readonly string[] | null = null
  for await (const { line, cells } of csvRows(pieces)) {
    if (names === null) {
      names = cells.map((name) => name.trim())
      if (!names.includes('value') && !names.includes('key')) {
        throw new Error('the first row must name the columns, with a key or a value among them')
      }
    } else {
      const columns = names
      yield read(line, () => recordFromCsv(cells, columns))
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
