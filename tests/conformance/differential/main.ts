import type { Difference } from './compare.ts'
import { onPurpose } from './on-purpose.ts'
import { playToBoth } from './play-to-both.ts'
import { stories } from './stories.ts'

/*
 * node tests/conformance/differential/main.ts [STORY...]
 *
 * Tells the stories (all of them when none is named) to our broker and to Apache Kafka and prints in what their answers
 * differ, what differs alike only once.
 */
const wanted = process.argv.slice(2)
const chosen = Object.entries(stories).filter(([name]) => wanted.length === 0 || wanted.includes(name))
const { questions, differences } = await playToBoth(Object.fromEntries(chosen))
const unexplained = differences.filter(({ at }) => !onPurpose.some(({ where }) => where.test(at)))
for (const kind of ['value', 'order', 'wording'] as const) {
  const alike = Map.groupBy(
    unexplained.filter((each) => each.kind === kind),
    shapeOf,
  )
  process.stdout.write(`\n${kind}: ${alike.size}\n`)
  for (const [first, ...others] of alike.values()) if (first !== undefined) print(first, others)
}
process.stdout.write(`\n${questions} questions, ${unexplained.length} differences that are not on purpose\n`)

/** The same for differences that are alike but for the version, the names of things and numbers. */
function shapeOf({ at, ours, theirs }: Difference): string {
  const place = at.replace(/^.*, (\w+) v\d+/s, '$1').replaceAll(/\[[^\]]*\]/g, '[]')
  return [place, ours, theirs].map((text) => text.replaceAll(/\d+/g, '0').slice(0, 100)).join(' ')
}

function print({ at, ours, theirs }: Difference, others: readonly Difference[]): void {
  const more = others.length === 0 ? '' : ` and ${others.length} alike`
  process.stdout.write(`${at}${more}\n  ours    ${ours.slice(0, 300)}\n  theirs  ${theirs.slice(0, 300)}\n`)
}
