import type { ReactNode } from 'react'

interface FieldGridProps {
  /** Along what neighbours stand in line: their names; or what is written in, where only some of them are explained. */
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}

/** Short fields side by side, as many as there is room for. */
export function FieldGrid({ align = 'start', children }: FieldGridProps): ReactNode {
  return (
    <div
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
        gap: 12,
        alignItems: align,
      }}
    >
      {children}
    </div>
  )
}
