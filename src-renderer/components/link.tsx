import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'
import styles from './link.module.css'

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly ref?: Ref<HTMLAnchorElement>
}

function Anchor({ className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={[styles.link, className].filter(Boolean).join(' ')}>
      {children}
    </a>
  )
}

/** A link to another screen. */
export const Link = createLink(Anchor)
