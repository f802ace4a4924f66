import { Component, type ReactNode } from "react";

/** In the place of what this page cannot draw: nothing of a message is ever left out in silence. */
export function Undrawable({ what }: { what: string }) {
  return (
    <span className="bk-undrawable" role="note">
      <span aria-hidden="true">⚠ </span>cannot draw: {what}
    </span>
  );
}

interface Guarded {
  /** What stands inside, for the warning. */
  what: string;
  /** What it is drawn from: a new one is tried anew. */
  from: unknown;
  children: ReactNode;
}

/** Keeps one block that fails from taking the page with it. */
export class Guard extends Component<Guarded, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate(before: Guarded): void {
    if (this.state.failed && before.from !== this.props.from) this.setState({ failed: false });
  }

  override render(): ReactNode {
    return this.state.failed ? <Undrawable what={this.props.what} /> : this.props.children;
  }
}
