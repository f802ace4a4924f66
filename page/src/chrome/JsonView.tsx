import { useState } from "react";
import type { Json } from "../protocol";

/** Milliseconds for which a copy is told of. */
const TOLD = 2000;

/** JSON to read and to copy. */
export function JsonView({ title, json }: { title: string; json: Json }) {
  const [copied, setCopied] = useState<"" | "Copied" | "Not copied">("");
  const text = JSON.stringify(json, null, 2);
  const copy = async (): Promise<void> => {
    setCopied(await navigator.clipboard.writeText(text).then(() => "Copied" as const, () => "Not copied" as const));
    setTimeout(() => setCopied(""), TOLD);
  };
  if (json === null) {
    return (
      <section className="json">
        <h4>{title}</h4>
        <p className="dim">None</p>
      </section>
    );
  }
  return (
    <section className="json">
      <div className="row">
        <h4>{title}</h4>
        <span role="status" className="dim">
          {copied}
        </span>
        <button type="button" className="quiet" aria-label={`Copy ${title.toLowerCase()}`} onClick={() => void copy()}>
          Copy
        </button>
      </div>
      <pre tabIndex={0} aria-label={title} role="region">
        {text}
      </pre>
    </section>
  );
}
