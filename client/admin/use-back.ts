import { useNavigate } from '@tanstack/react-router';

/** From a page of the console to the list of them, which a phone shows alone. */
export function useBack(): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '/console' });
}
