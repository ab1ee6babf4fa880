import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { english, formatNumber, phrase, russian } from '../src-main/api/languages/grammar.ts'
import { closestLanguage, setLanguage } from '../src-main/api/languages/language.ts'
import { en as contractEnglish } from '../src-main/api/languages/en.ts'
import { ru as contractRussian } from '../src-main/api/languages/ru.ts'
import { say } from '../src-main/api/languages/texts.ts'
import { en as backEnglish } from '../src-main/languages/en.ts'
import { ru as backRussian } from '../src-main/languages/ru.ts'
import { en as frontEnglish } from '../src-renderer/languages/en.ts'
import { ru as frontRussian } from '../src-renderer/languages/ru.ts'
import { textUse } from './support/languages/text-use.ts'
import { problemTexts, visibleTexts } from './support/languages/visible-text.ts'

const ROOT = join(import.meta.dirname, '..')

const front = sourcesBelow('src-renderer').filter(({ path }) => !path.startsWith('src-renderer/languages/'))
// A command line speaks English, as its options do.
const back = sourcesBelow('src-main').filter(
  ({ path }) => !/^src-main\/((api\/)?languages\/|transport\/command-line\.ts$)/.test(path),
)

afterEach(() => setLanguage('en'))

describe.each([
  { what: 'the front end', english: frontEnglish, russian: frontRussian, sources: front },
  { what: 'the back end', english: backEnglish, russian: backRussian, sources: back },
])('the language files of $what', ({ english: ofEnglish, russian: ofRussian, sources }) => {
  const keys = [...entriesOf(ofEnglish)]

  test('have the same keys, with a text behind each', () => {
    expect([...entriesOf(ofRussian)].map(([key]) => key)).toEqual(keys.map(([key]) => key))
    for (const [key, text] of [...keys, ...entriesOf(ofRussian)]) {
      expect(typeof text === 'function' || (typeof text === 'string' && text.trim() !== ''), key).toBe(true)
    }
  })

  test('use the same values in both languages', () => {
    const russians = new Map(entriesOf(ofRussian))
    const uneven = keys.filter(([key, text]) => valuesUsed(text) !== valuesUsed(russians.get(key)))
    expect(uneven.map(([key]) => key)).toEqual([])
  })

  test('hold no key that nobody asks for', () => {
    const used = new Set(sources.flatMap(({ path, text }) => textUse(path, text).keys))
    const isUsed = (key: string) => {
      const steps = key.split('.')
      return steps.some((_, at) => {
        const begin = steps.slice(0, at + 1).join('.')
        return at === steps.length - 1 ? used.has(begin) : used.has(begin) || used.has(`${begin}.*`)
      })
    }
    expect(keys.map(([key]) => key).filter((key) => !isUsed(key))).toEqual([])
  })

  test('are asked while something is shown, never when a module is loaded', () => {
    const early = sources.flatMap(({ path, text }) => textUse(path, text).tooEarly.map((line) => `${path}:${line}`))
    expect(early).toEqual([])
  })
})

test('the contract refuses input in both languages', () => {
  expect(Object.keys(contractRussian.input)).toEqual(Object.keys(contractEnglish.input))
  expect(say('chooseTopic').error()).toBe('Choose at least one topic')
  setLanguage('ru')
  expect(say('chooseTopic').error()).toBe('Выберите хотя бы один топик')
})

describe('visible text', () => {
  const found = [
    ...front.flatMap(({ path, text }) => visibleTexts(path, text)),
    ...back.flatMap(({ path, text }) => problemTexts(path, text)),
  ]

  test('stands in the language files', () => {
    expect(front.length).toBeGreaterThan(150)
    expect(back.length).toBeGreaterThan(100)
    expect(found.map(({ path, line, text }) => `${path}:${line} ${text}`)).toEqual([])
  })

  test.each([
    ['between tags', `<p>Nothing here</p>`],
    ['one word between tags', `<b>Delete</b>`],
    ['as an attribute', `<Button label="delete" />`],
    ['as a choice', `<p>{isOld ? 'old' : null}</p>`],
    ['as an aria-label', `<div aria-label="table" />`],
    ['as a template', '<p>{`${count} rows`}</p>'],
    ['as a field', `f({ label: 'Topic' })`],
    ['as a returned sentence', `function f() { return 'That did not work.' }`],
    ['in a list', `const AREAS = { topics: 'Topics' }`],
    ['as a noun', `formatCountOf(count, 'topic')`],
    ['as a message in a corner', `notifyDone('deleted')`],
  ])('is found %s', (_where, code) => {
    expect(visibleTexts('src-renderer/example.tsx', code)).toHaveLength(1)
  })

  test.each([
    [`import x from 'Some Thing'`],
    [`<div className="Some thing" style={{ border: '1px solid' }} />`],
    [`if (event.key === 'Enter') f('ArrowDown')`],
    [`throw new Error('Nobody reads this.')`],
    [`<b>Kafka</b>`],
    [`const x: 'Some Type' = f('kebab-case')`],
    [`<p>{texts.groups.title}: {count} · {name}</p>`],
  ])('is not seen where there is none: %s', (code) => {
    expect(visibleTexts('src-renderer/example.tsx', code)).toEqual([])
  })

  test('of a problem of the back end is found', () => {
    const code = `const remedy = 'Try again.'; f({ what: \`No \${x} here.\`, why: error.message, remedy })`
    expect(problemTexts('src-main/example.ts', code)).toHaveLength(2)
    expect(problemTexts('src-main/example.ts', `throw new FilterSyntaxError('This is no number.')`)).toHaveLength(1)
    expect(problemTexts('src-main/example.ts', `throw new Error('This cannot be.')`)).toEqual([])
  })
})

describe('the use of texts', () => {
  test.each([
    ['const a = () => texts.groups.title', ['groups.title']],
    [
      'function f() { const words = texts.groups; return words.title + words.states[x] }',
      ['groups.title', 'groups.states.*'],
    ],
    ['const a = () => f(texts.groups.states)', ['groups.states']],
    ['function f() { const { title } = texts.groups }', ['groups.title']],
  ])('is read from %s', (code, keys) => {
    expect(textUse('example.ts', code)).toEqual({ keys, tooEarly: [] })
  })

  test('is too early at the top of a module', () => {
    expect(textUse('example.ts', 'const LABEL = texts.groups.title').tooEarly).toEqual([1])
  })
})

describe('grammar', () => {
  test('an English noun beside a number', () => {
    const topics = { one: 'topic', other: 'topics' }
    expect([0, 1, 2n, 1001].map((count) => english.counted(count, topics))).toEqual([
      '0 topics',
      '1 topic',
      '2 topics',
      '1,001 topics',
    ])
  })

  test('a Russian noun beside a number', () => {
    const topics = { one: 'топик', few: 'топика', many: 'топиков' }
    const said = [0, 1, 2, 5, 11, 21n, 22, 111, 1.5].map((count) => russian.counted(count, topics))
    expect(said).toEqual([
      '0 топиков',
      '1 топик',
      '2 топика',
      '5 топиков',
      '11 топиков',
      '21 топик',
      '22 топика',
      '111 топиков',
      '1,5 топика',
    ])
    expect(russian.form(9_223_372_036_854_775_801n, topics)).toBe('топик')
  })

  test('a number keeps every digit', () => {
    expect(formatNumber(9_223_372_036_854_775_807n)).toBe('9,223,372,036,854,775,807')
    setLanguage('ru')
    expect(formatNumber(1_240_118)).toBe('1\u00A0240\u00A0118')
  })

  test('a phrase keeps the order of its language', () => {
    expect(phrase`Delete ${'orders'} from ${'local'}?`).toEqual(['Delete ', 'orders', ' from ', 'local', '?'])
  })

  test('the first language of the system that Brokkr speaks', () => {
    expect(closestLanguage(['de-DE', 'ru-RU', 'en'])).toBe('ru')
    expect(closestLanguage(['de'])).toBe('en')
  })
})

function sourcesBelow(folder: string): { path: string; text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

/** Every text with its key, in the order of the file. */
function* entriesOf(texts: object, above = ''): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'object' && value !== null) yield* entriesOf(value as object, `${above}${name}.`)
    else yield [`${above}${name}`, value as unknown]
  }
}

/** How many values a text takes. */
function valuesUsed(text: unknown): number {
  return typeof text === 'function' ? text.length : 0
}
