"""Who the owner of a dossier is: what is known, what the e-ID system answered, what a person has to do."""
