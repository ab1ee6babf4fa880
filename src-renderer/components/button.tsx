import { ActionIcon, Button as MantineButton, Skeleton } from '@mantine/core'
import type { KeyboardEventHandler, MouseEventHandler, ReactNode, Ref } from 'react'
import { Hint } from './hint.tsx'

export interface ButtonProps {
  readonly children: ReactNode
  /** `primary`: the one thing to do here. `danger`: something is lost. `quiet`: no frame. */
  readonly tone?: 'primary' | 'default' | 'quiet' | 'danger'
  readonly size?: 'small' | 'normal' | 'large'
  readonly icon?: ReactNode
  readonly type?: 'button' | 'submit'
  readonly form?: string
  readonly isBusy?: boolean
  readonly isDisabled?: boolean
  /** The accessible name where it says more than what is written. */
  readonly label?: string
  readonly hint?: string
  /** Given, the button cannot be used, and this is why: told on hover and on focus, which it still takes. */
  readonly whyDisabled?: string | null
  readonly onClick?: MouseEventHandler<HTMLButtonElement>
  readonly ref?: Ref<HTMLButtonElement>
}

const TONES = {
  primary: { variant: 'filled', color: 'ember' },
  default: { variant: 'default' },
  quiet: { variant: 'subtle', color: 'gray' },
  danger: { variant: 'filled', color: 'red.8' },
} as const
const SIZES = { small: 'compact-xs', normal: 'xs', large: 'sm' } as const

export function Button(props: ButtonProps): ReactNode {
  const { children, tone = 'default', size = 'normal', icon, type = 'button', isBusy, whyDisabled = null } = props
  const hint = whyDisabled ?? props.hint
  const button = (
    <MantineButton
      {...TONES[tone]}
      size={SIZES[size]}
      fz={size === 'small' ? 12 : 13}
      fw={500}
      type={type}
      leftSection={icon}
      loading={isBusy === true}
      disabled={whyDisabled === null && props.isDisabled === true}
      {...optional({ form: props.form, onClick: props.onClick, ref: props.ref, 'aria-label': props.label })}
      {...(whyDisabled !== null && DIMMED)}
    >
      {children}
    </MantineButton>
  )
  return hint === undefined ? button : <Hint text={hint}>{button}</Hint>
}

/** Disabled but for the focus: a button that is `disabled` can tell nobody why. */
const DIMMED = {
  type: 'button',
  'data-disabled': true,
  'aria-disabled': true,
  onClick: (event: { preventDefault(): void }) => event.preventDefault(),
} as const

/** Keeps the place of a button of which is not known yet what it is. */
export function ButtonSkeleton({ width, size }: { width: number; size: 'normal' | 'large' }): ReactNode {
  return <Skeleton width={width} height={size === 'large' ? 36 : 30} />
}

export interface IconButtonProps {
  readonly label: string
  readonly children: ReactNode
  readonly isDisabled?: boolean
  readonly isPressed?: boolean
  readonly size?: number
  readonly tone?: 'default' | 'danger'
  /** As of a `Button`. */
  readonly whyDisabled?: string | null
  readonly onClick?: MouseEventHandler<HTMLButtonElement>
  readonly onKeyDown?: KeyboardEventHandler<HTMLButtonElement>
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button that is only an icon; its label is its name and its tooltip. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { label, children, isDisabled, isPressed, size = 26, tone = 'default', whyDisabled = null } = props
  return (
    <Hint text={whyDisabled === null ? label : `${label} – ${whyDisabled}`}>
      <ActionIcon
        variant={isPressed === true ? 'light' : 'subtle'}
        color={tone === 'danger' ? 'red' : isPressed === true ? 'ember' : 'gray'}
        size={size}
        aria-label={label}
        disabled={isDisabled === true}
        {...optional({
          onClick: props.onClick,
          onKeyDown: props.onKeyDown,
          ref: props.ref,
          'aria-pressed': isPressed,
        })}
        {...(whyDisabled !== null && DIMMED)}
      >
        {children}
      </ActionIcon>
    </Hint>
  )
}

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` wants it. */
export function optional<Props extends object>(props: Props): { [Key in keyof Props]: Exclude<Props[Key], undefined> } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Props]: Exclude<Props[Key], undefined>
  }
}
