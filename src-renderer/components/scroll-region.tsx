import type { ReactNode } from 'react'

export interface ScrollRegionProps {
  /** What is in it, for who cannot see it. */
  readonly label: string
  readonly className: string | undefined
  readonly children: ReactNode
}

/** Holds more than it has room for: it takes the focus, so that the keyboard scrolls it too. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div role="group" aria-label={label} tabIndex={0} className={className}>
      {children}
    </div>
  )
}
