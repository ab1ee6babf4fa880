import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { ChoiceField, TextField } from '../../components/fields.tsx'
import { Toolbar } from '../../components/page.tsx'
import type { TimestampZone } from '../../formatting/timestamps.ts'
import { formatTimestamp, parseTimestamp } from '../../formatting/timestamps.ts'
import { texts } from '../../languages/texts.ts'
import { useDiskPlace } from './disk-place.ts'
import { targetOf } from './lookup-target.ts'
import { LookupSteps } from './lookup-steps.tsx'
import styles from './segments.module.css'

interface LookupPanelProps {
  readonly clusterId: string
  readonly folder: string
  /** `o42` or `t1700000000000`; null: nothing yet. */
  readonly find: string | null
}

/** Finds an offset or a time, and shows how Kafka finds it. */
export function LookupPanel({ clusterId, folder, find }: LookupPanelProps): ReactNode {
  const { lookup } = texts.segments
  const target = find === null ? null : targetOf(find)
  const { data, error } = useQuery({
    ...queries.segments.locate.queryOptions({
      input: { clusterId, folder, target: target ?? { kind: 'offset', offset: 0n } },
      placeholderData: keepPreviousData,
    }),
    enabled: target !== null,
  })
  return (
    <div className={styles.fill}>
      <LookupForm key={find} folder={folder} find={find} />
      {error && <ErrorView problem={problemOf(error, texts.segments.notRead)} />}
      {target === null && (
        <EmptyState icon={<IconSearch size={20} />} title={lookup.idle}>
          {lookup.idleWhat}
        </EmptyState>
      )}
      {target !== null && !error && data && <LookupSteps lookup={data} clusterId={clusterId} folder={folder} />}
    </div>
  )
}

function LookupForm({ folder, find }: Pick<LookupPanelProps, 'folder' | 'find'>): ReactNode {
  const { lookup } = texts.segments
  const { timestamps: zone } = useSettings()
  const { go } = useDiskPlace()
  const [kind, setKind] = useState<'offset' | 'time'>(find?.startsWith('t') === true ? 'time' : 'offset')
  const [text, setText] = useState(() => typedOf(find, zone))
  const [isWrong, setWrong] = useState(false)
  const submit = (): void => {
    const next = kind === 'offset' ? offsetOf(text) : parseTimestamp(text, zone)
    setWrong(next === null)
    if (next === null) return
    go(
      { ...(folder !== '' && { folder }), view: 'lookup', find: `${kind === 'offset' ? 'o' : 't'}${next}` },
      { replace: true },
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Toolbar>
        <ChoiceField
          label={lookup.by}
          value={kind}
          options={[
            { value: 'offset', label: lookup.offset },
            { value: 'time', label: lookup.time },
          ]}
          onChange={setKind}
        />
        <TextField
          label={kind === 'offset' ? lookup.offset : lookup.time}
          isLabelHidden
          placeholder={kind === 'offset' ? '42' : '2026-11-22 14:03'}
          width={230}
          value={text}
          onChange={setText}
          error={isWrong ? (kind === 'offset' ? lookup.noOffset : lookup.noTime) : null}
        />
        <Button type="submit" tone="primary" icon={<IconSearch size={14} />}>
          {lookup.begin}
        </Button>
      </Toolbar>
    </form>
  )
}

function typedOf(find: string | null, zone: TimestampZone): string {
  if (find === null) return ''
  return find.startsWith('o') ? find.slice(1) : formatTimestamp(BigInt(find.slice(1)), zone)
}

function offsetOf(text: string): bigint | null {
  const digits = text.replaceAll(/[\s\u202F,_]/g, '')
  return /^\d{1,19}$/.test(digits) && BigInt(digits) < 2n ** 63n ? BigInt(digits) : null
}
