import type { ReactNode } from 'react'
import { texts } from '../languages/texts.ts'
import { Badge } from './badge.tsx'
import { Row } from './layout.tsx'

/** A list that lacks something says so, and why. */
export function NotAll({ problems }: { problems: readonly string[] | undefined }): ReactNode {
  if (problems === undefined || problems.length === 0) return null
  return (
    <div role="status" style={{ paddingBottom: 10 }}>
      <Row gap={8} align="start">
        <Badge tone="warn">{texts.components.notAll}</Badge>
        <span>{problems.join(' ')}</span>
      </Row>
    </div>
  )
}
