import { useEffect, useState } from "react";
import { NOT_CONNECTED } from "../connection";

/** Milliseconds before the page says that nobody answers: a line on one machine is there at once. */
const PATIENCE = 1500;

/** What stands there until the first snapshot has come. */
export function Waiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="waiting">
      <p role="status">{late ? NOT_CONNECTED : "Connecting…"}</p>
    </main>
  );
}
