import { spoken } from '../../src-main/api/languages/language.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'

/** Everything that the front end shows, in the language of the moment: `texts.groups.title`. */
export const texts = spoken({ en, ru })
