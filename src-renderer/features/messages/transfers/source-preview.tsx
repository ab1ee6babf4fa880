import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import type { RecordSourceInput, SourcePreview as Preview } from '../../../api/transfers.ts'
import { ErrorView } from '../../../components/error-view.tsx'
import { Dim } from '../../../components/text.tsx'
import { ScrollRegion } from '../../../components/scroll-region.tsx'
import { useSettled } from '../../../components/use-settled.ts'
import { LineErrors } from './line-errors.tsx'
import styles from './transfers.module.css'
import { texts } from '../../../languages/texts.ts'

/** The first messages of a source as they would be written, a moment after it was last changed. */
export function useSourcePreview(source: RecordSourceInput | null, on: { clusterId: string; topic: string }) {
  const settled = useSettled(source, 250)
  const { clusterId, topic } = on
  return useQuery({
    ...queries.transfers.previewSource.queryOptions({
      input: { clusterId, topic, source: settled ?? { kind: 'text', text: '', format: 'jsonl' } },
      retry: false,
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
    enabled: settled !== null,
  })
}

export interface SourcePreviewProps {
  readonly preview: Preview | undefined
  readonly error: unknown
}

export function SourcePreview({ preview, error }: SourcePreviewProps): ReactNode {
  if (error) return <ErrorView problem={problemOf(error, texts.transfers.itCannotBeRead)} />
  if (!preview) return null
  return (
    <>
      <ScrollRegion label={texts.transfers.preview} className={styles.lines}>
        <table aria-label={texts.transfers.preview}>
          <thead>
            <tr>
              <th className={styles.number}>{texts.transfers.line}</th>
              <th style={{ width: '28%' }}>{texts.transfers.becomesTheKey}</th>
              <th>{texts.transfers.becomesTheValue}</th>
              <th className={styles.number}>{texts.transfers.headers}</th>
            </tr>
          </thead>
          <tbody>
            {preview.records.map(({ line, key, value, headerCount }) => (
              <tr key={line}>
                <td>{line}</td>
                <td>{key ?? <Dim>{texts.transfers.nullMark}</Dim>}</td>
                <td>{value ?? <Dim>{texts.transfers.nullMark}</Dim>}</td>
                <td>{headerCount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <LineErrors errors={preview.errors} />
    </>
  )
}
