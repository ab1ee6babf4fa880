/**
 * Reads the text of a Java properties file: `name=value`, `name: value` or `name value` a line, comments after # or !,
 * a backslash at the end of a line joins the next one, and `\t \n \r \f \uXXXX` and escaped characters as Java has them.
 * A name given twice keeps its last value.
 */
export function parseJavaProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const line of logicalLines(text)) {
    const nameEnd = endOfName(line)
    const value = line.slice(nameEnd).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '')
    properties.set(unescape(line.slice(0, nameEnd)), unescape(value))
  }
  return properties
}

function logicalLines(text: string): string[] {
  const lines: string[] = []
  let joined: string | null = null
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line: string = natural.replace(/^[ \t\f]+/, '')
    if (joined === null && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue
    const whole: string = (joined ?? '') + line
    // An odd number of backslashes at the end joins the next line; an even number are escaped backslashes.
    const isJoined = (/\\*$/.exec(whole)?.[0].length ?? 0) % 2 === 1
    if (isJoined) {
      joined = whole.slice(0, -1)
    } else {
      lines.push(whole)
      joined = null
    }
  }
  if (joined !== null && joined !== '') lines.push(joined)
  return lines
}

function endOfName(line: string): number {
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index)
    if (character === '\\') index += 1
    else if (/[=: \t\f]/.test(character)) return index
  }
  return line.length
}

const controlCharacters: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_whole, code: string | undefined, character: string) =>
    code === undefined ? (controlCharacters[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Writes properties text, a line each in the order given, below `comments`. */
export function formatJavaProperties(
  properties: Iterable<readonly [name: string, value: string]>,
  comments: readonly string[] = [],
): string {
  const lines = comments.map((comment) => `#${comment}`)
  for (const [name, value] of properties) lines.push(`${escape(name)}=${escape(value)}`)
  return `${lines.join('\n')}\n`
}

function escape(text: string): string {
  return text
    .replaceAll(/[\\=:#!]/g, (character) => `\\${character}`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\f', String.raw`\f`)
    .replaceAll(' ', String.raw`\ `)
}
