import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { queries } from '../../api/client.ts'
import type { DecodedField } from '../../api/decoding.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Dim } from '../../components/text.tsx'
import styles from './content-view.module.css'
import { JsonError, readJson } from './json-nodes.ts'
import { JsonTree } from './json-tree.tsx'
import type { RecordPlace } from './record-place.ts'
import { TextView } from './text-view.tsx'
import { texts } from '../../languages/texts.ts'

/** The key or the value as the back end reads it, what it was read as, and why everything else that was tried did not fit. */
export function DecodedView(
  props: RecordPlace & { clusterId: string; topic: string; part: 'key' | 'value' },
): ReactNode {
  const { part, ...place } = props
  const { data } = useQuery(
    queries.messages.read.queryOptions({
      input: { ...place, decoding: null },
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30_000,
    }),
  )
  const decoded = data?.[part].decoded
  if (!decoded) return null
  return (
    <div className={styles.content}>
      <div className={styles.bar}>
        <span role="status" aria-label={texts.messages.readAs}>
          {decoded.label}
        </span>
        {decoded.isCut && <Dim>{texts.messages.onlyTheBeginning}</Dim>}
        <Spacer />
        <CopyButton text={decoded.text} label={texts.messages.copyWhatWasRead} />
      </div>
      {decoded.attempts.length > 0 && <Attempts decoded={decoded} />}
      <DecodedBody decoded={decoded} part={part} />
    </div>
  )
}

/** Where nothing fits, why is what one wants to know. */
function Attempts({ decoded }: { decoded: DecodedField }): ReactNode {
  return (
    <details className={styles.attempts} open={decoded.format === null}>
      <summary>{texts.messages.whatWasTriedBefore}</summary>
      <ul>
        {decoded.attempts.map(({ format, why }) => (
          <li key={format}>
            <strong>{format}</strong> {why}
          </li>
        ))}
      </ul>
    </details>
  )
}

function DecodedBody({ decoded, part }: { decoded: DecodedField; part: 'key' | 'value' }): ReactNode {
  const { text, isJson, isCut } = decoded
  const nodes = useMemo(() => (isJson && !isCut ? treeOf(text) : null), [text, isJson, isCut])
  return nodes ? <JsonTree nodes={nodes} subject={part} /> : <TextView text={text} />
}

function treeOf(text: string) {
  try {
    return readJson(text)
  } catch (error) {
    if (error instanceof JsonError) return null
    throw error
  }
}
