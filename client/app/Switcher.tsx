export default function Switcher() {
  return null;
}
