import { useId, useState } from "react";
import type { FormEvent } from "react";
import type { FaultKind, Faults } from "../protocol";
import { failureOf, useSession } from "../session";

type Way = "to_app" | "from_app";

const WAYS: ReadonlyArray<[Way, string]> = [
  ["to_app", "To the app"],
  ["from_app", "From the app"],
];

const KINDS: Record<Way, ReadonlyArray<[FaultKind, string]>> = {
  to_app: [
    ["drop", "Never arrives"],
    ["delay", "Arrives late"],
    ["duplicate", "Arrives twice"],
    ["reorder", "Overtaken by the next"],
    ["disconnect", "Socket closes first"],
  ],
  from_app: [
    ["rate_limit", "Too many requests (429)"],
    ["error", "Slack fails (500)"],
    ["delay", "Answered late"],
  ],
};

const WITH_SECONDS: ReadonlySet<FaultKind> = new Set(["delay", "reorder", "rate_limit"]);

/** Lets the next requests go wrong. */
export function FaultsPanel() {
  const { snapshot, act } = useSession();
  const [on, setOn] = useState<Way>("to_app");
  const [kind, setKind] = useState<FaultKind>("drop");
  const [times, setTimes] = useState(1);
  const [seconds, setSeconds] = useState(4);
  const [method, setMethod] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const id = useId();
  const { waiting } = snapshot.faults;

  const turn = (way: Way): void => {
    setOn(way);
    setKind(KINDS[way][0]?.[0] ?? "delay");
  };
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const outcome = await act("fault", {
      kind, on, times,
      ...(WITH_SECONDS.has(kind) ? { seconds } : {}),
      ...(method.trim() === "" ? {} : { method: method.trim() }),
    }); // prettier-ignore
    setFailure(outcome.ok ? null : failureOf(outcome));
  };
  return (
    <details className="panel">
      <summary>
        Faults {waiting.length > 0 && <span className="badge">{waiting.length}<span className="hidden"> waiting</span></span>}
      </summary>
      <form className="faults" onSubmit={(event) => void ask(event)}>
        <label>
          Way
          <select value={on} onChange={(event) => turn(event.target.value as Way)}>
            {WAYS.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          What goes wrong
          <select value={kind} onChange={(event) => setKind(event.target.value as FaultKind)}>
            {KINDS[on].map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          How often
          <input type="number" min={1} max={100} required value={times} onChange={(event) => setTimes(event.target.valueAsNumber || 1)} />
        </label>
        {WITH_SECONDS.has(kind) && (
          <label>
            Seconds
            <input type="number" min={0.1} max={600} step="any" required value={seconds} onChange={(event) => setSeconds(event.target.valueAsNumber || 1)} />
          </label>
        )}
        <label className="wide">
          Only for (empty for any)
          <input
            list={`${id}-methods`}
            value={method}
            placeholder={on === "to_app" ? "/modality, block_actions, app_mention" : "chat.postMessage"}
            onChange={(event) => setMethod(event.target.value)}
          />
          <datalist id={`${id}-methods`}>
            {methods(snapshot.exchanges.filter((one) => one.direction === on).map((one) => one.title)).map((title) => (
              <option key={title} value={title} />
            ))}
          </datalist>
        </label>
        {failure && (
          <p role="alert" className="failure wide">
            {failure}
          </p>
        )}
        <button type="submit" className="primary">
          Let it go wrong
        </button>
      </form>
      <Waiting waiting={waiting} onClear={() => void act("clear_faults", {})} />
    </details>
  );
}

/** What requests can be named by; of a slash command its first word. */
function methods(titles: string[]): string[] {
  return [...new Set(titles.map((title) => title.split(" ")[0] ?? title))].sort();
}

function Waiting({ waiting, onClear }: { waiting: Faults["waiting"]; onClear: () => void }) {
  if (waiting.length === 0) return <p className="dim">None waits.</p>;
  return (
    <>
      <ol className="waiting-faults" aria-label="Faults that wait">
        {waiting.map((fault, at) => (
          <li key={at}>
            {labelOf(fault.on, fault.kind)} <span className="dim">{describe(fault)}</span>
          </li>
        ))}
      </ol>
      <button type="button" className="quiet" onClick={onClear}>
        Clear
      </button>
    </>
  );
}

function labelOf(on: Way, kind: FaultKind): string {
  return KINDS[on].find(([value]) => value === kind)?.[1] ?? kind;
}

function describe({ on, kind, seconds, method }: Faults["waiting"][number]): string {
  const way = on === "to_app" ? "to the app" : "from the app";
  return [way, method && `only ${method}`, WITH_SECONDS.has(kind) && seconds !== undefined && `${seconds} s`].filter(Boolean).join(", ");
}
