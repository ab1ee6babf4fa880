import type { ReactNode } from 'react'

/** Short fields side by side, as many as there is room for. */
export function FieldGrid({ children }: { children: ReactNode }): ReactNode {
  return (
    <div
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
        gap: 12,
        alignItems: 'start',
      }}
    >
      {children}
    </div>
  )
}
