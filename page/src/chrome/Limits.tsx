import { useState } from "react";
import type { Measure } from "../protocol";

/** From this share of a limit on it is marked. */
const WARN = 0.8;

/** So many are shown at first: those nearest to their limit. */
const FIRST = 4;

/** How near the message or view came to Slack's limits. */
export function Limits({ measures }: { measures: Measure[] }) {
  const [all, setAll] = useState(false);
  if (measures.length === 0) return null;
  const nearest = measures.toSorted((a, b) => share(b) - share(a));
  return (
    <section className="limits">
      <h4>Limits, nearest first</h4>
      <ul>
        {(all ? nearest : nearest.slice(0, FIRST)).map((measure) => (
          <Limit key={`${measure.where} ${measure.what}`} measure={measure} />
        ))}
      </ul>
      {measures.length > FIRST && (
        <button type="button" className="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show the nearest" : `Show all ${measures.length}`}
        </button>
      )}
    </section>
  );
}

function Limit({ measure }: { measure: Measure }) {
  const { where, what, used, most } = measure;
  const level = used > most ? "over" : share(measure) >= WARN ? "near" : "well";
  const figures = `${used.toLocaleString("en")} of ${most.toLocaleString("en")}`;
  return (
    <li className={`limit ${level}`}>
      <span className="limit-label">
        <span>
          {what} <code className="dim">{where}</code>
        </span>
        <span>
          {figures}
          {level === "near" && <span className="hidden">, near the limit</span>}
          {level === "over" && <span className="hidden">, over the limit</span>}
        </span>
      </span>
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, share(measure) * 100)}%` }} />
      </span>
    </li>
  );
}

function share({ used, most }: Measure): number {
  return most > 0 ? used / most : 1;
}
