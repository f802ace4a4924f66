import { useEffect, useRef } from "react";
import type { Choice, Completion } from "../completing";

const TITLES = { command: "Commands", person: "People", channel: "Channels" };

interface Props {
  id: string;
  completion: Completion;
  at: number;
  onPoint: (at: number) => void;
  onTake: (choice: Choice) => void;
}

export function choiceId(list: string, at: number): string {
  return `${list}-${at}`;
}

/** The list box above the composer. The focus stays in the field; `at` is the choice that Tab or Enter takes. */
export function Choices({ id, completion, at, onPoint, onTake }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const title = TITLES[completion.kind];
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div className="choices">
      <p className="choices-title" aria-hidden="true">
        {title}
        <span>
          <kbd>Tab</kbd> to take, <kbd>Esc</kbd> to close
        </span>
      </p>
      <div ref={list} id={id} role="listbox" aria-label={title} className="choices-list">
        {completion.choices.map((choice, index) => (
          <div
            key={choice.text}
            id={choiceId(id, index)}
            role="option"
            aria-selected={index === at}
            className="choice"
            onPointerMove={() => index !== at && onPoint(index)}
            // Before the field loses the focus to the press.
            onPointerDown={(event) => {
              event.preventDefault();
              onTake(choice);
            }}
          >
            <span className="choice-line">
              <b>{choice.text}</b> <span className="dim">{choice.hint}</span>
            </span>
            {choice.description && <span className="choice-description dim">{choice.description}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
