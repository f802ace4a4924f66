import type { Prompt } from "../protocol";

interface Props {
  title: string;
  prompts: Prompt[];
  onAsk: (message: string) => void;
}

/** What the app suggests to ask; a click asks it. */
export function Prompts({ title, prompts, onAsk }: Props) {
  return (
    <section className="prompts" aria-label={title || "Suggested prompts"}>
      {title && <h3>{title}</h3>}
      <ul>
        {prompts.map((prompt) => (
          <li key={prompt.title}>
            <button type="button" className="quiet" onClick={() => onAsk(prompt.message)}>
              {prompt.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
