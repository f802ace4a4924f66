import { useId, useState } from "react";
import type { FormEvent } from "react";
import type { Outcome } from "../protocol";
import { failureOf } from "../session";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  label: string;
  hint: string;
  /** What the button says. */
  doing: string;
  onAnswer: (answer: string) => Promise<Outcome>;
  /** Called with the outcome once it went well, without one where the person gave up. */
  onDone: (outcome?: Outcome) => void;
}

/** Asks for one line, and stays open with the reason while it is not taken. */
export function AskDialog({ title, label, hint, doing, onAnswer, onDone }: Props) {
  const [answer, setAnswer] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const id = useId();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const outcome = await onAnswer(answer.trim());
    if (outcome.ok) onDone(outcome);
    else setFailure(failureOf(outcome));
  };
  return (
    <Dialog title={title} onClose={() => onDone()}>
      <form className="ask" onSubmit={(event) => void submit(event)}>
        <label htmlFor={id}>{label}</label>
        <input id={id} value={answer} required data-focus-first="" aria-describedby={`${id}-hint`} onChange={(event) => setAnswer(event.target.value)} />
        <p id={`${id}-hint`} className="dim">
          {hint}
        </p>
        {failure && (
          <p role="alert" className="failure">
            {failure}
          </p>
        )}
        <button type="submit" className="primary">
          {doing}
        </button>
      </form>
    </Dialog>
  );
}
