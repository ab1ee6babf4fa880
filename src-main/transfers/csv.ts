/** One row as RFC 4180 has it, its line end included. */
export function csvRow(cells: readonly string[]): string {
  let row = csvCell(cells[0] ?? '')
  for (let at = 1; at < cells.length; at++) row += `,${csvCell(cells[at] ?? '')}`
  return `${row}\r\n`
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

export interface CsvRow {
  /** Of its first line, counted from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The rows of a text that comes in pieces. Cells in quotes may hold line ends. */
export async function* csvRows(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<CsvRow, void, undefined> {
  let cells: string[] = []
  let cell = ''
  let state: 'plain' | 'quoted' | 'quote-in-quoted' = 'plain'
  let line = 1
  let firstLine = 1
  let wasReturn = false
  for await (const piece of pieces) {
    for (const character of piece) {
      if (character === '\n') line += 1
      if (state === 'quoted') {
        if (character === '"') state = 'quote-in-quoted'
        else cell += character
        continue
      }
      if (character === '"') {
        if (state === 'quote-in-quoted') cell += '"'
        state = 'quoted'
      } else if (character === ',') {
        cells.push(cell)
        cell = ''
        state = 'plain'
      } else if (character === '\n' || character === '\r') {
        if (!(wasReturn && character === '\n')) {
          yield { line: firstLine, cells: [...cells, cell] }
          cells = []
          cell = ''
          state = 'plain'
        }
        firstLine = line + (character === '\r' ? 1 : 0)
      } else cell += character
      wasReturn = character === '\r'
    }
  }
  if (cells.length > 0 || cell !== '') yield { line: firstLine, cells: [...cells, cell] }
}
