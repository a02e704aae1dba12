/** Two views and what they share. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="16" fill="var(--accent)" />
      <circle cx="25" cy="32" r="14" fill="#fff" fillOpacity="0.5" />
      <circle cx="39" cy="32" r="14" fill="#fff" fillOpacity="0.5" />
      <path d="M32 19.9a14 14 0 0 1 0 24.2 14 14 0 0 1 0-24.2Z" fill="#fff" />
    </svg>
  );
}
