import { z } from 'zod'

/** The languages that Brokkr speaks. A page, the back end and each of its threads speak one at a time. */
export const language = z.enum(['en', 'ru'])
export type Language = z.infer<typeof language>

let current: Language = 'en'

export function currentLanguage(): Language {
  return current
}

/** From now on every text is in this language; what was made of texts before stays as it is. */
export function setLanguage(next: Language): void {
  current = next
}

/** The first of the tags (`ru-RU`, as a system or a browser lists them) in which Brokkr speaks; English otherwise. */
export function closestLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const known = language.safeParse(tag.toLowerCase().split(/[-_]/)[0])
    if (known.success) return known.data
  }
  return 'en'
}

/**
 * The texts of all languages as one object that has, whenever it is asked, those of the current language. Hence texts
 * are asked for where they are shown, never when a module is loaded; `tests/languages.test.ts` sees to it.
 */
export function spoken<Texts extends object>(languages: Readonly<Record<Language, Texts>>): Readonly<Texts> {
  const texts = {}
  for (const area of Object.keys(languages.en)) {
    Object.defineProperty(texts, area, { enumerable: true, get: () => languages[current][area as keyof Texts] })
  }
  return texts as Readonly<Texts>
}
