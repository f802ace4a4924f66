import { NOT_CONNECTED } from "../connection";

/** What the app's maker must see, e.g. why a saved file is not served; stays until it is mended. */
export function Trouble({ text }: { text: string | null }) {
  // The region is always there: an alert that comes with its text is not always read out.
  return (
    <div role="alert" className={text ? "trouble" : "no-trouble"}>
      {text && <pre tabIndex={0}>{text}</pre>}
    </div>
  );
}

export function NotConnected() {
  return (
    <div role="status" className="not-connected">
      {NOT_CONNECTED}
    </div>
  );
}
