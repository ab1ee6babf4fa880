import type { CSSProperties, ReactNode } from 'react'

interface LayoutProps {
  readonly children: ReactNode
  readonly gap?: number
  readonly align?: CSSProperties['alignItems']
  readonly justify?: CSSProperties['justifyContent']
}

interface RowProps extends LayoutProps {
  /** Nothing wraps; what is too long is cut. */
  readonly isOneLine?: boolean
}

/** Things below each other. */
export function Stack({ children, gap = 12, align = 'stretch', justify }: LayoutProps): ReactNode {
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap, alignItems: align, justifyContent: justify }}>
      {children}
    </div>
  )
}

/** Things beside each other; they wrap where there is no room. */
export function Row({ children, gap = 8, align = 'center', justify, isOneLine = false }: RowProps): ReactNode {
  const flexWrap = isOneLine ? 'nowrap' : 'wrap'
  return (
    <div style={{ display: 'flex', flexWrap, gap, alignItems: align, justifyContent: justify, minWidth: 0 }}>
      {children}
    </div>
  )
}

/** Takes the room that is left. */
export function Spacer(): ReactNode {
  return <div style={{ flex: 1 }} />
}
