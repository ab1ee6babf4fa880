/*
 * Java's properties text: lines of `key=value`, `key: value` or `key value`; `#` and `!` begin comments; a backslash at
 * the end of a line continues it, and elsewhere escapes the character behind it (`\n`, `\t`, `\r`, `\f`, `\uXXXX`).
 */

/** Reads properties text. The last value of a key counts, as in Java. */
export function parseJavaProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] = /^((?:\\[^]|[^\\\s=:])*)\s*[=:]?\s*([^]*)$/.exec(line) ?? []
    properties.set(unescape(key), unescape(value))
  }
  return properties
}

/** Writes properties text, in the order of `properties`, below comment lines. */
export function formatJavaProperties(
  properties: Iterable<readonly [string, string]>,
  comments: readonly string[],
): string {
  const lines = comments.map((comment) => `#${comment}`)
  for (const [key, value] of properties) lines.push(`${escape(key)}=${escape(value)}`)
  return `${lines.join('\n')}\n`
}

function* logicalLines(text: string): Generator<string, void, undefined> {
  let pending = ''
  for (const raw of text.split(/\r\n|[\r\n]/)) {
    const line = raw.trimStart()
    if (pending === '' && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue
    const continues = /(?:^|[^\\])(?:\\\\)*\\$/.test(line)
    pending += continues ? line.slice(0, -1) : line
    if (continues) continue
    yield pending
    pending = ''
  }
  if (pending !== '') yield pending
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' }

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, hex: string | undefined, character: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    return escapes[character ?? ''] ?? character ?? ''
  })
}

function escape(text: string): string {
  return text
    .replace(/[\\=:#!]/g, (character) => `\\${character}`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`)
    .replace(/^ /, String.raw`\ `)
}
