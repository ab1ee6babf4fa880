import { spoken } from '../api/languages/language.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'

/** Everything that the back end says to the user, in the language of the moment: `texts.groups.title`. */
export const texts = spoken({ en, ru })
