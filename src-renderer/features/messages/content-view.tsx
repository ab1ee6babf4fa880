import type { ReactNode } from 'react'
import { useEffect, useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Dim, TextSkeleton } from '../../components/text.tsx'
import { formatBytes, formatExactBytes } from '../../formatting/bytes.ts'
import { decodedSize } from './base64.ts'
import type { Content } from './content.ts'
import { isLong, readContent, readLongContent } from './content.ts'
import styles from './content-view.module.css'
import type { Found } from './find-in-content.tsx'
import { FindInContent, shownText, useContentFind } from './find-in-content.tsx'
import { toHex } from './hex.ts'
import { HexView } from './hex-view.tsx'
import { JsonTree } from './json-tree.tsx'
import { saveBytes } from './save-bytes.ts'
import { TextView } from './text-view.tsx'
import { texts } from '../../languages/texts.ts'

export type View = 'tree' | 'pretty' | 'raw' | 'hex'
/** What the user has chosen; null: what suits the bytes. */
export type ViewChoice = View | null

export interface ContentViewProps {
  /** Null is Kafka's null. */
  readonly base64: string | null
  readonly what: 'key' | 'value'
  readonly nullText: string
  readonly fileName: string
  readonly choice: ViewChoice
  readonly onChoose: (choice: View) => void
}

/** A key or a value, whole: as a tree, as text, as bytes. */
export function ContentView(props: ContentViewProps): ReactNode {
  const { base64, what, nullText } = props
  if (base64 === null) return <Nothing title={texts.messages.nullMark}>{nullText}</Nothing>
  const { keyHasNoBytes, valueHasNoBytes, empty } = texts.messages
  if (base64 === '') return <Nothing title={empty}>{what === 'key' ? keyHasNoBytes : valueHasNoBytes}</Nothing>
  return <SomeContent {...props} base64={base64} />
}

function Nothing({ title, children }: { title: string; children: string }): ReactNode {
  return (
    <div className={styles.nothing}>
      <span className={styles.mark}>{title}</span>
      <Dim>{children}</Dim>
    </div>
  )
}

function SomeContent(props: ContentViewProps & { readonly base64: string }): ReactNode {
  const { base64, fileName, choice, onChoose } = props
  const content = useContent(base64)
  const size = decodedSize(base64)
  const views = viewsOf(content)
  const suited = suitedView(content)
  const view = choice !== null && views.includes(choice) ? choice : suited
  const shown = useMemo(() => shownText(content, view), [content, view])
  const find = useContentFind(content, view, shown)
  return (
    <div className={styles.content}>
      <div className={styles.bar}>
        <ChoiceField
          label={texts.messages.view}
          value={view}
          options={views.map((each) => ({ value: each, label: viewNames()[each] }))}
          onChange={onChoose}
        />
        <span className={styles.size} title={formatExactBytes(size)}>
          {formatBytes(size)}
        </span>
        <Spacer />
        {content && (
          <>
            <Button size="small" tone="quiet" onClick={() => saveBytes(new Blob([content.bytes]), fileName)}>
              {texts.messages.save}
            </Button>
            {size <= MOST_COPIED_BYTES && (
              <CopyButton
                text={shown ?? copyText(content, view)}
                label={view === 'hex' ? texts.messages.copyAsHex : texts.messages.copy}
              />
            )}
          </>
        )}
      </div>
      {content && view !== 'hex' && <FindInContent find={find} />}
      {content && <Note content={content} view={view} />}
      {content ? (
        <ViewBody content={content} view={view} shown={shown} found={find.found} what={props.what} />
      ) : (
        <TextSkeleton width="70%" />
      )}
    </div>
  )
}

const viewNames = (): Readonly<Record<View, string>> => ({
  tree: texts.messages.tree,
  pretty: texts.messages.pretty,
  raw: texts.messages.raw,
  hex: 'Hex',
})
const MOST_COPIED_BYTES = 8 * 1024 * 1024

function viewsOf(content: Content | undefined): readonly View[] {
  if (!content) return ['raw', 'hex']
  return [
    ...(content.json ? (['tree', 'pretty'] as const) : []),
    ...(content.text === null ? [] : (['raw'] as const)),
    'hex',
  ]
}

function suitedView(content: Content | undefined): View {
  if (!content || content.text === null || content.hasControlCharacters) return content ? 'hex' : 'raw'
  const first = content.json?.[0]
  return first && (first.kind === 'object' || first.kind === 'array') ? 'tree' : 'raw'
}

function copyText(content: Content, view: View): string {
  return view === 'hex' || content.text === null ? toHex(content.bytes) : content.text
}

function Note({ content, view }: { content: Content; view: View }): ReactNode {
  const note =
    content.text === null
      ? texts.messages.theseBytesAreNot
      : view === 'hex' && content.hasControlCharacters
        ? texts.messages.validUtf8With
        : view === 'raw'
          ? content.jsonProblem
          : null
  return note !== null && <p className={styles.note}>{note}</p>
}

interface ViewBodyProps {
  readonly content: Content
  readonly view: View
  /** What the view shows as text. */
  readonly shown: string | null
  readonly found: Found | null
  readonly what: 'key' | 'value'
}

function ViewBody({ content, view, shown, found, what }: ViewBodyProps): ReactNode {
  if (view === 'tree' && content.json) {
    return <JsonTree nodes={content.json} subject={what} foundIndex={found?.in === 'tree' ? found.index : null} />
  }
  if (shown !== null) return <TextView text={shown} marked={found?.in === 'text' ? found.span : null} />
  return <HexView bytes={content.bytes} />
}

/** Short ones at once, so that nothing flickers from record to record; long ones without blocking the window. */
function useContent(base64: string): Content | undefined {
  const short = useMemo(() => (isLong(base64) ? undefined : readContent(base64)), [base64])
  const [long, setLong] = useState<{ readonly base64: string; readonly content: Content }>()
  useEffect(() => {
    if (!isLong(base64)) return undefined
    const controller = new AbortController()
    readLongContent(base64, controller.signal).then(
      (content) => setLong({ base64, content }),
      () => undefined,
    )
    return () => controller.abort()
  }, [base64])
  return short ?? (long?.base64 === base64 ? long.content : undefined)
}
