/** Where a line starts and ends in its text. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

/**
 * The lines of a text, the long ones broken after `width` characters, so that each can be shown by itself. Pairs of
 * surrogates stay together.
 */
export function splitLines(text: string, width: number): readonly TextSpan[] {
  const spans: TextSpan[] = []
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start)
    const lineEnd = found < 0 ? text.length : found
    let from = start
    while (lineEnd - from > width) {
      const isPair = isHighSurrogate(text.charCodeAt(from + width - 1))
      const to = from + width - (isPair ? 1 : 0)
      spans.push({ start: from, end: to })
      from = to
    }
    spans.push({ start: from, end: lineEnd })
    start = lineEnd + 1
  }
  return spans
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
