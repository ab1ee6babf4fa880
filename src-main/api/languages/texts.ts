import { en } from './en.ts'
import { spoken } from './language.ts'
import { ru } from './ru.ts'

export const contractTexts = spoken({ en, ru })

/** For a check of zod's: what it says of input that it refuses, in the language of that moment. */
export function say(refusal: keyof typeof en.input): { error: () => string } {
  return { error: () => contractTexts.input[refusal] }
}
