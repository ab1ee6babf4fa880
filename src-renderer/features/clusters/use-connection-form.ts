import { useRef, useState } from 'react'
import { client } from '../../api/client.ts'
import type { SecretName, TestStep } from '../../api/connections.ts'
import { issuesOfConnection } from '../../api/connections.ts'
import type { Problem } from '../../api/problem.ts'
import { problemOf } from '../../api/problem.ts'
import { texts } from '../../languages/texts.ts'
import type { ConnectionDraft } from './connection-draft.ts'
import { connectionOf, secretsOf } from './connection-draft.ts'
import type { DraftFieldsProps } from './field-props.ts'

export interface ConnectionTest {
  readonly steps: readonly TestStep[]
  readonly isRunning: boolean
  /** It could not be begun. */
  readonly problem: Problem | null
}

export interface ConnectionForm {
  readonly fields: DraftFieldsProps
  readonly test: ConnectionTest | null
  /** Shows what is wrong from now on; whether nothing is. */
  readonly check: () => boolean
  readonly runTest: () => void
  readonly replace: (draft: ConnectionDraft) => void
}

/** The form of a connection that is new, or of the saved one of that id. */
export function useConnectionForm(
  initial: ConnectionDraft,
  { clusterId, kept }: { readonly clusterId: string | null; readonly kept: readonly SecretName[] },
): ConnectionForm {
  const [draft, setDraft] = useState(initial)
  const [isChecked, setIsChecked] = useState(false)
  const { test, run, drop } = useTest()
  const issues = issuesOfConnection(connectionOf(draft))
  const check = (): boolean => {
    setIsChecked(true)
    return issues.size === 0 && draft.mechanism !== 'GSSAPI'
  }
  const replace = (next: ConnectionDraft): void => {
    setDraft(next)
    drop()
  }
  return {
    fields: {
      draft,
      onChange: (change) => replace({ ...draft, ...change }),
      issues: isChecked ? issues : NO_ISSUES,
      kept,
    },
    test,
    check,
    runTest: () => {
      if (check()) run({ ...connectionOf(draft), secrets: secretsOf(draft), clusterId })
    },
    replace,
  }
}

const NO_ISSUES: ReadonlyMap<string, string> = new Map()

type TestInput = Parameters<typeof client.clusters.test>[0]

function useTest(): { test: ConnectionTest | null; run: (input: TestInput) => void; drop: () => void } {
  const [test, setTest] = useState<ConnectionTest | null>(null)
  const running = useRef<AbortController | null>(null)
  const drop = (): void => {
    running.current?.abort()
    setTest(null)
  }
  const run = (input: TestInput): void => {
    running.current?.abort()
    const ending = new AbortController()
    running.current = ending
    void follow(input, ending.signal, setTest)
  }
  return { test, run, drop }
}

async function follow(input: TestInput, signal: AbortSignal, show: (test: ConnectionTest) => void): Promise<void> {
  const steps: TestStep[] = []
  const tell = (isRunning: boolean, problem: Problem | null = null): void => {
    if (!signal.aborted) show({ steps: [...steps], isRunning, problem })
  }
  tell(true)
  try {
    for await (const step of await client.clusters.test(input, { signal })) {
      steps.push(step)
      tell(true)
    }
    tell(false)
  } catch (error) {
    tell(false, problemOf(error, texts.clusters.testNotDone))
  }
}
