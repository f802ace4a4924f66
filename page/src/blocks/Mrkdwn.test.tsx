import { render } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { Mrkdwn } from "./Mrkdwn";
import { readMrkdwn } from "./mrkdwnTree";
import { Around } from "./testing";

function draw(text: string, verbatim = false): HTMLElement {
  return render(<Around><Mrkdwn text={text} verbatim={verbatim} /></Around>).container;
}

describe("what is escaped stays text", () => {
  test.each([
    ["&lt;!here&gt;", "<!here>"],
    ["&lt;@U1&gt;", "<@U1>"],
    ["&lt;https://example.com|x&gt;", "<https://example.com|x>"],
    ["a &gt; b &amp;&amp; c &lt; d", "a > b && c < d"],
    ["&amp;lt;", "&lt;"],
    ["`&lt;b&gt;`", "<b>"],
  ])("%s", (text, shown) => {
    const drawn = draw(text, true);
    expect(drawn.textContent).toBe(shown);
    expect(drawn.querySelector("a, .bk-mention")).toBeNull();
  });

  test("markup is never HTML", () => {
    const drawn = draw("<img src=x onerror=alert(1)> <b>no</b>");
    expect(drawn.textContent).toBe("<img src=x onerror=alert(1)> <b>no</b>");
    expect(drawn.querySelector("img, b")).toBeNull();
  });
});

describe("only the web and mail are live", () => {
  test.each(["https://example.com/?a=1&amp;b=2", "http://example.com", "mailto:a@example.com"])("%s", (address) => {
    const link = draw(`<${address}|label>`).querySelector("a");
    expect(link?.getAttribute("href")).toBe(address.replace("&amp;", "&"));
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link?.textContent).toBe("label");
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "slack://open",
    "blob:https://example.com/1",
    "java\tscript:alert(1)",
    "https:",
  ])("%j is shown with its address", (address) => {
    const drawn = draw(`<${address}|label>`);
    expect(drawn.querySelector("a")).toBeNull();
    expect(drawn.textContent).toContain("label");
    expect(drawn.textContent).toContain(address);
  });

  test("a bare address is a link, without the mark that ends the sentence", () => {
    const link = draw("See https://example.com/a_b?c=1.").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.com/a_b?c=1");
  });

  test("a bare address stays text where the app says `verbatim`", () => {
    expect(draw("See https://example.com", true).querySelector("a")).toBeNull();
  });
});

describe("formatting", () => {
  test.each([
    ["*bold*", "b", "bold"],
    ["_italic_", "i", "italic"],
    ["~struck~", "s", "struck"],
    ["`a *b* :wave:`", "code", "a *b* :wave:"],
    ["(*bold*)", "b", "bold"],
    ["*a <https://example.com|x*y> b*", "b", "a x*y b"],
    ["&gt; said", "blockquote", "said"],
    ["> said", "blockquote", "said"],
    ["&gt;&gt;&gt; one\ntwo", "blockquote", "one\ntwo"],
    ["```\n*code*\n  more\n```", "pre", "*code*\n  more"],
  ])("%j", (text, tag, inside) => {
    expect(draw(text).querySelector(tag)?.textContent).toBe(inside);
  });

  test.each(["5 * 3 * 2", "snake_case_word", "a*b*c", "* a *", "*a\nb*", "~", "`", "**", "__init__py", "*open"])("%j stays as it is", (text) => {
    const drawn = draw(text);
    expect(drawn.textContent).toBe(text);
    expect(drawn.querySelector("b, i, s, code")).toBeNull();
  });

  test("marks nest in each other", () => {
    expect(draw("*a _b ~c~_*").querySelector("b i s")?.textContent).toBe("c");
  });

  test("what follows a quote is no part of it", () => {
    expect(draw("&gt; said\nnot said").querySelector("blockquote")?.textContent).toBe("said");
  });

  test("a text of nothing but marks is read in no time", () => {
    // As long as a message can be; two seconds tell linear from quadratic on the slowest machine.
    const before = performance.now();
    expect(readMrkdwn("*a _b ~c <e ".repeat(3300))).toHaveLength(1);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe("what has a name", () => {
  test.each([
    ["<@U1>", "@Sam Osei"],
    ["<@U9|gone>", "@gone"],
    ["<#C1>", "#general"],
    ["<#C9>", "#C9"],
    ["<!subteam^S1|@readers>", "@readers"],
    ["<!here>", "@here"],
    ["<!channel|channel>", "@channel"],
  ])("%s", (text, shown) => {
    expect(draw(text).querySelector(".bk-mention")?.textContent).toBe(shown);
  });

  test("a date is written as its format says", () => {
    const noon = Date.UTC(2026, 10, 25, 12) / 1000;
    const time = draw(`<!date^${noon}^on {date_num}|then>`).querySelector("time");
    expect(time?.textContent).toBe("on 2026-11-25");
    expect(time?.dateTime).toBe("2026-11-25T12:00:00.000Z");
  });

  test("a date with a token that there is not is its fallback", () => {
    expect(draw("<!date^0^{_}|*>").textContent).toBe("*");
  });

  test.each([
    [":white_check_mark:", "✅"],
    [":large_green_circle:", "🟢"],
    [":wave::skin-tone-3:", "👋🏼"],
    [":no_such_emoji_at_all:", ":no_such_emoji_at_all:"],
    ["at 10:30:45", "at 10:30:45"],
    [":constructor:", ":constructor:"],
    ["✅", "✅"],
  ])("%s", (text, shown) => {
    expect(draw(text).textContent).toBe(shown);
  });
});
