"""How each CMS family writes its pages; a module here has `respond(edition, ask)`."""
