import { useEffect, useState } from "react";
import { useSession } from "../session";
import { exactly } from "./times";

const STEPS: ReadonlyArray<[number, string]> = [
  [60, "1 min"],
  [3600, "1 h"],
  [86_400, "1 day"],
];

/** The stand-in's clock. Moved on, what is due until then happens: retries, expiries. */
export function ClockPanel() {
  const { now, attempt } = useSession();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <details className="panel">
      <summary>Clock</summary>
      <p>{exactly(now())}</p>
      <div className="row start">
        {STEPS.map(([seconds, label]) => (
          <button key={label} type="button" className="quiet" aria-label={`Move the clock on by ${label}`} onClick={() => void attempt("advance", { seconds })}>
            + {label}
          </button>
        ))}
      </div>
    </details>
  );
}
