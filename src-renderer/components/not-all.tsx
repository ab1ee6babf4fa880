import type { ReactNode } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Row } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'

/** A list that lacks something says so, and why. */
export function NotAll({ problems }: { problems: readonly string[] | undefined }): ReactNode {
  if (problems === undefined || problems.length === 0) return null
  return (
    <div role="status" style={{ paddingBottom: 10 }}>
      <Row gap={8} align="start">
        <Badge tone="warn">{texts.transactions.notAll}</Badge>
        <span>{problems.join(' ')}</span>
      </Row>
    </div>
  )
}
