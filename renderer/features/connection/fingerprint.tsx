import classes from './connection.module.css';

/** A SHA-256 fingerprint in two lines of sixteen bytes, as people compare them. */
export function Fingerprint({ text }: { readonly text: string }) {
  const bytes = text.split(':');
  return (
    <code className={classes['print']}>
      {bytes.slice(0, 16).join(':')}
      <br />
      {bytes.slice(16).join(':')}
    </code>
  );
}
