import { currentLanguage, type Language } from './language.ts'

/** A number that may have 64 bits. */
export type Count = bigint | number

/** The forms of a word beside a number, by the categories of the language (CLDR). */
type Forms<Category extends string> = Readonly<Record<Category, string>>

interface Grammar<Category extends string> {
  /** The number and the form of the word that it asks for: `1 topic`, `3 topics`. */
  readonly counted: (count: Count, forms: Forms<Category>) => string
  /** The form alone: `is`, `are`. */
  readonly form: (count: Count, forms: Forms<Category>) => string
  /** `a, b, and c` */
  readonly list: (items: readonly string[]) => string
}

export const english: Grammar<'one' | 'other'> = grammarOf('en', 'other')
/** `1 топик`, `3 топика`, `5 топиков`; a fraction takes the form of 3. */
export const russian: Grammar<'one' | 'few' | 'many'> = grammarOf('ru', 'few')

function grammarOf<Category extends string>(language: Language, otherwise: Category): Grammar<Category> {
  const rules = new Intl.PluralRules(language)
  const lists = new Intl.ListFormat(language)
  const form = (count: Count, forms: Forms<Category>): string => {
    const category = rules.select(forRules(count))
    return category in forms ? forms[category as Category] : forms[otherwise]
  }
  return {
    form,
    counted: (count, forms) => `${formatNumber(count, language)} ${form(count, forms)}`,
    list: (items) => lists.format(items),
  }
}

/** A number with grouped digits as the language writes it, exact for every bigint: `1,240,118`, `1 240 118`. */
export function formatNumber(count: Count, language: Language = currentLanguage()): string {
  return numberFormats[language].format(count)
}

const numberFormats = { en: new Intl.NumberFormat('en'), ru: new Intl.NumberFormat('ru') } satisfies Record<
  Language,
  Intl.NumberFormat
>

/** Plural rules take numbers only; the last digits decide. */
function forRules(count: Count): number {
  if (typeof count === 'number') return Math.abs(count)
  const positive = count < 0n ? -count : count
  return positive < 1_000_000n ? Number(positive) : Number(positive % 1_000_000n) + 1_000_000
}

/**
 * A sentence that holds things other than text, such as a name set in another type: its parts in their order. The
 * component `Phrase` shows them.
 */
export function phrase<Thing>(texts: TemplateStringsArray, ...things: readonly Thing[]): readonly (string | Thing)[] {
  return texts.flatMap((text, at) => [text, ...things.slice(at, at + 1)])
}
