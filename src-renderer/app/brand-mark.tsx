import type { ReactNode } from 'react'

/** An anvil with a spark: Brokkr is the smith who made Mjölnir. */
export function BrandMark({ size = 20 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="light-dark(#1d1c1a, #26282c)" />
      <path
        d="M6 14h14.500c0 2.400 2 3.900 5.500 4.200v1.700c-3.400.2-6.300 1.500-7.200 3.900H22V26H9v-2.200h2.600c-.3-2.500-1.700-3.800-4-4.400C6.300 19 6 17.200 6 14Z"
        fill="#f0763a"
      />
      <path d="M13.500 5.500 15 8.700l3.200-.7-2.200 2.600h-5.600L8.200 8l3.200.7Z" fill="#fac6a6" />
    </svg>
  )
}
