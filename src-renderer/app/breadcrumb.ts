import { useLocation } from '@tanstack/react-router'
import { texts } from '../languages/texts.ts'

/** What follows the cluster in the breadcrumb. */
export function breadcrumbOf(pathname: string): string[] {
  const { areas, places } = texts.app
  const names: Readonly<Record<string, string>> = areas
  const [, first = '', , area, name] = pathname.split('/')
  if (first === '') return [places.welcome]
  if (first === 'settings') return [places.settings]
  if (first === 'directory') return [places.directory]
  if (area === undefined || area === '') return []
  const title = titleOfArea(area)
  if (title !== null) return [title]
  return [names[area] ?? area, ...(name === undefined ? [] : [decodeURIComponent(name)])]
}

/** Of areas that have parts, but nothing with a name of its own. */
function titleOfArea(area: string): string | null {
  switch (area) {
    case 'brokers':
      return texts.app.areas.brokers
    case 'access':
      return texts.security.title
    case 'transactions':
      return texts.transactions.title
    case 'journal':
      return texts.journal.title
    default:
      return null
  }
}

export function useBreadcrumb(): string[] {
  return breadcrumbOf(useLocation().pathname)
}
