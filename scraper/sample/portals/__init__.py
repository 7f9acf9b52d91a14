"""Sample portals, one file each: `SITE` says what it publishes and how its system writes."""
