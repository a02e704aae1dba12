/** Two views and what they share. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="16" fill="var(--accent)" />
      <circle cx="24.5" cy="32" r="14.5" fill="#fff" fillOpacity="0.5" />
      <circle cx="39.5" cy="32" r="14.5" fill="#fff" fillOpacity="0.5" />
      <path d="M32 19.59a14.5 14.5 0 0 1 0 24.82 14.5 14.5 0 0 1 0-24.82Z" fill="#fff" />
    </svg>
  );
}
