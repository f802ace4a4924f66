import { useEffect, useRef } from "react";
import { sentBlocks } from "../blockJson";
import type { Exchange, Json } from "../protocol";
import { Arrow, Result } from "./ExchangeList";
import { BackIcon } from "./icons";
import { JsonView } from "./JsonView";
import { Limits } from "./Limits";
import { exactly, lasting } from "./times";

/** One exchange in full. */
export function ExchangeDetail({ exchange, onBack }: { exchange: Exchange; onBack: () => void }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const back = (): void => {
    onBack();
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-exchange="${exchange.id}"]`)?.focus());
  };
  return (
    <div className="pane-body">
      <button type="button" className="quiet back" onClick={back}>
        <BackIcon /> All exchanges
      </button>
      <h3 ref={title} tabIndex={-1} className="exchange-heading">
        <Arrow exchange={exchange} /> {exchange.title}
      </h3>
      <p className="exchange-facts dim">
        <Result exchange={exchange} /> · {[exchange.transport, lasting(exchange.milliseconds), exactly(exchange.at)].filter(Boolean).join(" · ")}
      </p>
      {exchange.fault && <p className="notice">Asked to go wrong: {exchange.fault}</p>}
      {exchange.problems.length > 0 && (
        <ul className="problems" aria-label="Problems">
          {exchange.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <Limits measures={exchange.measures} />
      {sentBlocks(exchange).map(({ what, json }) => (
        <JsonView key={what} title={what} json={json} />
      ))}
      <Part title="Request" json={exchange.request} />
      <Part title="Answer" json={exchange.answer} />
    </div>
  );
}

/** A request or an answer; its headers stand by themselves where it has some. */
function Part({ title, json }: { title: string; json: Json }) {
  if (json !== null && typeof json === "object" && !Array.isArray(json) && json["headers"] !== undefined && json["body"] !== undefined) {
    return (
      <>
        <JsonView title={`${title} headers`} json={json["headers"]} />
        <JsonView title={title} json={json["body"]} />
      </>
    );
  }
  return <JsonView title={title} json={json} />;
}
