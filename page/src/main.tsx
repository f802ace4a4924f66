import { createRoot } from "react-dom/client";
import { App } from "./App";
import "./theme.css";
import "./page.css";
import "./chrome/side.css";
import "./chrome/messages.css";
import "./chrome/composer.css";
import "./chrome/floating.css";
import "./chrome/inspector.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(<App />);
