import { useSession } from "../session";
import { ClockPanel } from "./ClockPanel";
import { ExchangeDetail } from "./ExchangeDetail";
import { ExchangeList } from "./ExchangeList";
import { FaultsPanel } from "./FaultsPanel";
import { PaneFrame } from "./PaneFrame";

/** What goes to the app and what comes back, and what is made to go wrong. */
export function Inspector({ chosen }: { chosen: number | null }) {
  const { snapshot, openPane } = useSession();
  const exchange = snapshot.exchanges.find((one) => one.id === chosen);
  return (
    <PaneFrame kind="inspector" title="Inspector" subtitle={`By ${snapshot.app.transport || "nothing yet: the app is not connected"}`}>
      {exchange === undefined ? (
        <div className="pane-body">
          {chosen !== null && <p className="notice pad">This exchange is no longer kept.</p>}
          <FaultsPanel />
          <ClockPanel />
          <ExchangeList exchanges={snapshot.exchanges} onChoose={(id) => openPane({ kind: "inspector", exchange: id })} />
        </div>
      ) : (
        <ExchangeDetail key={exchange.id} exchange={exchange} onBack={() => openPane({ kind: "inspector", exchange: null })} />
      )}
    </PaneFrame>
  );
}
