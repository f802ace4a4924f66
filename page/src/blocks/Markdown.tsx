/**
 * A `markdown` block, in standard Markdown.
 *
 * By the parser that slack-blocks-to-jsx uses for it, and not through that library: there its links could not be checked,
 * and its images would be fetched. Slack shows images as links.
 */

import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import type { JsonObject } from "../protocol";
import { withEmoji } from "./emoji";
import { Link } from "./links";
import { asText } from "./reading";
import { Scroll } from "./Table";
import { Undrawable } from "./Undrawable";

const COMPONENTS: Components = {
  a: ({ href, children }) => <Link address={href ?? ""}>{children}</Link>,
  img: ({ src, alt }) => <Link address={typeof src === "string" ? src : ""}>{alt || undefined}</Link>,
  table: ({ children }) => <Scroll label="Table"><table className="bk-table">{children}</table></Scroll>,
  input: ({ checked }) => <input type="checkbox" checked={checked ?? false} readOnly aria-label={checked ? "Done" : "Not done"} />,
};

export function Markdown({ block }: { block: JsonObject }) {
  const text = asText(block["text"]);
  if (text === null) return <Undrawable what="markdown without a text" />;
  return (
    <div className="bk-markdown">
      <ReactMarkdown remarkPlugins={[remarkGfm, emojiInTexts]} urlTransform={(address) => address} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

/** Names of emoji stay as they are in code: that is no text. */
function emojiInTexts(): (tree: Node) => void {
  const visit = (node: Node) => {
    if (node.type === "text" && node.value !== undefined) node.value = withEmoji(node.value);
    node.children?.forEach(visit);
  };
  return visit;
}
