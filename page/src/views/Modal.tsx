import { type FormEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { Blocks } from "../blocks/Blocks";
import { useSurroundings } from "../blocks/surroundings";
import { plainOf } from "../blocks/TextObject";
import type { Json, View } from "../protocol";
import { check } from "./checking";
import { strayOf } from "./stray";
import { Dialog } from "./Dialog";

type Values = View["state"]["values"];

interface ModalProps {
  view: View;
  /** How many views lie beneath it. */
  depth: number;
  /** Whether another view lies above it. */
  covered?: boolean;
  onDismiss: () => void;
}

/** A modal: its title, its blocks, and what closes or submits it. */
export function Modal({ view, depth, covered = false, onDismiss }: ModalProps) {
  const { act } = useSurroundings();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const values = useRef<Values>(view.state.values);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const keep = useCallback((now: Values) => {
    values.current = now;
  }, []);

  // An updated view starts without the errors of the one before it.
  useEffect(() => setErrors({}), [view.blocks]);
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>("[data-invalid]");
    wrong?.querySelector<HTMLElement>(":is(input, textarea, button)")?.focus();
    wrong?.scrollIntoView({ block: "nearest" }); // the focus brings the field into view, not what is said below it
  }, [errors]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const wrong = check(view.blocks as Json[], values.current);
    setErrors(wrong);
    setFailure(null);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    const outcome = await act("submit", { view_id: view.id, state: values.current })
      .catch(() => ({ ok: false, message: "The stand-in could not be reached.", errors: undefined, error: undefined }));
    setBusy(false);
    if (outcome.errors !== undefined) {
      setErrors(outcome.errors);
      setFailure(strayOf(outcome.errors, view.blocks));
    } else if (!outcome.ok) setFailure(outcome.message || outcome.error || "That did not work.");
  };

  const submits = plainOf(view.submit ?? undefined);
  const closes = plainOf(view.close ?? undefined) ?? (submits === null ? "Close" : "Cancel");
  return (
    <Dialog className="view view-modal" labelledBy={id} depth={depth} covered={covered} onDismiss={onDismiss}>
      <form ref={form} className="view-form" noValidate onSubmit={(event) => void submit(event)}>
        <header className="view-head">
          <h2 id={id} className="view-title">{plainOf(view.title) ?? "Modal"}</h2>
          <button type="button" className="bk-icon-button view-close" aria-label="Close" onClick={onDismiss}>×</button>
        </header>
        <div className="view-body" data-body>
          <Blocks blocks={view.blocks} place={{ view_id: view.id }} state={view.state.values} errors={errors} onState={keep} />
        </div>
        {failure !== null && <div className="bk-failure" role="alert"><span aria-hidden="true">⚠ </span>{failure}</div>}
        <footer className="view-foot">
          <button type="button" className="bk-button" onClick={onDismiss}>{closes}</button>
          {submits !== null && <button type="submit" className="bk-button bk-primary" aria-busy={busy || undefined}>{submits}</button>}
        </footer>
      </form>
    </Dialog>
  );
}
