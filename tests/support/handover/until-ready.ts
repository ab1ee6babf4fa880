import { setTimeout as delay } from 'node:timers/promises'

/** What a broker answers that has not caught up with its metadata, its coordinators or the last transaction: ask again. */
const notYet: ReadonlySet<number> = new Set([3, 5, 6, 14, 15, 16, 51, 100])

/** The answer, once it is one; nothing was done for those before it. @throws when the answer is another error */
export async function untilReady<Answer extends { readonly errorCode: number }>(
  ask: () => Promise<Answer>,
  alsoNotYet: readonly number[] = [],
): Promise<Answer> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const answer = await ask()
    if (answer.errorCode === 0) return answer
    const isNotYet = notYet.has(answer.errorCode) || alsoNotYet.includes(answer.errorCode)
    if (!isNotYet) throw new Error(`The broker answers with error ${answer.errorCode}.`)
    if (Date.now() > deadline) throw new Error(`The broker still answers with error ${answer.errorCode}.`)
    await delay(50)
  }
}
