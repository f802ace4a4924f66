"""Reading Room: vetted, sourced answers about radiology and medical imaging, inside Slack."""
