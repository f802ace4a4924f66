import { useId } from "react";
import type { JsonObject } from "../../protocol";
import { Dialog } from "../../views/Dialog";
import { plainOf, TextObject } from "../TextObject";

/** The question an app asks before an action is sent. */
export function Confirm({ confirm, onAnswer }: { confirm: JsonObject; onAnswer: (yes: boolean) => void }) {
  const title = useId();
  const text = useId();
  const fill = confirm["style"] === "danger" ? "bk-danger" : "bk-primary";
  return (
    <Dialog role="alertdialog" className="view view-confirm" labelledBy={title} describedBy={text} depth={50} onDismiss={() => onAnswer(false)}>
      <h2 id={title} className="view-title">{plainOf(confirm["title"]) ?? "Are you sure?"}</h2>
      <div id={text} className="view-body">
        {confirm["text"] !== undefined && <TextObject text={confirm["text"]} />}
      </div>
      <div className="view-foot">
        <button type="button" className="bk-button" data-focus-first onClick={() => onAnswer(false)}>
          {plainOf(confirm["deny"]) ?? "Cancel"}
        </button>
        <button type="button" className={`bk-button ${fill}`} onClick={() => onAnswer(true)}>
          {plainOf(confirm["confirm"]) ?? "Yes"}
        </button>
      </div>
    </Dialog>
  );
}
