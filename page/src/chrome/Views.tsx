import type { View } from "../protocol";
import { useSession } from "../session";
import { Modal } from "../views/Modal";

/** The open modals, the topmost in front; those beneath keep what is filled in. */
export function Views({ views }: { views: View[] }) {
  const { attempt } = useSession();
  return views.map((view, depth) => (
    <Modal
      key={view.id}
      view={view}
      depth={depth}
      covered={depth < views.length - 1}
      onDismiss={() => void attempt("close", { view_id: view.id })}
    />
  ));
}
