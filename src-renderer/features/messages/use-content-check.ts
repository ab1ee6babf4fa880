import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { queries } from '../../api/client.ts'
import { useSettled } from '../../components/use-settled.ts'
import type { ContentDraft } from './content-draft.ts'
import { readDraft } from './content-draft.ts'
import { JsonError, readJson } from './json-nodes.ts'
import { texts } from '../../languages/texts.ts'

export interface ContentCheck {
  /** Why it cannot be written so; null: it can. */
  readonly problem: string | null
  /** What it is written as, when it can. */
  readonly label: string
  readonly messageTypes: readonly string[]
  /** Whether what is wrong keeps it from being sent. */
  readonly isObstacle: boolean
}

export interface CheckedPart {
  readonly clusterId: string
  readonly topic: string
  readonly part: 'key' | 'value'
}

/** Looks at a key or value while it is written: at once where the screen can tell, a moment later what needs a schema. */
export function useContentCheck(on: CheckedPart, draft: ContentDraft): ContentCheck {
  const isWithSchema = draft.encoding === 'schema' && !draft.isNull
  const settled = useSettled(draft, 200)
  const read = readDraft(settled)
  const { data } = useQuery({
    ...queries.producing.check.queryOptions({
      input: { ...on, content: read.problem === null ? read.content : { kind: 'null' } },
      placeholderData: keepPreviousData,
      retry: false,
      staleTime: 5000,
    }),
    enabled: isWithSchema && read.problem === null,
  })
  if (draft.isNull) return FINE
  const here = readDraft(draft)
  if (here.problem !== null) return { ...FINE, problem: here.problem, isObstacle: true }
  if (isWithSchema) return data ? { ...data, isObstacle: data.problem !== null } : FINE
  return draft.encoding === 'json' ? jsonCheck(draft.text) : FINE
}

const FINE: ContentCheck = { problem: null, label: '', messageTypes: [], isObstacle: false }

/** JSON without a schema is sent as it is, also when it is none. */
function jsonCheck(text: string): ContentCheck {
  if (text.trim() === '') return FINE
  try {
    readJson(text)
    return { ...FINE, label: texts.messages.validJson }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return { ...FINE, problem: texts.messages.sentThoughNoJson(error.message) }
  }
}
