import type { Exchange } from "../protocol";
import { lasting } from "./times";

/** All exchanges, the newest first. */
export function ExchangeList({ exchanges, onChoose }: { exchanges: Exchange[]; onChoose: (id: number) => void }) {
  if (exchanges.length === 0) return <p className="dim pad">Nothing has gone to the app yet. Try a command.</p>;
  return (
    <ol className="exchanges" aria-label="Exchanges, newest first" reversed>
      {exchanges.toReversed().map((exchange) => (
        <li key={exchange.id}>
          <button type="button" className="exchange" data-exchange={exchange.id} onClick={() => onChoose(exchange.id)}>
            <Arrow exchange={exchange} />
            <span className="exchange-title">{exchange.title}</span>
            <Result exchange={exchange} />
            <span className="dim">{lasting(exchange.milliseconds)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

export function Arrow({ exchange }: { exchange: Exchange }) {
  const toApp = exchange.direction === "to_app";
  return (
    <span className={toApp ? "arrow to-app" : "arrow from-app"}>
      <span aria-hidden="true">{toApp ? "→" : "←"}</span>
      <span className="hidden">{toApp ? "to the app: " : "from the app: "}</span>
    </span>
  );
}

/** The error, else the fault, else the status. */
export function Result({ exchange }: { exchange: Exchange }) {
  if (exchange.error) return <span className="result bad">{exchange.error}</span>;
  if (exchange.fault) return <span className="result warn">{exchange.fault}</span>;
  return <span className="result">{exchange.status ?? "no answer"}</span>;
}
