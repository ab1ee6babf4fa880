import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { problemOf } from '../../api/problem.ts'
import { Dim, TextSkeleton } from '../../components/text.tsx'
import { VirtualLines } from '../../components/virtual-lines.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { toBase64 } from './content-draft.ts'
import type { LargeField } from './byte-source.ts'
import { ByteSource, readAllBytes, readBytes } from './byte-source.ts'
import styles from './content-view.module.css'
import type { ContentViewProps } from './content-view.tsx'
import { ContentView } from './content-view.tsx'
import { hexLine } from './hex.ts'
import { saveBytes } from './save-bytes.ts'
import { texts } from '../../languages/texts.ts'

export interface LargeContentProps extends Omit<ContentViewProps, 'base64'> {
  readonly field: LargeField
  readonly sizeBytes: number
}

/** Up to here it is fetched whole, for a tree and for copying; beyond, only what is in sight is. */
const LARGEST_WHOLE_BYTES = 4 * 1024 * 1024

/** A key or value of which a screen does not have all. */
export function LargeContent(props: LargeContentProps): ReactNode {
  return props.sizeBytes <= LARGEST_WHOLE_BYTES ? <WholeContent {...props} /> : <ContentInWindows {...props} />
}

function WholeContent({ field, sizeBytes, ...rest }: LargeContentProps): ReactNode {
  const { data } = useQuery({
    queryKey: ['whole bytes', field],
    queryFn: async () => toBase64(await readBytes(field, 0, sizeBytes)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  })
  return data === undefined ? <TextSkeleton width="70%" /> : <ContentView {...rest} base64={data} />
}

const PART_BYTES = 8 * 1024 * 1024
const views = () =>
  [
    { value: 'raw', label: texts.messages.raw },
    { value: 'hex', label: 'Hex' },
  ] as const
const LINE_BYTES = { raw: 96, hex: 8 } as const

function ContentInWindows({ field, sizeBytes, fileName }: LargeContentProps): ReactNode {
  const [view, setView] = useState<'raw' | 'hex'>('raw')
  const [part, setPart] = useState(0)
  const [isSaving, setIsSaving] = useState(false)
  const partCount = Math.ceil(sizeBytes / PART_BYTES)
  const start = part * PART_BYTES
  const save = async (): Promise<void> => {
    setIsSaving(true)
    try {
      saveBytes(await readAllBytes(field, sizeBytes), fileName)
    } catch (error) {
      notifyProblem(problemOf(error, texts.messages.itWasNotSaved))
    }
    setIsSaving(false)
  }
  return (
    <div className={styles.content}>
      <div className={styles.bar}>
        <ChoiceField label={texts.messages.view} value={view} options={views()} onChange={setView} />
        <span className={styles.size}>{formatBytes(sizeBytes)}</span>
        <Spacer />
        <IconButton label={texts.messages.previousPart} isDisabled={part === 0} onClick={() => setPart(part - 1)}>
          <IconChevronLeft size={14} />
        </IconButton>
        <Dim>{texts.messages.placeOf(String(part + 1), String(partCount))}</Dim>
        <IconButton
          label={texts.messages.nextPart}
          isDisabled={part + 1 >= partCount}
          onClick={() => setPart(part + 1)}
        >
          <IconChevronRight size={14} />
        </IconButton>
        <Button size="small" tone="quiet" isBusy={isSaving} onClick={() => void save()}>
          {texts.messages.save}
        </Button>
      </div>
      <p className={styles.note}>{texts.messages.itIsReadAs}</p>
      <Lines
        key={`${view} ${part}`}
        field={field}
        view={view}
        start={start}
        end={Math.min(sizeBytes, start + PART_BYTES)}
      />
    </div>
  )
}

interface LinesProps {
  readonly field: LargeField
  readonly view: 'raw' | 'hex'
  readonly start: number
  readonly end: number
}

function Lines({ field, view, start, end }: LinesProps): ReactNode {
  const name = JSON.stringify(field, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the name stands for the field
  const source = useMemo(() => new ByteSource(field), [name])
  useSyncExternalStore(source.subscribe, source.version)
  const perLine = LINE_BYTES[view]
  return (
    <VirtualLines
      label={view === 'hex' ? texts.messages.bytes : texts.messages.text}
      count={Math.ceil((end - start) / perLine)}
      lineHeight={18}
      renderLine={(index) => {
        const from = start + index * perLine
        return <code className={styles.line}>{lineOf(source, { view, from, to: Math.min(end, from + perLine) })}</code>
      }}
    />
  )
}

interface LineSpan {
  readonly view: 'raw' | 'hex'
  readonly from: number
  readonly to: number
}

function lineOf(source: ByteSource, { view, from, to }: LineSpan): ReactNode {
  if (view === 'raw') {
    // A character may begin in this line and end in the next: there its rest is left out.
    const bytes = source.at(from, to + 3)
    return bytes === undefined ? '…' : textOf(bytes, to - from)
  }
  const bytes = source.at(from, to)
  if (bytes === undefined) return '…'
  const { bytes: digits, characters } = hexLine(bytes, 0, 8)
  return (
    <>
      <span className={styles.position}>{from.toString(16).padStart(8, '0')}</span>
      {digits}
      <span className={styles.characters}>{characters}</span>
    </>
  )
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

function textOf(bytes: Uint8Array, length: number): string {
  let from = 0
  while (from < 3 && isContinuation(bytes[from])) from++
  let to = length
  while (to < length + 3 && isContinuation(bytes[to])) to++
  return new TextDecoder().decode(bytes.subarray(from, to)).replaceAll(/\r?\n/g, '⏎')
}
