import { Blocks } from "../blocks/Blocks";
import type { App, View } from "../protocol";
import "./views.css";

/** The app's Home tab. */
export function Home({ view, app }: { view: View | null; app: App }) {
  if (view === null) {
    return <p className="view-home view-empty">{app.name} has not published a Home tab for you yet.</p>;
  }
  return (
    <div className="view-home">
      <Blocks key={view.id} blocks={view.blocks} place={{ view_id: view.id }} state={view.state.values} />
    </div>
  );
}
