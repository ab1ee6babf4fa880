/**
 * What the front end's page may load and reach, the same in both hosts: our own files and nothing else. Styles are set from
 * script by the component library and the editor, hence `unsafe-inline` for styles only; the editor's workers are our own files, or blobs
 * that load them.
 */
export function contentSecurityPolicy({ connectTo }: { readonly connectTo: string }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    `connect-src ${connectTo}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
