import type { App } from "../protocol";

/** What the manifest says of the app. */
export function About({ app }: { app: App }) {
  return (
    <div className="about">
      <p>{app.description || "The manifest describes it with no word."}</p>
      {app.commands.length > 0 && (
        <>
          <h2>Commands</h2>
          <dl>
            {app.commands.map((one) => (
              <div key={one.command}>
                <dt>
                  <code>
                    {one.command} {one.usage_hint}
                  </code>
                </dt>
                <dd>{one.description}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {app.shortcuts.length > 0 && (
        <>
          <h2>Shortcuts</h2>
          <dl>
            {app.shortcuts.map((one) => (
              <div key={one.callback_id}>
                <dt>
                  {one.name} <span className="dim">({one.type === "global" ? "anywhere" : "on a message"})</span>
                </dt>
                <dd>{one.description}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}
