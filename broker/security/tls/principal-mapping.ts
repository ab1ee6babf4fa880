import { SecuritySettingError } from '../security-setting-error.ts'

interface Rule {
  /** Matches a whole name; null takes every name as it is. */
  readonly whole: RegExp | null
  readonly everywhere: RegExp
  readonly replacement: string
  readonly letters: 'lower' | 'upper' | 'as they are'
}

const takeAsIs: Rule = { whole: null, everywhere: /^$/, replacement: '', letters: 'as they are' }

/**
 * `ssl.principal.mapping.rules`: rules with commas between them, `DEFAULT` or `RULE:pattern/replacement/` with L or U
 * behind it for small or capital letters. The first that matches a name gives what the client is called.
 */
export class PrincipalMapping {
  readonly #rules: readonly Rule[]

  /** @throws SecuritySettingError */
  constructor(text: string) {
    this.#rules = parseRules(text.trim())
  }

  /** What the owner of a certificate is called; null when no rule matches, and so nobody can be named. */
  nameOf(distinguishedName: string): string | null {
    for (const { whole, everywhere, replacement, letters } of this.#rules) {
      if (whole === null) return distinguishedName
      if (!whole.test(distinguishedName)) continue
      const name = distinguishedName.replaceAll(everywhere, replacement)
      if (letters === 'lower') return name.toLowerCase()
      return letters === 'upper' ? name.toUpperCase() : name
    }
    return null
  }
}

/** Backslashes keep a slash inside of a pattern or replacement. */
const rulePattern = /RULE:((?:[^\\/]|\\.)*)\/((?:[^\\/]|\\.)*)\/([LU]?)/y
const defaultPattern = /DEFAULT/y
const separatorPattern = /\s*(?:,\s*|$)/y

function parseRules(text: string): Rule[] {
  const rules: Rule[] = []
  let position = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match !== null) position = pattern.lastIndex
    return match
  }
  while (position < text.length) {
    const rule = take(rulePattern)
    if (rule !== null) rules.push(parseRule(rule))
    else if (take(defaultPattern) !== null) rules.push(takeAsIs)
    if (take(separatorPattern) === null) throw invalid(text.slice(position))
  }
  return rules.length === 0 ? [takeAsIs] : rules
}

function parseRule([, pattern = '', replacement = '', letters]: RegExpExecArray): Rule {
  try {
    return {
      whole: new RegExp(`^(?:${pattern})$`, 'u'),
      everywhere: new RegExp(pattern, 'gu'),
      replacement: replacement.replaceAll(/\\(.)/gu, (_, kept: string) => (kept === '$' ? '$$' : kept)),
      letters: letters === 'L' ? 'lower' : letters === 'U' ? 'upper' : 'as they are',
    }
  } catch {
    throw invalid(`RULE:${pattern}/`)
  }
}

function invalid(rest: string): SecuritySettingError {
  return new SecuritySettingError(
    `ssl.principal.mapping.rules holds '${rest}', which is neither DEFAULT nor of the form RULE:pattern/replacement/[LU].`,
  )
}
