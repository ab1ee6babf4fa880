import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { queries } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import type { RecordSourceInput, SourcePreview as Preview } from '../../../api/transfers.ts'
import { ErrorView } from '../../../components/error-view.tsx'
import { Dim } from '../../../components/text.tsx'
import { LineErrors } from './line-errors.tsx'
import styles from './transfers.module.css'

/** The first messages of a source as they would be written, a moment after it was last changed. */
export function useSourcePreview(source: RecordSourceInput | null) {
  const settled = useSettled(source)
  return useQuery({
    ...queries.transfers.previewSource.queryOptions({
      input: { source: settled ?? { kind: 'text', text: '', format: 'jsonl' } },
      retry: false,
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
    enabled: settled !== null,
  })
}

function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as Value), 250)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

export interface SourcePreviewProps {
  readonly preview: Preview | undefined
  readonly error: unknown
}

export function SourcePreview({ preview, error }: SourcePreviewProps): ReactNode {
  if (error) return <ErrorView problem={problemOf(error, 'It cannot be read.')} />
  if (!preview) return null
  return (
    <>
      <div className={styles.lines}>
        <table aria-label="Preview">
          <thead>
            <tr>
              <th className={styles.number}>Line</th>
              <th style={{ width: '28%' }}>Becomes the key</th>
              <th>Becomes the value</th>
              <th className={styles.number}>Headers</th>
            </tr>
          </thead>
          <tbody>
            {preview.records.map(({ line, key, value, headerCount }) => (
              <tr key={line}>
                <td>{line}</td>
                <td>{key ?? <Dim>null</Dim>}</td>
                <td>{value ?? <Dim>null</Dim>}</td>
                <td>{headerCount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <LineErrors errors={preview.errors} />
    </>
  )
}
