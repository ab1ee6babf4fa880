import type { Damage, Finding } from '../../api/segments.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'

/** What a check has found, as a heading and the reason with its numbers. */
export function findingWords(finding: Finding): { readonly what: string; readonly why: string } {
  const { findings } = texts.segments
  const words = findings[finding.kind]
  const { position, offset, expected, found, entry, leftBytes, why } = finding
  return {
    what: words.what,
    why: words.why({
      position: String(position ?? '?'),
      offset: String(offset ?? '?'),
      expected: String(expected ?? '?'),
      found: String(found ?? '?'),
      entry: String(entry ?? '?'),
      left: leftBytes === null ? '?' : formatBytes(leftBytes),
      why: why ?? '',
    }),
  }
}

/** The same for where the batches of a file end before the file does. */
export function damageWords({ kind, position, leftBytes, sizeBytes, magic }: Damage): { what: string; why: string } {
  const found = kind === 'unknown-magic' ? magic : sizeBytes
  return findingWords({
    kind,
    folder: '',
    fileName: '',
    position,
    offset: null,
    expected: null,
    found: found === undefined ? null : BigInt(found),
    entry: null,
    leftBytes,
    why: null,
  })
}
